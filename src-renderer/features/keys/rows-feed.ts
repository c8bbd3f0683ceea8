import type { StoreApi } from 'zustand/vanilla';
import { type RemoteIndex, unlessClosed } from './arena/connect-indexes.ts';
import type { RowRange, RowsAnswer, RowsQuery } from './arena/rows.ts';
import type { ScanState } from './scan/scan-state.ts';
import { newSidebar, rowAt, type SidebarState } from './sidebar-state.ts';

/** A scan delivers a hundred pages a second; ten pictures of it are enough. */
const REFRESH_MS = 100;

export interface RowsFeedOptions {
  readonly store: StoreApi<SidebarState>;
  /** The index on screen, and the scan that fills it. */
  readonly index: () => RemoteIndex;
  readonly scan: () => ScanState;
  /** Other rows are near, or the same anew. */
  readonly onRows: () => void;
}

export interface RowsFeed {
  /** The rows to keep at hand, and those of them that are near what is in sight. */
  readonly show: (atHand: RowRange, near: RowRange) => void;
  /** The rows near what is in sight. */
  readonly near: () => RowRange;
  /** Which row is to stay where it is on the screen when others come or go above it; null: none. */
  readonly keepInPlace: (which: () => number | null) => void;
  /** Asks for the rows again, at once. */
  readonly refresh: () => void;
  /** Changes which rows there are and asks for them: done when they are shown. */
  readonly change: (work?: () => Promise<unknown>) => Promise<void>;
  /** When the changes under way are shown; null where there are none. */
  readonly changing: () => Promise<void> | null;
  /** Asks for them within a tenth of a second. */
  readonly refreshSoon: () => void;
  /** From now on folders keep their places while counts grow. */
  readonly settle: () => void;
  /** A new list: folders may move again. */
  readonly unsettle: () => void;
  readonly dispose: () => void;
}

const sameRange = (a: RowRange, b: RowRange): boolean => a.from === b.from && a.count === b.count;

const covers = ({ from, rows, total }: RowsAnswer, near: RowRange): boolean =>
  near.from >= from && Math.min(total, near.from + near.count) <= from + rows.length;

/** Where the active row stands now; what took its place, when it is not there any more. */
function placeIn(answer: RowsAnswer, active: SidebarState['active']): SidebarState['active'] {
  if (answer.activeIndex >= 0) return { ...active, index: answer.activeIndex };
  const index = Math.min(active.index, answer.total - 1);
  const row = rowAt(answer, index);
  return row === null ? newSidebar.active : { index, ref: { kind: row.kind, id: row.id } };
}

/** Keeps the rows in view in step with the index. */
export function createRowsFeed({ store, index, scan, onRows }: RowsFeedOptions): RowsFeed {
  let atHand: RowRange = { from: 0, count: 60 };
  let near = atHand;
  let isSettled = false;
  let inPlace = (): number | null => null;
  /** Whose rows are on screen. */
  let shownOf: RemoteIndex | null = null;
  // What somebody changed has rows of its own: only others that come meanwhile leave them where they are.
  let isChanged = false;
  // What is in sight went along with its rows: the range that follows is at hand already.
  let hasMoved = false;
  let isAsking = false;
  let isStale = false;
  let changing: Promise<void> | null = null;
  let whenAnswered: (() => void)[] = [];
  const ended = new AbortController();
  let soon: ReturnType<typeof setTimeout> | null = null;

  function keptRow(): RowsQuery['kept'] {
    const at = isChanged || shownOf !== index() ? null : inPlace();
    const row = at === null ? null : rowAt(store.getState().answer, at);
    return at === null || row === null ? null : { ref: { kind: row.kind, id: row.id }, index: at };
  }

  function query(): RowsQuery {
    const { mode, sort, keySort, sortSerial, needle, active } = store.getState();
    const shape = { mode, sort, keySort, sortSerial, needle };
    return { ...shape, ...atHand, active: active.ref, kept: keptRow(), mayMove: !isSettled };
  }

  /** false: what came is of a list that is not on screen any more. */
  async function askOnce(): Promise<boolean> {
    const asked = query();
    isChanged = false;
    const from = index();
    const asOf = scan();
    const given = await unlessClosed(from.rows(asked));
    if (ended.signal.aborted) return false;
    // Scrolled or left meanwhile: then nothing has to stay where it was.
    const isLeft = asked.kept !== null && inPlace() === null;
    const answer = given !== null && isLeft ? { ...given, moved: 0 } : given;
    if (isLeft) isStale = true;
    // Another list took its place meanwhile.
    if (answer === null || from !== index()) {
      isStale = true;
      return false;
    }
    shownOf = from;
    hasMoved = answer.moved !== 0;
    store.setState(({ active, scan: shown }) => ({
      answer,
      answered: asked.needle,
      // Counts and how complete they are belong together: rows from before the end are not shown as exact.
      scan: scan().status === asOf.status ? asOf : shown,
      active:
        asked.active !== null && active.ref === asked.active ? placeIn(answer, active) : active,
    }));
    return true;
  }

  async function ask(): Promise<void> {
    isAsking = true;
    try {
      while (isStale && !ended.signal.aborted) {
        isStale = false;
        const waiting = whenAnswered;
        whenAnswered = [];
        if (await askOnce()) for (const go of waiting) go();
        else whenAnswered.push(...waiting);
      }
    } finally {
      isAsking = false;
    }
    if (!ended.signal.aborted) onRows();
  }

  function refresh(): void {
    isStale = true;
    if (!isAsking && !ended.signal.aborted) void ask();
  }

  async function changeOnce(work?: () => Promise<unknown>): Promise<void> {
    // With nothing to wait for the worker begins before the screen is drawn anew.
    if (work !== undefined) await work();
    isChanged = true;
    const answered = new Promise<void>((resolve) => whenAnswered.push(resolve));
    refresh();
    await answered;
  }

  return {
    change(work) {
      const change = changeOnce(work).finally(() => {
        if (changing === change) changing = null;
      });
      changing = change;
      return change;
    },
    changing: () => changing,
    show(nextAtHand, nextNear) {
      const isSame = sameRange(near, nextNear);
      near = nextNear;
      const isThere = hasMoved && covers(store.getState().answer, nextNear);
      hasMoved = false;
      if (!sameRange(atHand, nextAtHand)) {
        atHand = nextAtHand;
        if (!isThere) refresh();
      } else if (!isSame) onRows();
    },
    near: () => near,
    keepInPlace(which) {
      inPlace = which;
    },
    refresh,
    refreshSoon() {
      soon ??= setTimeout(() => {
        soon = null;
        refresh();
      }, REFRESH_MS);
    },
    settle() {
      isSettled = true;
    },
    unsettle() {
      isSettled = false;
    },
    dispose() {
      ended.abort();
      if (soon !== null) clearTimeout(soon);
    },
  };
}
