import { setTimeout as pause } from 'node:timers/promises';
import { LIMITS } from '../../src-shared/limits.ts';

const QUICK = { first: 1_000, most: 1_000, least: 50, restTimes: 0 };
const GENTLE = { first: LIMITS.describeKeys, most: LIMITS.describeKeys, least: 20, restTimes: 1 };
/** So long a chunk may take; when it takes longer the next one is smaller. */
const BUDGET_MS = 500;
const SLOW = 'The server answers slowly: it is asked for less at a time';

/** How many keys a job takes at once: less as the server gets slow; and on production it rests as long as it worked. */
export class Pace {
  #limits: typeof QUICK;
  #size: number;

  /** `atOnce`: so many chunks are under way together, and share what one would take. */
  constructor(gentle: boolean, atOnce = 1) {
    const { first, most, least, restTimes } = gentle ? GENTLE : QUICK;
    const share = (keys: number): number => Math.ceil(keys / atOnce);
    this.#limits = { first: share(first), most: share(most), least: share(least), restTimes };
    this.#size = this.#limits.first;
  }

  /** Keys of the next chunk. */
  get size(): number {
    return this.#size;
  }

  /** What to say while chunks are smaller than they began, else null. */
  get note(): string | null {
    return this.#size < this.#limits.first ? SLOW : null;
  }

  /**
   * After each chunk: what it took, in milliseconds, and of how many keys it was. Rests where that is due; an abort ends
   * the rest.
   */
  async after(tookMs: number, signal: AbortSignal, keys = this.#size): Promise<void> {
    const factor = Math.min(2, Math.max(0.5, BUDGET_MS / Math.max(1, tookMs)));
    const { least, most, restTimes } = this.#limits;
    this.#size = Math.min(most, Math.max(least, Math.round(keys * factor)));
    if (restTimes === 0 || signal.aborted) return;
    try {
      await pause(tookMs * restTimes, undefined, { signal });
    } catch (thrown) {
      if (!signal.aborted) throw thrown;
    }
  }
}
