import { createStore } from 'zustand/vanilla';
import { LIMITS } from '../../../../../src-shared/limits.ts';
import type { AppError, Result } from '../../../../../src-shared/result.ts';

export interface Page<Row, Position> {
  readonly rows: readonly Row[];
  /** Where to go on; null: that was all. */
  readonly next: Position | null;
  /** Of the whole value; null: not known. */
  readonly total: number | null;
  /** Of a filtered scan: about how many elements this page compared. It goes on by itself, which others do when asked. */
  readonly looked?: number | undefined;
}

/** Whether others follow a page of `found` elements that ends at `end`; of a total that is not known, until one is empty. */
export const isFollowed = (found: number, end: number, total: number | null): boolean =>
  found > 0 && (total === null || end < total);

export type PagesState<Row, Position> =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly error: AppError }
  | {
      readonly status: 'ready';
      readonly rows: readonly Row[];
      readonly next: Position | null;
      readonly total: number | null;
      /** Of a filtered scan: about how many were compared so far, all of them at its end; null of all else. */
      readonly looked: number | null;
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

function merge<Row>(
  rows: readonly Row[],
  more: readonly Row[],
  idOf: (row: Row) => string,
): readonly Row[] {
  if (more.length === 0) return rows;
  const byId = new Map(rows.map((row) => [idOf(row), row]));
  for (const row of more) byId.set(idOf(row), row);
  return [...byId.values()];
}

const TO_BEGIN = { rows: [], looked: null } as const;

/** A value read a page at a time, as far as was asked for; a filtered scan until it has found a page, or to its end. */
export function createPages<Row, Position>(options: PagesOptions<Row, Position>) {
  const { first, read, idOf, onGone } = options;
  const store = createStore<PagesState<Row, Position>>(() => ({ status: 'loading' }));
  let controller = new AbortController();

  /** Takes a page; where to go on by itself, else null. */
  const take = (page: Page<Row, Position>, isFirst: boolean, before: number): Position | null => {
    const state = store.getState();
    const known = isFirst || state.status !== 'ready' ? TO_BEGIN : state;
    const { next, total } = page;
    const isSearch = page.looked !== undefined;
    // A page without rows is worth nothing; of a search, a page's worth is what fills one.
    const found = before + page.rows.length;
    const goesOn = next !== null && found < (isSearch ? LIMITS.pageElements : 1);
    const compared = (known.looked ?? 0) + (page.looked ?? 0);
    store.setState(
      {
        status: 'ready',
        rows: merge(known.rows, page.rows, idOf),
        next,
        total,
        looked: !isSearch
          ? null
          : total === null
            ? compared
            : next === null
              ? total
              : Math.min(compared, total),
        more: { status: goesOn ? 'running' : 'idle' },
      },
      true,
    );
    return goesOn ? next : null;
  };

  const fetch = async (from: Position, isFirst: boolean): Promise<void> => {
    controller.abort();
    controller = new AbortController();
    const { signal } = controller;
    let position: Position | null = from;
    let isFresh = isFirst;
    let found = 0;
    while (position !== null) {
      const result: Result<Page<Row, Position>> = await read(position, signal);
      if (signal.aborted) return;
      if (!result.ok) return fails(result.error);
      position = take(result.value, isFresh, found);
      isFresh = false;
      found += result.value.rows.length;
    }
  };

  const fails = (error: AppError): void => {
    const state = store.getState();
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
    /** Leaves what was found; a search can go on from there. */
    stop: (): void => {
      controller.abort();
      const state = store.getState();
      if (state.status === 'ready') store.setState({ ...state, more: { status: 'idle' } }, true);
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
