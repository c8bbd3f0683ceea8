import { grown, newUint32 } from './growing.ts';
import { ROOT } from './folders.ts';
import type { KeySet } from './key-set.ts';
import { Substring } from './substring.ts';

/** Which keys of a set have some bytes in their name: one bit a key, and counts by folder. Kept up as keys are added. */
export class NameFilter {
  readonly #keys: KeySet;
  readonly #substring: Substring;
  #bits: Uint32Array;
  #counts: Uint32Array;

  constructor(keys: KeySet, needle: Uint8Array) {
    this.#keys = keys;
    this.#substring = new Substring(needle);
    this.#bits = newUint32((keys.names.count >>> 5) + 1);
    this.#counts = newUint32(keys.folders.count);
    const { names, types, folderOf } = keys;
    names.search(this.#substring, (key) => {
      if (types.isRemoved(key)) return;
      this.#set(key);
      const folder = folderOf[key] ?? ROOT;
      this.#counts[folder] = (this.#counts[folder] ?? 0) + 1;
    });
    this.#sumUp();
  }

  get total(): number {
    return this.#counts[ROOT] ?? 0;
  }

  /** Keys below a folder that match. */
  countOf(folder: number): number {
    return this.#counts[folder] ?? 0;
  }

  /** Matching keys of which this is so. */
  countWhere(isSo: (key: number) => boolean): number {
    let count = 0;
    for (let key = 0; key < this.#keys.names.count; key++) if (this.has(key) && isSo(key)) count++;
    return count;
  }

  takeCounts(): Uint32Array {
    return this.#counts.slice();
  }

  has(key: number): boolean {
    return (((this.#bits[key >>> 5] ?? 0) >>> (key & 31)) & 1) === 1;
  }

  /** Whether a key that was just added matches. */
  onAdded(key: number): boolean {
    if (!this.#isMatch(key)) return false;
    this.#bits = grown(this.#bits, (key >>> 5) + 1, newUint32);
    this.#counts = grown(this.#counts, this.#keys.folders.count, newUint32);
    if (!this.has(key)) this.#count(key, 1);
    this.#set(key);
    return true;
  }

  onRemoved(keys: Iterable<number>): void {
    for (const key of keys) {
      if (!this.has(key)) continue;
      this.#count(key, -1);
      this.#bits[key >>> 5] = (this.#bits[key >>> 5] ?? 0) & ~(1 << (key & 31));
    }
  }

  #isMatch(key: number): boolean {
    const { names } = this.#keys;
    const start = names.startOf(key);
    return this.#substring.find(names.blockOf(key), start, start + names.lengthOf(key)) >= 0;
  }

  #set(key: number): void {
    this.#bits[key >>> 5] = (this.#bits[key >>> 5] ?? 0) | (1 << (key & 31));
  }

  #count(key: number, change: number): void {
    const { folders, folderOf } = this.#keys;
    for (let at = folderOf[key] ?? ROOT; ; at = folders.parentOf(at)) {
      this.#counts[at] = (this.#counts[at] ?? 0) + change;
      if (at === ROOT) return;
    }
  }

  /** Adds each folder's count to the one above it; that has the lower number, so one pass from the end does. */
  #sumUp(): void {
    const { folders } = this.#keys;
    for (let folder = folders.count - 1; folder > ROOT; folder--) {
      const parent = folders.parentOf(folder);
      this.#counts[parent] = (this.#counts[parent] ?? 0) + (this.#counts[folder] ?? 0);
    }
  }
}
