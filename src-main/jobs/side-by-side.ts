/** Full pieces under way together: while one goes to the disk the server reads the next, and one sync serves several. */
const FULL_AT_ONCE = 4;
/** Of pieces that are not full: most slots of a cluster have a few keys only. */
const MOST_AT_ONCE = 32;

/** How much of a job is under way at once; `gentle`: one piece after another, as on production. */
export const atOnce = (gentle: boolean): { readonly full: number; readonly most: number } =>
  gentle ? { full: 1, most: 1 } : { full: FULL_AT_ONCE, most: MOST_AT_ONCE };

/** Pieces of one job that go on beside each other. What one of them throws is thrown by `all`. */
export class SideBySide {
  #running = new Set<Promise<void>>();
  #keys = 0;
  #faults: unknown[] = [];
  #most: number;

  /** `most`: so many pieces. */
  constructor(most: number) {
    this.#most = most;
  }

  /** One of them has thrown: no other is to be begun. */
  get hasFailed(): boolean {
    return this.#faults.length > 0;
  }

  /** Waits until a piece of so many keys may be begun: beside others only while all have no more than `mostKeys` together. */
  async untilRoom(keys: number, mostKeys: () => number): Promise<void> {
    while (this.#running.size > 0) {
      if (this.#running.size < this.#most && this.#keys + keys <= mostKeys()) return;
      await Promise.race(this.#running);
    }
  }

  begin(keys: number, work: () => Promise<void>): void {
    const one = work()
      .catch((thrown: unknown) => {
        this.#faults.push(thrown);
      })
      .finally(() => {
        this.#running.delete(one);
        this.#keys -= keys;
      });
    this.#running.add(one);
    this.#keys += keys;
  }

  async all(): Promise<void> {
    await Promise.all(this.#running);
    if (this.#faults.length > 0) throw this.#faults[0];
  }
}
