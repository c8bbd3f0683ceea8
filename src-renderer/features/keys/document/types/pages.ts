import { createStore } from 'zustand/vanilla';
import type { AppError, Result } from '../../../../../src-shared/result.ts';

export interface Page<Row, Position> {
  readonly rows: readonly Row[];
  /** Where to go on; null: that was all. */
  readonly next: Position | null;
  /** Of the whole value. */
  readonly total: number;
}

export type PagesState<Row, Position> =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly error: AppError }
  | {
      readonly status: 'ready';
      readonly rows: readonly Row[];
      readonly next: Position | null;
      readonly total: number;
      /** The next page; what is there stays. */
      readonly more:
        | { readonly status: 'idle' }
        | { readonly status: 'running' }
        | { readonly status: 'failed'; readonly error: AppError };
    };

export interface PagesOptions<Row, Position> {
  readonly first: Position;
  readonly read: (position: Position, signal: AbortSignal) => Promise<Result<Page<Row, Position>>>;
  /** HSCAN and SSCAN may give an element twice: the later one counts. */
  readonly idOf: (row: Row) => string;
  readonly onGone: () => void;
}

function merge<Row>(rows: readonly Row[], more: readonly Row[], idOf: (row: Row) => string): Row[] {
  const byId = new Map(rows.map((row) => [idOf(row), row]));
  for (const row of more) byId.set(idOf(row), row);
  return [...byId.values()];
}

/** A value read a page at a time, as far as was asked for. */
export function createPages<Row, Position>(options: PagesOptions<Row, Position>) {
  const { first, read, idOf, onGone } = options;
  const store = createStore<PagesState<Row, Position>>(() => ({ status: 'loading' }));
  let controller = new AbortController();

  const fetch = async (position: Position, isFirst: boolean): Promise<void> => {
    controller.abort();
    controller = new AbortController();
    const { signal } = controller;
    const result = await read(position, signal);
    if (signal.aborted) return;
    const state = store.getState();
    if (result.ok) {
      const { rows, next, total } = result.value;
      const known = isFirst || state.status !== 'ready' ? [] : state.rows;
      const more = { status: 'idle' } as const;
      store.setState({ status: 'ready', rows: merge(known, rows, idOf), next, total, more }, true);
      return;
    }
    const { error } = result;
    if (error.code === 'notFound') onGone();
    if (state.status === 'ready')
      store.setState({ ...state, more: { status: 'failed', error } }, true);
    else store.setState({ status: 'failed', error }, true);
  };

  return {
    store,
    /** From the start; the old rows stay until the first page is there. */
    load: (): Promise<void> => {
      const state = store.getState();
      if (state.status === 'ready') store.setState({ ...state, more: { status: 'running' } }, true);
      else store.setState({ status: 'loading' }, true);
      return fetch(first, true);
    },
    loadMore: (): Promise<void> => {
      const state = store.getState();
      if (state.status !== 'ready' || state.next === null || state.more.status === 'running')
        return Promise.resolve();
      store.setState({ ...state, more: { status: 'running' } }, true);
      return fetch(state.next, false);
    },
    /** One row as it is now: read whole. */
    replace: (row: Row): void => {
      const state = store.getState();
      if (state.status !== 'ready' || !state.rows.some((one) => idOf(one) === idOf(row))) return;
      store.setState({ ...state, rows: merge(state.rows, [row], idOf) }, true);
    },
    dispose: (): void => {
      controller.abort();
    },
  };
}

export type PagesOfValue<Row, Position> = ReturnType<typeof createPages<Row, Position>>;

/** What a table shows of them. */
export type Pages<Row, Position> = Omit<PagesOfValue<Row, Position>, 'replace'>;
