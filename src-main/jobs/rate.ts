const WINDOW_MS = 5_000;
const LEAST_MS = 500;

/** How many things happen in a second, over the last five. */
export class Rate {
  #steps: { readonly atMs: number; readonly count: number }[] = [];
  #sinceMs = performance.now();

  add(count: number): void {
    this.#steps.push({ atMs: performance.now(), count });
    this.#forget();
  }

  /** What was before a pause says nothing of what comes. */
  restart(): void {
    this.#steps = [];
    this.#sinceMs = performance.now();
  }

  /** null while there is too little to tell. */
  perSecond(): number | null {
    this.#forget();
    const overMs = Math.min(WINDOW_MS, performance.now() - this.#sinceMs);
    if (overMs < LEAST_MS || this.#steps.length === 0) return null;
    return (this.#steps.reduce((sum, { count }) => sum + count, 0) / overMs) * 1_000;
  }

  #forget(): void {
    const from = performance.now() - WINDOW_MS;
    const kept = this.#steps.findIndex(({ atMs }) => atMs >= from);
    this.#steps.splice(0, kept === -1 ? this.#steps.length : kept);
  }
}
