export interface TreeRow {
  /** From 1. */
  readonly level: number;
  /** null: nothing below it. */
  readonly isExpanded: boolean | null;
  /** Part of a bulk selection. */
  readonly isSelected?: boolean | undefined;
  readonly posInSet?: number | undefined;
  readonly setSize?: number | undefined;
}

/** The row a tree's ← leads to from an unfolded or single one; null at the top level. */
export function parentIndex(rowAt: (index: number) => TreeRow, index: number): number | null {
  const { level } = rowAt(index);
  for (let above = index - 1; above >= 0; above--) if (rowAt(above).level < level) return above;
  return null;
}
