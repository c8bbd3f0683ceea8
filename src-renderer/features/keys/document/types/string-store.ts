import { createStore } from 'zustand/vanilla';
import type { ConnectionId } from '../../../../../src-shared/contract/define.ts';
import { LIMITS } from '../../../../../src-shared/limits.ts';
import type { AppError } from '../../../../../src-shared/result.ts';
import type { Client } from '../../../../client/client.ts';
import { HEX_COLUMNS } from '../value/hex-rows.ts';
import type { Reveal } from '../value/reveal.ts';

export type StringState =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly error: AppError }
  | {
      readonly status: 'ready';
      /** Where the bytes begin in the value: a multiple of a line of the dump. */
      readonly start: number;
      /** As far as was read. */
      readonly bytes: Uint8Array;
      readonly total: number;
      /** The value changed between two reads: its parts do not belong together. */
      readonly isTorn: boolean;
      readonly more:
        | { readonly status: 'idle' }
        | { readonly status: 'running'; readonly read: number }
        | { readonly status: 'failed'; readonly error: AppError };
      readonly reveal: Reveal | null;
    };

type Ready = Extract<StringState, { readonly status: 'ready' }>;

export interface StringOptions {
  readonly client: Client;
  readonly connection: ConnectionId;
  readonly key: Uint8Array;
  readonly onGone: () => void;
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const [first] = parts;
  if (first !== undefined && parts.length === 1) return first;
  const joined = new Uint8Array(parts.reduce((size, part) => size + part.byteLength, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.byteLength;
  }
  return joined;
}

const toLine = (offset: number): number => offset - (offset % HEX_COLUMNS);

/** The last part that is read at once. */
const lastStart = (total: number): number =>
  Math.max(0, toLine(total + HEX_COLUMNS - 1 - LIMITS.valueChunkBytes));

const idle = { status: 'idle' } as const;

/** The bytes of a string, read in pieces, from where and as far as was asked for. */
export function createStringStore({ client, connection, key, onGone }: StringOptions) {
  const store = createStore<StringState>(() => ({ status: 'loading' }));
  let controller = new AbortController();

  const fail = (error: AppError): void => {
    if (error.code === 'notFound') onGone();
    const state = store.getState();
    if (state.status === 'ready')
      store.setState({ ...state, more: { status: 'failed', error } }, true);
    else store.setState({ status: 'failed', error }, true);
  };

  const readPiece = (offset: number, limit: number, signal: AbortSignal) =>
    client.call('values.string', { connection, key, offset, limit }, { signal });

  /** One piece in the place of all that is shown. */
  const show = async (start: number, reveal: number | null): Promise<void> => {
    controller.abort();
    controller = new AbortController();
    const { signal } = controller;
    const result = await readPiece(start, LIMITS.valueChunkBytes, signal);
    if (signal.aborted) return;
    if (!result.ok) return fail(result.error);
    const { bytes, total } = result.value;
    // It became shorter than where the piece was to begin.
    if (start > 0 && start >= total) return await show(lastStart(total), total - 1);
    const revealed = reveal === null ? null : { offset: Math.min(reveal, total - 1) };
    store.setState(
      { status: 'ready', start, bytes, total, isTorn: false, more: idle, reveal: revealed },
      true,
    );
  };

  /** Reads from `start` to `end`, on from what is there already; shown when all of it is. */
  const read = async (state: Ready, start: number, end: number): Promise<void> => {
    controller = new AbortController();
    const { signal } = controller;
    const parts = start === state.start ? [state.bytes] : [];
    let at = start === state.start ? start + state.bytes.byteLength : start;
    let { total, isTorn } = state;
    while (at < Math.min(end, total)) {
      store.setState({ ...state, more: { status: 'running', read: at - start } }, true);
      const result = await readPiece(at, Math.min(LIMITS.valueChunkBytes, end - at), signal);
      if (signal.aborted) return;
      if (!result.ok) return fail(result.error);
      if (result.value.bytes.byteLength === 0) break;
      isTorn ||= result.value.total !== total;
      total = result.value.total;
      parts.push(result.value.bytes);
      at += result.value.bytes.byteLength;
    }
    const bytes = join(parts);
    store.setState(
      { status: 'ready', start, bytes, total, isTorn, more: idle, reveal: null },
      true,
    );
  };

  const whenIdle = async (then: (state: Ready) => Promise<void>): Promise<void> => {
    const state = store.getState();
    if (state.status === 'ready' && state.more.status !== 'running') await then(state);
  };

  return {
    store,
    /** The piece that was read first, or gone to last. */
    load: async (): Promise<void> => {
      const state = store.getState();
      await show(state.status === 'ready' ? state.start : 0, null);
    },
    /** Reads so many bytes on. */
    readOn: (size: number): Promise<void> =>
      whenIdle((state) => read(state, state.start, state.start + state.bytes.byteLength + size)),
    readAll: (): Promise<void> => whenIdle((state) => read(state, 0, state.total)),
    /** Brings an offset in sight; reads the piece that begins there where it is not here. */
    goTo: (offset: number): Promise<void> =>
      whenIdle(async (state) => {
        const { start, bytes, total } = state;
        const at = Math.max(0, Math.min(offset, total - 1));
        if (at >= start && at < start + bytes.byteLength)
          store.setState({ ...state, reveal: { offset: at } }, true);
        else await show(Math.min(toLine(at), lastStart(total)), at);
      }),
    /** What was read before stays. */
    stop: (): void => {
      controller.abort();
      const state = store.getState();
      if (state.status === 'ready') store.setState({ ...state, more: idle }, true);
    },
    dispose: (): void => {
      controller.abort();
    },
  };
}

export type StringStore = ReturnType<typeof createStringStore>;
