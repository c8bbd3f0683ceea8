import { LIMITS } from '../../../../../../src-shared/limits.ts';
import type { TableSelection } from '../../../../../ui/table/use-table-selection.ts';
import type { Pages } from '../pages.ts';
import { useSelectedRows } from '../use-selected-rows.ts';

interface SelectedIds {
  readonly selection: TableSelection;
  /** Those that are still on screen, as many as one change takes. */
  readonly chosen: readonly string[];
  /** What a command on a row is about: the selection when the row is part of it. */
  readonly idsWith: (id: string) => readonly string[];
}

/** Rows of a table that are selected by their IDs. */
export function useSelectedIds<Row extends { readonly id: string }, Position>(
  pages: Pages<Row, Position>,
): SelectedIds {
  const { selection, chosen: rows } = useSelectedRows(pages, ({ id }) => id);
  const chosen = rows.map(({ id }) => id).slice(0, LIMITS.streamIds);
  return {
    selection,
    chosen,
    idsWith: (id) => (chosen.includes(id) ? chosen : [id]),
  };
}
