import { useState } from 'react';
import { useStore } from 'zustand';
import type { TableSelection } from '../../../../ui/table/use-table-selection.ts';
import type { Pages } from './pages.ts';

export interface SelectedRows<Row> {
  readonly selection: TableSelection;
  /** Those that are still on screen, in the order they were read. */
  readonly chosen: readonly Row[];
  /** What a command on a row is about: the selection when the row is part of it. */
  readonly chosenWith: (row: Row) => readonly Row[];
}

const none: ReadonlySet<string> = new Set();

/**
 * Rows of a table that are selected. `of` says what the IDs are of: where they are places and not names, something else
 * may be there once it was read again.
 */
export function useSelectedRows<Row, Position>(
  pages: Pages<Row, Position>,
  rowId: (row: Row) => string,
  of = '',
): SelectedRows<Row> {
  const [made, setMade] = useState({ of, ids: none });
  const ids = made.of === of ? made.ids : none;
  const state = useStore(pages.store);
  const rows = state.status === 'ready' ? state.rows : [];
  const chosen = ids.size === 0 ? [] : rows.filter((row) => ids.has(rowId(row)));
  return {
    selection: {
      ids,
      onChange: (next) => {
        setMade({ of, ids: next });
      },
      hasChecks: true,
    },
    chosen,
    chosenWith: (row) => (chosen.some((one) => rowId(one) === rowId(row)) ? chosen : [row]),
  };
}
