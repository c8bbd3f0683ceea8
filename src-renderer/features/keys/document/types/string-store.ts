import { createStore } from 'zustand/vanilla';
import type { ConnectionId } from '../../../../../src-shared/contract/define.ts';
import { LIMITS } from '../../../../../src-shared/limits.ts';
import type { AppError } from '../../../../../src-shared/result.ts';
import type { Client } from '../../../../client/client.ts';

export type StringState =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly error: AppError }
  | {
      readonly status: 'ready';
      /** From the beginning, as far as was read. */
      readonly bytes: Uint8Array;
      readonly total: number;
      /** The value changed between two reads: its parts do not belong together. */
      readonly isTorn: boolean;
      readonly more:
        | { readonly status: 'idle' }
        | { readonly status: 'running'; readonly read: number }
        | { readonly status: 'failed'; readonly error: AppError };
    };

export interface StringOptions {
  readonly client: Client;
  readonly connection: ConnectionId;
  readonly key: Uint8Array;
  readonly onGone: () => void;
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((size, part) => size + part.byteLength, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.byteLength;
  }
  return joined;
}

/** The bytes of a string, read in pieces, as far as was asked for. */
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

  const load = async (): Promise<void> => {
    controller.abort();
    controller = new AbortController();
    const { signal } = controller;
    const input = { connection, key, offset: 0, limit: LIMITS.valueChunkBytes };
    const result = await client.call('values.string', input, { signal });
    if (signal.aborted) return;
    if (!result.ok) return fail(result.error);
    const { bytes, total } = result.value;
    const more = { status: 'idle' } as const;
    store.setState({ status: 'ready', bytes, total, isTorn: false, more }, true);
  };

  /** Reads on up to so many bytes of the value; shown when all of them are there. */
  const readTo = async (end: number): Promise<void> => {
    const start = store.getState();
    if (start.status !== 'ready' || start.more.status === 'running') return;
    controller = new AbortController();
    const { signal } = controller;
    const parts = [start.bytes];
    let read = start.bytes.byteLength;
    let { total, isTorn } = start;
    while (read < Math.min(end, total)) {
      store.setState({ ...start, more: { status: 'running', read } }, true);
      const limit = Math.min(LIMITS.valueChunkBytes, end - read);
      const input = { connection, key, offset: read, limit };
      const result = await client.call('values.string', input, { signal });
      if (signal.aborted) return;
      if (!result.ok) return fail(result.error);
      if (result.value.bytes.byteLength === 0) break;
      isTorn ||= result.value.total !== total;
      total = result.value.total;
      parts.push(result.value.bytes);
      read += result.value.bytes.byteLength;
    }
    const more = { status: 'idle' } as const;
    store.setState({ status: 'ready', bytes: join(parts), total, isTorn, more }, true);
  };

  return {
    store,
    load,
    readTo,
    /** What was read before stays. */
    stop: (): void => {
      controller.abort();
      const state = store.getState();
      if (state.status === 'ready') store.setState({ ...state, more: { status: 'idle' } }, true);
    },
    dispose: (): void => {
      controller.abort();
    },
  };
}

export type StringStore = ReturnType<typeof createStringStore>;
