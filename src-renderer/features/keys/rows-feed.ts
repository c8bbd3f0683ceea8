import type { StoreApi } from 'zustand/vanilla';
import type { ConnectionId } from '../../../src-shared/contract/define.ts';
import type { KeyFacts } from '../../../src-shared/contract/keys.ts';
import { LIMITS } from '../../../src-shared/limits.ts';
import type { Client } from '../../client/client.ts';
import { type RemoteIndex, unlessClosed } from './arena/connect-indexes.ts';
import type { NamedKey } from './arena/key-index.ts';
import type { RowsAnswer, RowsQuery } from './arena/rows.ts';
import type { KeyMark } from './arena/type-tally.ts';
import type { ScanState } from './scan/scan-state.ts';
import { newSidebar, rowAt, type SidebarState } from './sidebar-state.ts';

/** A scan delivers a hundred pages a second; ten pictures of it are enough. */
const REFRESH_MS = 100;
/** Rows that rush by are not asked about. */
const DESCRIBE_MS = 60;
/** DESIGN, TTL: a row that is no more stays for a moment, then goes. */
const GONE_MS = 5_000;

export interface RowsFeedOptions {
  readonly client: Client;
  readonly connection: ConnectionId;
  readonly store: StoreApi<SidebarState>;
  /** The index on screen, and the scan that fills it. */
  readonly index: () => RemoteIndex;
  readonly scan: () => ScanState;
}

export interface RowsFeed {
  /** The rows to keep at hand. */
  readonly show: (from: number, count: number) => void;
  /** Asks for the rows again, at once. */
  readonly refresh: () => void;
  /** Asks for them within a tenth of a second. */
  readonly refreshSoon: () => void;
  /** From now on folders keep their places while counts grow. */
  readonly settle: () => void;
  /** A new list: folders may move again. */
  readonly unsettle: () => void;
  readonly dispose: () => void;
}

function toMark(facts: KeyFacts): KeyMark {
  return facts.state === 'present' ? { type: facts.type } : facts.state;
}

/** Where the active row stands now; what took its place, when it is not there any more. */
function placeIn(answer: RowsAnswer, active: SidebarState['active']): SidebarState['active'] {
  if (answer.activeIndex >= 0) return { ...active, index: answer.activeIndex };
  const index = Math.min(active.index, answer.total - 1);
  const row = rowAt(answer, index);
  return row === null ? newSidebar.active : { index, ref: { kind: row.kind, id: row.id } };
}

/** Keeps the rows in view, and the types of their keys, in step with the index. */
export function createRowsFeed({ client, connection, store, index, scan }: RowsFeedOptions): RowsFeed {
  const ended = new AbortController();
  const timers = new Set<ReturnType<typeof setTimeout>>();
  let view = { from: 0, count: 60 };
  let isSettled = false;
  let isAsking = false;
  let isStale = false;
  let isDescribing = false;
  let soon: ReturnType<typeof setTimeout> | null = null;
  let describeSoon: ReturnType<typeof setTimeout> | null = null;

  function after(ms: number, run: () => void): ReturnType<typeof setTimeout> {
    const timer = setTimeout(() => {
      timers.delete(timer);
      run();
    }, ms);
    timers.add(timer);
    return timer;
  }

  function query(): RowsQuery {
    const { mode, sort, needle, active } = store.getState();
    return { mode, sort, needle, ...view, active: active.ref, mayMove: !isSettled };
  }

  async function ask(): Promise<void> {
    isAsking = true;
    do {
      isStale = false;
      const asked = query();
      const from = index();
      const asOf = scan();
      const answer = await unlessClosed(from.rows(asked));
      if (ended.signal.aborted) return;
      // Another list took its place meanwhile.
      if (answer === null || from !== index()) {
        isStale = true;
        continue;
      }
      store.setState(({ active, scan: shown }) => ({
        answer,
        answered: asked.needle,
        // Counts and how complete they are belong together: rows from before the end are not shown as exact.
        scan: scan().status === asOf.status ? asOf : shown,
        active: asked.active !== null && active.ref === asked.active ? placeIn(answer, active) : active,
      }));
    } while (isStale);
    isAsking = false;
    if (describeSoon === null)
      describeSoon = after(DESCRIBE_MS, () => {
        describeSoon = null;
        void describe();
      });
  }

  function refresh(): void {
    if (ended.signal.aborted) return;
    isStale = true;
    if (!isAsking) void ask();
  }

  /** Types of the keys in view, and a few below its folders, in one small pipeline. */
  async function describe(): Promise<void> {
    if (isDescribing || ended.signal.aborted) return;
    isDescribing = true;
    try {
      const from = index();
      const wanted = await unlessClosed(from.toDescribe(view.from, view.count, LIMITS.describeKeys));
      if (wanted === null) refresh();
      else if (wanted.length === 0) store.setState({ isFilled: isDrawn() });
      else await askTypes(from, wanted);
    } finally {
      isDescribing = false;
    }
  }

  async function askTypes(from: RemoteIndex, wanted: readonly NamedKey[]): Promise<void> {
    const keys = wanted.map(({ name }) => name);
    const result = await client.call('keys.describe', { connection, keys }, { signal: ended.signal });
    if (result.ok) await take(from, wanted, result.value);
    else if (result.error.code !== 'cancelled') store.setState({ describeError: result.error });
  }

  async function take(
    from: RemoteIndex,
    wanted: readonly NamedKey[],
    facts: readonly KeyFacts[],
  ): Promise<void> {
    const marks = wanted.flatMap(({ id }, i) => {
      const fact = facts[i];
      return fact === undefined ? [] : [{ id, mark: toMark(fact) }];
    });
    await unlessClosed(from.mark(marks));
    store.setState({ describeError: null });
    const gone = marks.flatMap(({ id, mark }) => (mark === 'gone' ? [id] : []));
    if (gone.length > 0) after(GONE_MS, () => void unlessClosed(from.remove(gone)).then(refresh));
    refresh();
  }

  /** There are rows, or it is known that there are none. */
  function isDrawn(): boolean {
    const { answer, isFilled } = store.getState();
    return isFilled || answer.rows.length > 0 || scan().status === 'done';
  }

  return {
    show(from, count) {
      if (view.from === from && view.count === count) return;
      view = { from, count };
      refresh();
    },
    refresh,
    refreshSoon() {
      soon ??= after(REFRESH_MS, () => {
        soon = null;
        refresh();
      });
    },
    settle() {
      isSettled = true;
    },
    unsettle() {
      isSettled = false;
    },
    dispose() {
      ended.abort();
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
