import type { StoreApi } from 'zustand/vanilla';
import { LIMITS } from '../../../src-shared/limits.ts';
import { type RemoteIndex, unlessClosed } from './arena/connect-indexes.ts';
import type { RowRef } from './arena/rows.ts';
import type { AskKeys } from './ask-keys.ts';
import type { RowsFeed } from './rows-feed.ts';
import type { SidebarState } from './sidebar-state.ts';

/** Keys a second: a pipeline of 200 with pauses; on production the pauses are four times as long. */
const PAUSE_MS = 50;
const GENTLE_PAUSE_MS = 200;

export type Figure = 'ttl' | 'size';

/** What is to be read, as it is asked about before. */
export interface ReadingPlan {
  readonly what: Figure;
  /** A folder's row; null: all keys listed that match. */
  readonly folder: RowRef | null;
  /** Which, in words: the folder's prefix, or all of them. */
  readonly where: string;
  readonly keys: number;
}

export interface Reading extends ReadingPlan {
  readonly done: number;
}

export interface FiguresReadingOptions {
  readonly store: StoreApi<SidebarState>;
  readonly feed: RowsFeed;
  readonly index: () => RemoteIndex;
  readonly ask: AskKeys;
  readonly isGentle: () => boolean;
  readonly signal: AbortSignal;
}

/** Reads TTLs or sizes of many keys, when the user has said yes to it: paced, and it can be stopped. */
export function createFiguresReading(options: FiguresReadingOptions) {
  const { store, feed, index, ask, isGentle, signal } = options;
  let running: AbortController | null = null;

  const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

  async function walk(plan: ReadingPlan, stopped: AbortSignal): Promise<void> {
    const from = index();
    const most = LIMITS.describeKeys;
    const refs = plan.folder === null ? null : [plan.folder];
    let after = -1;
    let done = 0;
    while (!stopped.aborted && from === index()) {
      const wanted = await unlessClosed(from.unread(refs, { what: plan.what, after, most }));
      const last = wanted?.at(-1);
      if (wanted === null || last === undefined || stopped.aborted) return;
      const result =
        plan.what === 'ttl' ? await ask.describe(from, wanted) : await ask.measure(from, wanted);
      if (!result.ok) {
        if (result.error.code !== 'cancelled') store.setState({ describeError: result.error });
        return;
      }
      after = last.id;
      done += wanted.length;
      store.setState({ reading: { ...plan, done } });
      feed.refreshSoon();
      await pause(isGentle() ? GENTLE_PAUSE_MS : PAUSE_MS);
    }
  }

  return {
    /** Reads; what is sorted by it is sorted anew at the end. */
    async start(plan: ReadingPlan): Promise<void> {
      running?.abort();
      const controller = new AbortController();
      running = controller;
      store.setState({ reading: { ...plan, done: 0 } });
      try {
        await walk(plan, AbortSignal.any([controller.signal, signal]));
      } finally {
        if (running === controller) {
          running = null;
          store.setState(({ keySort, sortSerial }) => ({
            reading: null,
            sortSerial: keySort === plan.what ? sortSerial + 1 : sortSerial,
          }));
          feed.refresh();
        }
      }
    },
    stop(): void {
      running?.abort();
    },
  };
}
