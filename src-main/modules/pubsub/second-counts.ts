/** A reader that has been away for longer gets the last seconds only; totals tell the rest. */
const MOST_SECONDS = 300;

/** How many messages came in each second of the clock, for those seconds that changed since last asked. */
export class SecondCounts {
  #second = -1;
  #count = 0;
  #isChanged = false;
  #finished: { readonly at: number; readonly count: number }[] = [];

  add(atMs: number): void {
    const second = Math.floor(atMs / 1_000);
    if (second !== this.#second) this.#begin(second);
    this.#count++;
    this.#isChanged = true;
  }

  /** The second that is running comes again when its count has changed. */
  take(): { at: Float64Array<ArrayBuffer>; counts: Float64Array<ArrayBuffer> } {
    const changed = this.#finished;
    this.#finished = [];
    if (this.#isChanged) changed.push({ at: this.#second, count: this.#count });
    this.#isChanged = false;
    return {
      at: Float64Array.from(changed, ({ at }) => at),
      counts: Float64Array.from(changed, ({ count }) => count),
    };
  }

  #begin(second: number): void {
    if (this.#isChanged) this.#finished.push({ at: this.#second, count: this.#count });
    if (this.#finished.length > MOST_SECONDS) this.#finished.shift();
    this.#second = second;
    this.#count = 0;
  }
}
