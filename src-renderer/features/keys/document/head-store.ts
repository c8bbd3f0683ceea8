import { createStore } from 'zustand/vanilla';
import type { ConnectionId } from '../../../../src-shared/contract/define.ts';
import type { KeyHead } from '../../../../src-shared/contract/keys.ts';
import type { AppError } from '../../../../src-shared/result.ts';
import { type Expiry, expiryOf } from '../../../lib/expiry.ts';
import type { Client } from '../../../client/client.ts';

/** How a key went: its time was over, it was deleted here, or it was simply not there any more. */
export type GoneHow = 'expired' | 'deleted' | 'missing';

export interface ReadyHead {
  readonly status: 'ready';
  readonly head: KeyHead;
  readonly readAtMs: number;
  readonly expiresAtMs: Expiry;
  /** The first TTL seen: what the bar is a share of. */
  readonly fullTtlMs: number | null;
  /** Reading again failed: what is shown is as old as it says. */
  readonly problem: AppError | null;
}

export type HeadState =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly error: AppError }
  | { readonly status: 'gone'; readonly how: GoneHow; readonly atMs: number }
  | ReadyHead;

export interface HeadOptions {
  readonly client: Client;
  readonly connection: ConnectionId;
  readonly key: Uint8Array;
  readonly onGone: () => void;
}

/** A little after the time, so that the server's clock has reached it, too. */
const AFTER_EXPIRY_MS = 300;
/** setTimeout holds 31 bits: 24.8 days. */
const LONGEST_TIMER_MS = 2_147_483_647;

/** The facts of one key, and whether it is still there. */
export function createHeadStore({ client, connection, key, onGone }: HeadOptions) {
  const store = createStore<HeadState>(() => ({ status: 'loading' }));
  let controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const leave = (how: GoneHow, atMs: number): void => {
    clearTimeout(timer);
    const wasGone = store.getState().status === 'gone';
    // That it was deleted here may be known after the server has said that it is not there.
    if (wasGone && how !== 'deleted') return;
    store.setState({ status: 'gone', how, atMs }, true);
    if (!wasGone) onGone();
  };

  const missing = (): void => {
    const state = store.getState();
    const now = Date.now();
    const expiresAtMs = state.status === 'ready' ? state.expiresAtMs : null;
    if (typeof expiresAtMs === 'number' && expiresAtMs <= now) leave('expired', expiresAtMs);
    else leave('missing', now);
  };

  const take = (head: KeyHead): void => {
    const last = store.getState();
    const readAtMs = Date.now();
    const expiresAtMs = expiryOf(head.ttlMs, readAtMs);
    const ttlMs = head.ttlMs === 'refused' ? null : head.ttlMs;
    const known = last.status === 'ready' ? last.fullTtlMs : null;
    const fullTtlMs = ttlMs === null ? null : Math.max(known ?? 0, ttlMs);
    store.setState(
      { status: 'ready', head, readAtMs, expiresAtMs, fullTtlMs, problem: null },
      true,
    );
    clearTimeout(timer);
    // Somebody may have touched it meanwhile: only the server knows whether it is really over.
    if (ttlMs !== null && ttlMs < LONGEST_TIMER_MS - AFTER_EXPIRY_MS)
      timer = setTimeout(() => void load(), ttlMs + AFTER_EXPIRY_MS);
  };

  const load = async (): Promise<void> => {
    controller.abort();
    controller = new AbortController();
    const { signal } = controller;
    const result = await client.call('keys.head', { connection, key }, { signal });
    if (signal.aborted) return;
    if (result.ok) return take(result.value);
    const { error } = result;
    if (error.code === 'notFound') return missing();
    const state = store.getState();
    if (state.status === 'ready') store.setState({ ...state, problem: error }, true);
    else if (state.status !== 'gone') store.setState({ status: 'failed', error }, true);
  };

  return {
    store,
    load,
    /** It came back (undo), or is asked for again. */
    retry: (): Promise<void> => {
      store.setState({ status: 'loading' }, true);
      return load();
    },
    /** It was deleted here. */
    deleted: (): void => {
      leave('deleted', Date.now());
    },
    /** What shows the value has read it meanwhile. */
    lengthIs: (length: number): void => {
      const state = store.getState();
      if (state.status !== 'ready' || state.head.length === length) return;
      store.setState({ ...state, head: { ...state.head, length } }, true);
    },
    dispose: (): void => {
      clearTimeout(timer);
      controller.abort();
    },
  };
}

export type HeadStore = ReturnType<typeof createHeadStore>;
