import type { PagesState } from './pages.ts';

/** Rows that are shown before the one that was gone to. */
const BEFORE = 50;

/** Where a value of many rows is read from, and which of them was gone to. */
export interface RowWindow<Row> {
  /** Rows before the first one that is read. */
  readonly start: number;
  /** Rows before the one that was gone to. */
  readonly place: number;
  /** Another number each time, also for the same row. */
  readonly serial: number;
  readonly isTarget: (row: Row) => boolean;
}

let serial = 0;

/** The rows around one, which is `place` rows from where reading begins. */
export function windowAround<Row>(place: number, isTarget: (row: Row) => boolean): RowWindow<Row> {
  serial += 1;
  return { start: Math.max(0, place - BEFORE), place, serial, isTarget };
}

/** The same, but from the row itself where those before it are so long that the page ended before it. */
export function withTarget<Row, Position>(
  window: RowWindow<Row> | null,
  state: PagesState<Row, Position>,
): RowWindow<Row> | null {
  if (window === null || window.start === window.place) return window;
  const isRead = state.status === 'ready' && state.more.status === 'idle' && state.next !== null;
  if (!isRead || state.rows.some(window.isTarget)) return window;
  return { ...window, start: window.place };
}

/** A place that may be counted from the end, among so many; null: there is none. */
export function placeAmong(place: number, total: number | null): number | null {
  if (total === null) return place < 0 ? null : place;
  const from = place < 0 ? total + place : place;
  return from >= 0 && from < total ? from : null;
}
