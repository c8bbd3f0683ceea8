import {
  type ColumnDef,
  columnResizingFeature,
  columnSizingFeature,
  createSortedRowModel,
  type ReactTable,
  type RowData,
  rowSortingFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useMemo } from 'react';
import { compareValues, type DataColumn, type SortValue, type TableSort } from './data-column.ts';

// Version 9 registers features one by one; these are all the table needs, for every table of the app.
const features = tableFeatures({
  columnSizingFeature,
  columnResizingFeature,
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
});

export type TableModel<Row extends RowData> = ReactTable<typeof features, Row>;

const MIN_WIDTH = 40;
const noSorting: { id: string; desc: boolean }[] = [];

// getValue caches what sortBy made, but forgets its type.
function toSortValue(value: unknown): SortValue {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint'
    ? value
    : null;
}

function toColumnDef<Row extends RowData>(
  column: DataColumn<Row>,
): ColumnDef<typeof features, Row> {
  return {
    id: column.id,
    header: column.title,
    size: column.width,
    minSize: column.minWidth ?? MIN_WIDTH,
    maxSize: 4_000,
    // undefined, not null: TanStack keeps undefined last in both directions.
    accessorFn: (row: Row) => column.sortBy?.(row) ?? undefined,
    enableSorting: column.sortBy !== undefined,
    sortUndefined: 'last',
    sortFn: (a, b, id) => compareValues(toSortValue(a.getValue(id)), toSortValue(b.getValue(id))),
  };
}

/** Sorting and column widths, by TanStack Table. Rows that need no sorting never become its row objects. */
export function useTableModel<Row extends RowData>(options: {
  readonly columns: readonly DataColumn<Row>[];
  readonly rows: readonly Row[];
  readonly sort: TableSort | null;
  readonly widths: Readonly<Record<string, number>>;
}): { readonly table: TableModel<Row>; readonly sorted: readonly Row[] | null } {
  const { columns, rows, sort, widths } = options;
  const columnDefs = useMemo(() => columns.map(toColumnDef), [columns]);
  const sorting = useMemo(
    () => (sort === null ? noSorting : [{ id: sort.columnId, desc: sort.direction === 'desc' }]),
    [sort],
  );
  const table = useTable({
    features,
    columns: columnDefs,
    data: rows,
    state: { sorting },
    initialState: { columnSizing: { ...widths } },
    columnResizeMode: 'onChange',
  });
  const isSorted =
    sort !== null && columns.some(({ id, sortBy }) => id === sort.columnId && sortBy);
  const model = isSorted ? table.getSortedRowModel() : null;
  const sorted = useMemo(() => model?.rows.map((row) => row.original) ?? null, [model]);
  return { table, sorted };
}
