import type { ReactNode } from 'react';

/** What a column sorts by. null goes last, whichever way. Integers of Redis: give a bigint. */
export type SortValue = string | number | bigint | null;

export interface DataColumn<Row> {
  readonly id: string;
  /** The head. */
  readonly title: string;
  readonly cell: (row: Row, index: number) => ReactNode;
  /** In px, until the user resizes it. */
  readonly width: number;
  readonly minWidth?: number | undefined;
  /** Takes what is left of the table's width. */
  readonly grow?: boolean | undefined;
  /** Figures: tabular, at the right. */
  readonly numeric?: boolean | undefined;
  /** What Redis would print back. */
  readonly mono?: boolean | undefined;
  /** Without it the head does not sort. */
  readonly sortBy?: ((row: Row) => SortValue) | undefined;
}

export interface TableSort {
  readonly columnId: string;
  readonly direction: 'asc' | 'desc';
}

/** What a click on a head makes of the sort: up, down, and back to the order the rows came in. */
export function nextSort(
  sort: TableSort | null,
  columnId: string,
  { first }: { readonly first: 'asc' | 'desc' },
): TableSort | null {
  if (sort === null || sort.columnId !== columnId) return { columnId, direction: first };
  if (sort.direction === first) return { columnId, direction: first === 'asc' ? 'desc' : 'asc' };
  return null;
}

/** Same kind on both sides: a column's values are all numbers or all text. */
export function compareValues(a: SortValue, b: SortValue): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return a < b ? -1 : a > b ? 1 : 0;
}
