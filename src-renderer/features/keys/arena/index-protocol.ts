import type { KeyIndex } from './key-index.ts';
import type { KeySetOptions } from './key-set.ts';

/** What is asked of an index in the worker; the rest of KeyIndex stays there. */
export type IndexMethod =
  | 'addPage'
  | 'addFound'
  | 'beginScan'
  | 'endScan'
  | 'cover'
  | 'rows'
  | 'refs'
  | 'parentIndex'
  | 'typeAhead'
  | 'fold'
  | 'openSiblings'
  | 'showMore'
  | 'reveal'
  | 'names'
  | 'prefix'
  | 'collect'
  | 'toDescribe'
  | 'toMeasure'
  | 'unread'
  | 'measured'
  | 'regroup'
  | 'setBookmarks'
  | 'mark'
  | 'expire'
  | 'remove'
  | 'change';

export type IndexArgs<M extends IndexMethod> = Parameters<KeyIndex[M]>;
export type IndexValue<M extends IndexMethod> = ReturnType<KeyIndex[M]>;

interface Call<M extends IndexMethod> {
  readonly t: 'call';
  readonly id: number;
  readonly index: number;
  readonly method: M;
  readonly args: IndexArgs<M>;
}
export type IndexCall = { [M in IndexMethod]: Call<M> }[IndexMethod];

/** To the worker. `open` and `close` make and drop an index; a call is answered with its id. */
export type ToIndexes =
  | { readonly t: 'open'; readonly index: number; readonly options: KeySetOptions }
  | { readonly t: 'close'; readonly index: number }
  | IndexCall;

/** The answer for an index that was closed while the question was under way. */
export const CLOSED = 'closed';

/** From the worker. */
export type FromIndexes<V = unknown> =
  | { readonly id: number; readonly ok: true; readonly value: V }
  | { readonly id: number; readonly ok: false; readonly error: string };
