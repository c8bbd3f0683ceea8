import { NameSet } from '../scan/name-set.ts';

const MOST_NAMES = 10_000;
const MOST_BYTES = 1_048_576;

/** Names that a job may have made, removed or replaced, for lists that are to show it: the first 10,000. */
export class Touched {
  /** null: none yet. */
  #names: NameSet | null = null;
  #isAll = true;

  /** Whether there were no more than are kept. */
  get isAll(): boolean {
    return this.#isAll;
  }

  get names(): readonly Uint8Array[] {
    return this.#names === null ? [] : this.#names.slice(0, this.#names.size);
  }

  add(keys: readonly Uint8Array[]): void {
    for (const key of keys) {
      this.#names ??= new NameSet();
      if (this.#names.has(key)) continue;
      if (this.#names.size === MOST_NAMES || this.#names.bytes + key.length > MOST_BYTES) {
        this.#isAll = false;
        return;
      }
      this.#names.add(key);
    }
  }
}
