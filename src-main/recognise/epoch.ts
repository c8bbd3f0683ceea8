export type EpochUnit = 's' | 'ms' | 'us' | 'ns';

const perMs: Readonly<Record<EpochUnit, number>> = { s: 0.001, ms: 1, us: 1_000, ns: 1_000_000 };
const byDigits: Readonly<Record<number, EpochUnit>> = { 10: 's', 13: 'ms', 16: 'us', 19: 'ns' };
const DAY_MS = 86_400_000;

/** How many of this unit are in a millisecond. */
export const unitsPerMs = (unit: EpochUnit): number => perMs[unit];

/**
 * The unit a number counts Unix time in, told by its digits before the point (10 s, 13 ms, 16 us, 19 ns), if the time is
 * near `nowMs` (a day back to a year ahead, as the guide of shapes has it; further back for what was made long ago).
 */
export function epochUnit(text: string, nowMs: number, backMs: number = DAY_MS): EpochUnit | null {
  const number = Number(text);
  if (!Number.isFinite(number) || number <= 0) return null;
  const unit = byDigits[String(Math.trunc(number)).length];
  if (unit === undefined) return null;
  const atMs = number / perMs[unit];
  return atMs >= nowMs - backMs && atMs <= nowMs + 365 * DAY_MS ? unit : null;
}

/** Milliseconds since the epoch of a number in that unit; fractions of a millisecond stay. */
export const toEpochMs = (text: string, unit: EpochUnit): number => Number(text) / perMs[unit];
