import { grown, newUint32 } from './growing.ts';
import { ROOT } from './folders.ts';
import type { KeySet } from './key-set.ts';
import { type Needle, PatternMatcher } from './needle.ts';
import { TookTooLong } from './pattern/nodes.ts';
import { Substring } from './substring.ts';

/** A pattern that takes longer over all names is given up: nothing else is answered meanwhile. */
const MOST_MS = 1_000;
/** Names between two looks at the clock. */
const STEP = 4_096;

/** Which keys of a set have a name that matches: one bit a key, and counts by folder. Kept up as keys are added. */
export class NameFilter {
  readonly #keys: KeySet;
  readonly #isMatch: (bytes: Uint8Array, from: number, to: number) => boolean;
  readonly #pattern: PatternMatcher | null;
  readonly #mostMs: number;
  #cutAfter: number | null = null;
  #bits: Uint32Array;
  #counts: Uint32Array;

  constructor(keys: KeySet, needle: Needle, mostMs = MOST_MS) {
    this.#keys = keys;
    this.#mostMs = mostMs;
    this.#bits = newUint32((keys.names.count >>> 5) + 1);
    this.#counts = newUint32(keys.folders.count);
    this.#pattern = null;
    if (needle.kind === 'part') {
      const substring = new Substring(needle.bytes);
      this.#isMatch = (bytes, from, to) => substring.find(bytes, from, to) >= 0;
      keys.names.search(substring, (key) => this.#found(key));
    } else if (needle.kind === 'exact') {
      const { bytes: name } = needle;
      this.#isMatch = (bytes, from, to) =>
        to - from === name.length && name.every((byte, i) => bytes[from + i] === byte);
      const key = keys.find(name);
      if (key !== null) this.#found(key);
    } else {
      const pattern = new PatternMatcher(needle);
      this.#pattern = pattern;
      this.#isMatch = (bytes, from, to) => pattern.test(bytes, from, to);
      this.#cutAfter = this.#lookThrough(pattern);
    }
    this.#sumUp();
  }

  /** Keys that were looked at when the pattern took too long; null: all of them. */
  get cutAfter(): number | null {
    return this.#cutAfter;
  }

  get total(): number {
    return this.#counts[ROOT] ?? 0;
  }

  /** Keys below a folder that match. */
  countOf(folder: number): number {
    return this.#counts[folder] ?? 0;
  }

  /** All keys that match. */
  takeKeys(): Uint32Array {
    const keys = newUint32(this.total);
    let length = 0;
    for (let word = 0; word < this.#bits.length; word++)
      for (let bits = this.#bits[word] ?? 0; bits !== 0; bits &= bits - 1)
        keys[length++] = (word << 5) + 31 - Math.clz32(bits & -bits);
    return keys;
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
    // What was given up is not begun again with every key that comes.
    if (this.#cutAfter !== null) return false;
    if (this.#pattern !== null) this.#pattern.deadline = performance.now() + this.#mostMs;
    const isMatch = inTime(() => this.#matches(key));
    if (isMatch === null) this.#cutAfter = this.#keys.size;
    if (isMatch !== true) return false;
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

  /** null where it came to the end, else how many keys it looked at. */
  #lookThrough(pattern: PatternMatcher): number | null {
    const { names } = this.#keys;
    const deadline = performance.now() + this.#mostMs;
    pattern.deadline = deadline;
    let at = 0;
    let looks = 0;
    const look = (key: number): void => {
      at = key;
      if (looks++ % STEP === 0 && performance.now() > deadline) throw new TookTooLong();
      if (this.#matches(key)) this.#found(key);
    };
    const isThrough = inTime(() => {
      if (pattern.required !== null) names.search(new Substring(pattern.required), look);
      else for (let key = 0; key < names.count; key++) look(key);
    });
    return isThrough === null ? at : null;
  }

  /** Throws TookTooLong. */
  #matches(key: number): boolean {
    const { names } = this.#keys;
    const start = names.startOf(key);
    return this.#isMatch(names.blockOf(key), start, start + names.lengthOf(key));
  }

  #found(key: number): void {
    if (this.#keys.types.isRemoved(key)) return;
    this.#set(key);
    const folder = this.#keys.folderOf[key] ?? ROOT;
    this.#counts[folder] = (this.#counts[folder] ?? 0) + 1;
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

/** null: it took too long. */
function inTime(run: () => boolean | void): boolean | null {
  try {
    return run() ?? true;
  } catch (thrown) {
    if (thrown instanceof TookTooLong) return null;
    throw thrown;
  }
}
