import type { StoreApi } from 'zustand/vanilla';
import { LIMITS } from '../../../src-shared/limits.ts';
import { type RemoteIndex, unlessClosed } from './arena/connect-indexes.ts';
import type { NamedKey } from './arena/key-looks.ts';
import type { RowRange } from './arena/rows.ts';
import type { AskKeys, Described } from './ask-keys.ts';
import { createExpiryWatch } from './expiry-watch.ts';
import type { SidebarState } from './sidebar-state.ts';

/** Rows that rush by are not asked about. */
const DESCRIBE_MS = 60;
/** DESIGN, TTL: a row that is no more stays for a moment, then goes. */
const GONE_MS = 5_000;

export interface TypesFeedOptions {
  readonly ask: AskKeys;
  readonly store: StoreApi<SidebarState>;
  /** The index on screen, and its rows that are in sight or soon will be. */
  readonly index: () => RemoteIndex;
  readonly near: () => RowRange;
  /** TTL or length are on screen. */
  readonly showsFigures: () => boolean;
  /** What was found out changes rows. */
  readonly onFound: () => void;
}

export interface TypesFeed {
  /** Asks about what is in view when it has been for a moment. */
  readonly askSoon: () => void;
  readonly measureInView: () => Promise<void>;
  readonly measureOne: (id: number) => Promise<void>;
  /** Another list is on screen. */
  readonly clear: () => void;
  readonly dispose: () => void;
}

/** Finds out the types of the keys in view, and notices when they go. */
export function createTypesFeed(options: TypesFeedOptions): TypesFeed {
  const { ask: server, store, index, near, showsFigures, onFound } = options;
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
      const { from: row, count } = near();
      const wanted = await unlessClosed(
        from.toDescribe(row, count, { most: LIMITS.describeKeys, figures: showsFigures() }),
      );
      if (wanted === null) onFound();
      else if (wanted.length > 0) await describe(from, wanted);
      else if (isDrawn()) store.setState({ isFilled: true });
    } finally {
      isAsking = false;
    }
  }

  async function describe(from: RemoteIndex, wanted: readonly NamedKey[]): Promise<void> {
    const result = await server.describe(from, wanted);
    if (result.ok) take(from, result.value);
    else if (result.error.code !== 'cancelled') store.setState({ describeError: result.error });
  }

  function take(from: RemoteIndex, found: readonly Described[]): void {
    if (from === index())
      for (const { id, fact } of found)
        expiry.watch(id, fact.state === 'present' && fact.ttlMs !== 'refused' ? fact.ttlMs : null);
    const gone = found.flatMap(({ id, fact }) => (fact.state === 'gone' ? [id] : []));
    if (gone.length > 0) after(GONE_MS, () => void unlessClosed(from.remove(gone)).then(onFound));
    store.setState({ describeError: null });
    onFound();
  }

  /** Sizes of the keys in view, which only the user asks for. */
  async function measureInView(): Promise<void> {
    const from = index();
    const { from: row, count } = near();
    const wanted = await unlessClosed(from.toMeasure(row, count, LIMITS.describeKeys));
    if (wanted !== null && wanted.length > 0) await measure(from, wanted);
  }

  async function measure(from: RemoteIndex, wanted: readonly NamedKey[]): Promise<void> {
    const result = await server.measure(from, wanted);
    if (result.ok) onFound();
    else if (result.error.code !== 'cancelled') store.setState({ describeError: result.error });
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
    measureInView,
    async measureOne(id) {
      const from = index();
      const [name] = (await unlessClosed(from.names([id]))) ?? [];
      if (name !== undefined) await measure(from, [{ id, name }]);
    },
    clear: expiry.clear,
    dispose() {
      ended.abort();
      expiry.clear();
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
