/** Sizes that people read at a glance, up to a year; beyond it whole years. */
const SIZES: readonly bigint[] = [
  1,
  2,
  5,
  10,
  20,
  50,
  100,
  200,
  500,
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * 1_000),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * 60_000),
  ...[1, 2, 3, 6, 12].map((hours) => hours * 3_600_000),
  ...[1, 2, 7, 14, 30, 90, 365].map((days) => days * 86_400_000),
].map(BigInt);
const YEAR = 31_536_000_000n;

/** The smallest of these sizes in ms at which `[from, to]`, cut at multiples of it, has at most `points` buckets. */
export function bucketFor(from: bigint, to: bigint, points: number): bigint {
  const most = BigInt(points);
  const fits = (size: bigint): boolean => to / size - from / size + 1n <= most;
  const known = SIZES.find(fits);
  if (known !== undefined) return known;
  // One bucket may begin before `from`.
  const years = (to - from) / (YEAR * (most - 1n)) + 1n;
  return years * YEAR;
}
