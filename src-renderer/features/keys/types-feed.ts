import type { StoreApi } from 'zustand/vanilla';
import type { ConnectionId } from '../../../src-shared/contract/define.ts';
import type { KeyFacts } from '../../../src-shared/contract/keys.ts';
import { LIMITS } from '../../../src-shared/limits.ts';
import type { Client } from '../../client/client.ts';
import { type RemoteIndex, unlessClosed } from './arena/connect-indexes.ts';
import type { NamedKey } from './arena/key-index.ts';
import type { KeyMark } from './arena/type-tally.ts';
import { createExpiryWatch } from './expiry-watch.ts';
import type { SidebarState } from './sidebar-state.ts';

/** Rows that rush by are not asked about. */
const DESCRIBE_MS = 60;
/** DESIGN, TTL: a row that is no more stays for a moment, then goes. */
const GONE_MS = 5_000;

export interface TypesFeedOptions {
  readonly client: Client;
  readonly connection: ConnectionId;
  readonly store: StoreApi<SidebarState>;
  /** The index on screen, and its rows that are in view. */
  readonly index: () => RemoteIndex;
  readonly view: () => { readonly from: number; readonly count: number };
  /** What was found out changes rows. */
  readonly onFound: () => void;
}

export interface TypesFeed {
  /** Asks about what is in view when it has been for a moment. */
  readonly askSoon: () => void;
  /** Another list is on screen. */
  readonly clear: () => void;
  readonly dispose: () => void;
}

const toMark = (facts: KeyFacts): KeyMark =>
  facts.state === 'present' ? { type: facts.type } : facts.state;

/** Finds out the types of the keys in view, and notices when they go. */
export function createTypesFeed(options: TypesFeedOptions): TypesFeed {
  const { client, connection, store, index, view, onFound } = options;
  const ended = new AbortController();
  const timers = new Set<ReturnType<typeof setTimeout>>();
  let soon: ReturnType<typeof setTimeout> | null = null;
  let isAsking = false;
  const expiry = createExpiryWatch((ids) => void unlessClosed(index().expire(ids)).then(onFound));

  function after(ms: number, run: () => void): ReturnType<typeof setTimeout> {
    const timer = setTimeout(() => {
      timers.delete(timer);
      run();
    }, ms);
    timers.add(timer);
    return timer;
  }

  /** Types of the keys in view, and of a few below its folders, in one small pipeline. */
  async function ask(): Promise<void> {
    if (isAsking || ended.signal.aborted) return;
    isAsking = true;
    try {
      const from = index();
      const { from: row, count } = view();
      const wanted = await unlessClosed(from.toDescribe(row, count, LIMITS.describeKeys));
      if (wanted === null) onFound();
      else if (wanted.length > 0) await describe(from, wanted);
      else if (isDrawn()) store.setState({ isFilled: true });
    } finally {
      isAsking = false;
    }
  }

  async function describe(from: RemoteIndex, wanted: readonly NamedKey[]): Promise<void> {
    const keys = wanted.map(({ name }) => name);
    const { signal } = ended;
    const result = await client.call('keys.describe', { connection, keys }, { signal });
    if (result.ok) await take(from, wanted, result.value);
    else if (result.error.code !== 'cancelled') store.setState({ describeError: result.error });
  }

  async function take(
    from: RemoteIndex,
    wanted: readonly NamedKey[],
    facts: readonly KeyFacts[],
  ): Promise<void> {
    const found = wanted.flatMap(({ id }, i) => {
      const fact = facts[i];
      return fact === undefined ? [] : [{ id, fact }];
    });
    await unlessClosed(from.mark(found.map(({ id, fact }) => ({ id, mark: toMark(fact) }))));
    if (from === index())
      for (const { id, fact } of found)
        expiry.watch(id, fact.state === 'present' ? fact.ttlMs : null);
    const gone = found.flatMap(({ id, fact }) => (fact.state === 'gone' ? [id] : []));
    if (gone.length > 0) after(GONE_MS, () => void unlessClosed(from.remove(gone)).then(onFound));
    store.setState({ describeError: null });
    onFound();
  }

  /** There are rows, or it is known that there are none. */
  function isDrawn(): boolean {
    const { answer, scan } = store.getState();
    return answer.rows.length > 0 || scan.status === 'done';
  }

  return {
    askSoon() {
      // The first screen is waited for.
      soon ??= after(store.getState().isFilled ? DESCRIBE_MS : 0, () => {
        soon = null;
        void ask();
      });
    },
    clear: expiry.clear,
    dispose() {
      ended.abort();
      expiry.clear();
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
