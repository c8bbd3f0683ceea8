import { LIMITS } from '../../../../../src-shared/limits.ts';
import { Button } from '../../../../ui/Button.tsx';
import { ErrorNotice } from '../../../../ui/ErrorNotice.tsx';
import { formatCount } from '../../../../ui/format/count.ts';
import type { Pages, PagesState } from './pages.ts';

export interface MorePagesProps<Row, Position> {
  readonly pages: Pages<Row, Position>;
  readonly state: Extract<PagesState<Row, Position>, { readonly status: 'ready' }>;
  /** How much of it is there. */
  readonly count: string;
  /** Only a part of the value is meant: nobody knows how many more there are. */
  readonly isFiltered?: boolean | undefined;
  /** Where what was read begins. */
  readonly start?: number;
}

/** Below what was read: the way to the next page, or why it did not come; of a search the way to stop it. */
export function MorePages<Row, Position>({
  pages,
  state,
  count,
  isFiltered = false,
  start = 0,
}: MorePagesProps<Row, Position>) {
  if (state.more.status === 'failed')
    return (
      <ErrorNotice
        error={state.more.error}
        action={
          <Button size="sm" onClick={() => void pages.loadMore()}>
            Try again
          </Button>
        }
      />
    );
  if (state.next === null) return null;
  const isRunning = state.more.status === 'running';
  const isSearching = state.looked !== null && isRunning;
  const left = state.total === null ? null : Math.max(0, state.total - state.rows.length - start);
  const size = left === null ? null : Math.min(LIMITS.pageElements, left);
  return (
    <div className="flex h-row flex-none items-center gap-3 border-t border-border-1 px-3 text-12">
      {isSearching ? (
        <button type="button" className="link" onClick={pages.stop}>
          Stop
        </button>
      ) : (
        <button
          type="button"
          className="link"
          aria-busy={isRunning || undefined}
          onClick={() => void pages.loadMore()}
        >
          {state.looked !== null
            ? 'Search on'
            : isFiltered || size === null
              ? 'Load more'
              : `Load ${formatCount(size)} more`}
        </button>
      )}
      <span className="text-text-3 tn">{isRunning && !isSearching ? 'Reading' : count}</span>
    </div>
  );
}
