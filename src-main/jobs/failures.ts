/** A key and why nothing was done to it. */
export interface Failure {
  readonly key: Uint8Array;
  readonly reason: string;
}

const MOST_NAMED = 100_000;

/** What failed in a job: the first 100,000 by name, all of them counted. */
export class Failures {
  #named: Failure[] = [];
  #total = 0;

  get total(): number {
    return this.#total;
  }

  get kept(): number {
    return this.#named.length;
  }

  add(key: Uint8Array, reason: string): void {
    this.#total += 1;
    // A copy: the name is a view of a block that holds many others.
    if (this.#named.length < MOST_NAMED) this.#named.push({ key: new Uint8Array(key), reason });
  }

  slice(from: number, to: number): Failure[] {
    return this.#named.slice(from, to);
  }
}
