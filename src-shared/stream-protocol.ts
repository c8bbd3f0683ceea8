import type { AppError } from './result.ts';

/** Renderer to main, over the stream's port. */
export type FromReader = { readonly t: 'credit'; readonly n: number } | { readonly t: 'cancel' };

/** Main to renderer. One `item` costs one credit; `end` or `error` comes once, last. */
export type FromSource<T = unknown> =
  | { readonly t: 'item'; readonly item: T }
  | { readonly t: 'end' }
  | { readonly t: 'error'; readonly error: AppError };

/** The three fixed channels between renderer and main, and the one that hands a port over. */
export const CHANNELS = {
  call: 'rpc',
  cancel: 'rpc:cancel',
  stream: 'rpc:stream',
  port: 'rpc:port',
} as const;

export interface CallEnvelope {
  /** Fresh for each call. */
  readonly id: string;
  readonly name: string;
  readonly input: unknown;
}
