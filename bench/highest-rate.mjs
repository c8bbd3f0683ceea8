const step = 1.5;
const startRate = 100_000;
const leastRate = 1_000;
/** Below this share of what was asked for, not the reader but the publisher is at its end. */
const publisherKeptUp = 0.93;

/**
 * The highest rate that `attempt` takes without loss: climbs by half from `from`, then halves the last step so many times
 * (three make it 5%). `attempt(rate)` gives `{ ok, perSecond }`, the rate that was really published.
 */
export async function highestRate(attempt, { from = startRate, halvings = 3 } = {}) {
  let best = null;
  let rate = from;
  let failed = null;
  while (failed === null || best === null) {
    const { ok, perSecond } = await attempt(rate);
    if (ok) {
      best = { asked: rate, perSecond };
      if (perSecond < rate * publisherKeptUp) return { perSecond, limitedBy: 'publisher' };
      if (failed === null) rate *= step;
    } else {
      failed = rate;
      if (best === null) rate /= step;
      if (rate < leastRate) return { perSecond: 0, limitedBy: 'reader' };
    }
  }
  for (let i = 0; i < halvings; i++) {
    const middle = Math.sqrt(best.asked * failed);
    const { ok, perSecond } = await attempt(middle);
    if (!ok) failed = middle;
    else if (perSecond < middle * publisherKeptUp) return { perSecond, limitedBy: 'publisher' };
    else best = { asked: middle, perSecond };
  }
  return { perSecond: best.perSecond, limitedBy: 'reader' };
}
