/** Digits of a Unix time, and how many of its units are in a millisecond (or milliseconds in a unit). */
const units = [
  { digits: 10, unit: 's', toMs: (whole: bigint) => whole * 1_000n },
  { digits: 13, unit: 'ms', toMs: (whole: bigint) => whole },
  { digits: 16, unit: 'µs', toMs: (whole: bigint) => whole / 1_000n },
  { digits: 19, unit: 'ns', toMs: (whole: bigint) => whole / 1_000_000n },
] as const;

const YEAR_MS = 31_557_600_000;
/** Further from now than this a number of ten digits is more likely an id or a packed value. */
const PAST_YEARS = 15;
const FUTURE_YEARS = 5;

export interface TimeLike {
  readonly atMs: number;
  readonly unit: 's' | 'ms' | 'µs' | 'ns';
}

/** The time that a score may be: 10, 13, 16 or 19 digits, near now. Only shown beside, never instead. */
export function readTimeLike(score: string, nowMs: number): TimeLike | null {
  const whole = /^(\d{10}|\d{13}|\d{16}|\d{19})(?:\.\d+)?$/.exec(score)?.[1];
  if (whole === undefined) return null;
  const found = units.find(({ digits }) => digits === whole.length);
  if (found === undefined) return null;
  const atMs = Number(found.toMs(BigInt(whole)));
  const age = nowMs - atMs;
  const isNear = age < PAST_YEARS * YEAR_MS && age > -FUTURE_YEARS * YEAR_MS;
  return isNear ? { atMs, unit: found.unit } : null;
}
