/** Rows that are shown before the one that was gone to. */
const BEFORE = 50;

/** Where a value of many rows is read from, and which of them was gone to. */
export interface RowWindow<Row> {
  /** Rows before the first one that is read. */
  readonly start: number;
  /** Another number each time, also for the same row. */
  readonly serial: number;
  readonly isTarget: (row: Row) => boolean;
}

let serial = 0;

/** The rows around one, which is `place` rows from where reading begins. */
export function windowAround<Row>(place: number, isTarget: (row: Row) => boolean): RowWindow<Row> {
  serial += 1;
  return { start: Math.max(0, place - BEFORE), serial, isTarget };
}

/** A place that may be counted from the end, among so many; null: there is none. */
export function placeAmong(place: number, total: number): number | null {
  const from = place < 0 ? total + place : place;
  return from >= 0 && from < total ? from : null;
}
