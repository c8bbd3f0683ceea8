import { newUint32 } from './growing.ts';

/** No entry: ids are 0 and above. */
export const NONE = -1;

/**
 * Numbers found by the hash of what they stand for: open addressing, 11 to 21 bytes an entry and no object. The hash lies
 * beside the number, so that a look costs one cache line.
 */
export class HashSlots {
  /** Pairs: number + 1 (0: free), hash. */
  #slots = newUint32(2 * 512);
  #mask = 511;
  #count = 0;
  #at = 0;

  get heldBytes(): number {
    return this.#slots.byteLength;
  }

  /** The first number with this hash, or NONE; `next` gives those after it. */
  first(hash: number): number {
    this.#at = hash & this.#mask;
    return this.#match(hash);
  }

  next(hash: number): number {
    this.#at = (this.#at + 1) & this.#mask;
    return this.#match(hash);
  }

  /** Adds a number that is not in it. */
  add(id: number, hash: number): void {
    if ((this.#count + 1) * 4 > (this.#mask + 1) * 3) this.#grow();
    this.#put(id + 1, hash);
    this.#count++;
  }

  #match(hash: number): number {
    const slots = this.#slots;
    for (let at = this.#at; ; at = (at + 1) & this.#mask) {
      const slot = slots[2 * at] ?? 0;
      if (slot === 0) return NONE;
      if (slots[2 * at + 1] === hash) {
        this.#at = at;
        return slot - 1;
      }
    }
  }

  #put(slot: number, hash: number): void {
    const slots = this.#slots;
    let at = hash & this.#mask;
    while (slots[2 * at] !== 0) at = (at + 1) & this.#mask;
    slots[2 * at] = slot;
    slots[2 * at + 1] = hash;
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = newUint32(old.length * 2);
    this.#mask = old.length - 1;
    for (let i = 0; i < old.length; i += 2) {
      const slot = old[i] ?? 0;
      if (slot !== 0) this.#put(slot, old[i + 1] ?? 0);
    }
  }
}
