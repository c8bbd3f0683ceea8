export interface RowPlace {
  /** -1: no row is active. */
  readonly active: number;
  readonly count: number;
  /** Rows that fit into view. */
  readonly page: number;
}

/** Where a key leads in a list; null for keys that do not move. It does not go round: ends are ends. */
export function nextRow(key: string, { active, count, page }: RowPlace): number | null {
  if (count === 0) return null;
  const to = (row: number): number => Math.min(count - 1, Math.max(0, row));
  switch (key) {
    case 'ArrowDown':
      return to(active + 1);
    case 'ArrowUp':
      return active < 0 ? count - 1 : to(active - 1);
    case 'PageDown':
      return to(Math.max(active, 0) + page);
    case 'PageUp':
      return to(active - page);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
