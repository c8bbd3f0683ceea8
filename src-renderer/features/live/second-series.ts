const KEPT = 64;
const SHOWN = 60;
/** A rate over one second alone would jump with every message of a calm channel. */
const RATE_SECONDS = 5;

/** Exact counts of the last minute by second, as main counted them. */
export class SecondSeries {
  #seconds = new Float64Array(KEPT).fill(-1);
  #counts = new Float64Array(KEPT);
  #since: number;
  #gaps: { readonly from: number; readonly until: number }[] = [];

  constructor(nowMs: number) {
    this.#since = Math.floor(nowMs / 1_000);
  }

  set(second: number, count: number): void {
    const slot = second % KEPT;
    this.#seconds[slot] = second;
    this.#counts[slot] = count;
    this.#since = Math.min(this.#since, second);
  }

  addGap(fromMs: number, untilMs: number): void {
    this.#gaps = [...this.#gaps, { from: fromMs / 1_000, until: untilMs / 1_000 }].slice(-20);
  }

  /** Messages per second over the last whole seconds. */
  rate(nowMs: number): number {
    const now = Math.floor(nowMs / 1_000);
    const from = Math.max(this.#since, now - RATE_SECONDS);
    // Just begun: no whole second yet.
    if (from >= now) return this.#at(now);
    let sum = 0;
    for (let second = from; second < now; second++) sum += this.#at(second);
    return sum / (now - from);
  }

  /** The last minute's whole seconds; null before the beginning and where the connection was lost. */
  spark(nowMs: number): (number | null)[] {
    const now = Math.floor(nowMs / 1_000);
    return Array.from({ length: SHOWN }, (_, i) => {
      const second = now - SHOWN + i;
      if (second < this.#since) return null;
      const isLost = this.#gaps.some(({ from, until }) => from <= second && second + 1 <= until);
      return isLost ? null : this.#at(second);
    });
  }

  #at(second: number): number {
    const slot = second % KEPT;
    return this.#seconds[slot] === second ? (this.#counts[slot] ?? 0) : 0;
  }
}

/** Second by second, null where none is known. */
export function sumSparks(sparks: readonly (readonly (number | null)[])[]): (number | null)[] {
  return Array.from({ length: SHOWN }, (_, i) => {
    const known = sparks.map((spark) => spark[i] ?? null).filter((count) => count !== null);
    return known.length === 0 ? null : known.reduce((sum, count) => sum + count, 0);
  });
}
