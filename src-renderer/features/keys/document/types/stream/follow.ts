import { createStore } from 'zustand/vanilla';
import type { ConnectionId } from '../../../../../../src-shared/contract/define.ts';
import type { Item } from '../../../../../../src-shared/contract/index.ts';
import { LIMITS } from '../../../../../../src-shared/limits.ts';
import type { AppError } from '../../../../../../src-shared/result.ts';
import type { Client } from '../../../../../client/client.ts';
import { toStreamError } from '../../../../../client/stream-failure.ts';
import type { Pages, PagesState } from '../pages.ts';
import type { Entry } from './read-entries.ts';

export interface FollowState {
  readonly status: 'following' | 'paused' | 'failed';
  readonly error: AppError | null;
  /** Entries that came since it was begun. */
  readonly came: number;
  /** Those of them, and of the ones before, that are not kept any more. */
  readonly left: number;
  readonly isBehind: boolean;
  readonly isThere: boolean;
  /** How often the server is asked; null until it was. */
  readonly everyMs: number | null;
  /** Where it went on after a stop; `isKept`: that entry is still there, so nothing after it can have been trimmed. */
  readonly resumed: { readonly after: string; readonly isKept: boolean } | null;
}

/** Of a stream that was empty: before its first entry. */
const BEFORE_ALL = '0-0';

export interface FollowOptions {
  readonly client: Client;
  readonly connection: ConnectionId;
  readonly key: Uint8Array;
  /** What is on screen already, newest first. */
  readonly rows: readonly Entry[];
  /** How long the stream is now, whatever of it is here. */
  readonly onLength: (length: number) => void;
}

type Ready = Extract<PagesState<Entry, never>, { readonly status: 'ready' }>;

const sizeOf = ({ fields }: Entry): number =>
  fields.reduce((sum, { field, value }) => sum + field.byteLength + value.byteLength, 0);

/** The newest of them, within the bounds of count and bytes; at least one. */
export function keepNewest(rows: readonly Entry[]): readonly Entry[] {
  let bytes = 0;
  const end = rows.findIndex((row, index) => {
    bytes += sizeOf(row);
    return index > 0 && (index >= LIMITS.followRows || bytes > LIMITS.followRowsBytes);
  });
  return end === -1 ? rows : rows.slice(0, end);
}

const ready = (rows: readonly Entry[]): Ready => ({
  status: 'ready',
  rows,
  next: null,
  total: rows.length,
  looked: null,
  more: { status: 'idle' },
});

/** New entries on top of those that were read, for as long as it is not paused. */
export function createFollow({ client, connection, key, rows, onLength }: FollowOptions) {
  const store = createStore<FollowState>(() => ({
    status: 'following',
    error: null,
    came: 0,
    left: 0,
    isBehind: false,
    isThere: true,
    everyMs: null,
    resumed: null,
  }));
  const pages = createStore<PagesState<Entry, never>>(() => ready(keepNewest(rows)));
  let controller = new AbortController();
  let resume = (): void => undefined;
  const shown = (): readonly Entry[] => {
    const state = pages.getState();
    return state.status === 'ready' ? state.rows : [];
  };
  // A stream that was empty is followed from its first entry on.
  let after = rows[0]?.id ?? BEFORE_ALL;

  const take = (item: Item<'streams.follow'>): void => {
    const { entries, isBehind, isThere, everyMs, length } = item;
    if (length !== null) onLength(length);
    const { came, left } = store.getState();
    const last = entries.at(-1);
    const more = { came: came + entries.length, isBehind, isThere, everyMs };
    if (last === undefined) return store.setState(more);
    after = last.id;
    const all = [...entries.toReversed(), ...shown()];
    const kept = keepNewest(all);
    pages.setState(ready(kept), true);
    store.setState({ ...more, left: left + all.length - kept.length });
  };

  /** Trimming takes the oldest first: what is still there has everything after it, but for single deletions. */
  const lookForGap = async (signal: AbortSignal): Promise<AppError | null> => {
    if (after === BEFORE_ALL) return null;
    const input = { connection, key, from: after, to: after, order: 'newest', count: 1 } as const;
    const result = await client.call('streams.range', input, { signal });
    if (!result.ok && result.error.code !== 'notFound') return result.error;
    if (!signal.aborted)
      store.setState({
        resumed: { after, isKept: result.ok && result.value.entries.length > 0 },
      });
    return null;
  };

  const run = async (): Promise<void> => {
    controller.abort();
    controller = new AbortController();
    const { signal } = controller;
    const hadStopped = store.getState().status === 'failed';
    store.setState({ status: 'following', error: null });
    const error = hadStopped ? await lookForGap(signal) : null;
    if (signal.aborted) return;
    if (error !== null) return store.setState({ status: 'failed', error });
    try {
      const items = client.stream('streams.follow', { connection, key, after }, { signal });
      for await (const item of items) {
        // While it is paused nothing more is asked for: what comes waits in the stream itself.
        while (store.getState().status === 'paused' && !signal.aborted)
          await new Promise<void>((resolve) => {
            resume = resolve;
          });
        if (signal.aborted) return;
        take(item);
      }
    } catch (thrown) {
      if (!signal.aborted) store.setState({ status: 'failed', error: toStreamError(thrown) });
    }
  };

  const wait = (): Promise<void> => Promise.resolve();
  const table: Pages<Entry, never> = {
    store: pages,
    load: wait,
    loadMore: wait,
    stop: () => undefined,
    dispose: () => undefined,
  };
  return {
    store,
    pages: table,
    run,
    pause: (isPaused: boolean): void => {
      if (store.getState().status === 'failed') return;
      store.setState({ status: isPaused ? 'paused' : 'following' });
      resume();
    },
    dispose: (): void => {
      controller.abort();
      resume();
    },
  };
}
export type Follow = ReturnType<typeof createFollow>;
