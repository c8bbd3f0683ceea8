/** Date.now() is cut to whole ms: the two agree when they are no farther apart than this. */
const TOLERANCE_MS = 2;
const CHECK_MS = 250;

let offsetMs = Date.now() - performance.now();
let checkedAt = performance.now();

/**
 * Time of day with a fraction of ms. `performance.timeOrigin` is not enough: the monotonic clock stands still while the
 * computer sleeps, and does not follow when the clock is set.
 */
export function wallClockMs(): number {
  const now = performance.now();
  if (now - checkedAt > CHECK_MS) {
    checkedAt = now;
    const exact = Date.now() - now;
    if (Math.abs(exact - offsetMs) > TOLERANCE_MS) offsetMs = exact;
  }
  return offsetMs + now;
}
