import { newUint32 } from './growing.ts';

/** Deeper levels stay in the last part: a name of 60,000 separators is one key, not 60,000 folders. */
const MOST_LEVELS = 64;
/** JSON in a name is looked through this far for its end. */
const MOST_JSON = 4_096;
const OPEN_TAG = 0x7b;
const CLOSE_TAG = 0x7d;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

// A seed of its own for each run: names made to collide in one would not in the next.
const seed = Math.floor(Math.random() * 0xffff_ffff);

function mixed(hash: number): number {
  let h = hash;
  h ^= h >>> 16;
  h = Math.imul(h, 0x85eb_ca6b);
  h ^= h >>> 13;
  return h >>> 0;
}

/** Whether `{"..`, `["..`, `[{..` or `[[..` begins here. */
function beginsJson(bytes: Uint8Array, at: number): boolean {
  const next = bytes[at + 1];
  return bytes[at] === OPEN_TAG
    ? next === QUOTE
    : next === QUOTE || next === OPEN_TAG || next === OPEN_LIST;
}

/** Where the bracket that opens at `at` is closed; -1 where it is not. */
function endOfJson(bytes: Uint8Array, at: number, to: number): number {
  let depth = 0;
  let isText = false;
  for (let i = at; i < Math.min(to, at + MOST_JSON); i++) {
    const byte = bytes[i];
    if (isText) {
      if (byte === BACKSLASH) i++;
      else if (byte === QUOTE) isText = false;
    } else if (byte === QUOTE) isText = true;
    else if (byte === OPEN_TAG || byte === OPEN_LIST) depth++;
    else if ((byte === CLOSE_TAG || byte === CLOSE_LIST) && --depth === 0) return i;
  }
  return -1;
}

/** How long the separator is that ends with the byte at `at`, not beginning before `floor`: the longest; 0: none does. */
export function separatorAt(
  separators: readonly Uint8Array[],
  bytes: Uint8Array,
  floor: number,
  at: number,
): number {
  let longest = 0;
  for (const separator of separators) {
    const { length } = separator;
    const start = at - length + 1;
    if (length <= longest || start < floor) continue;
    let i = length - 1;
    while (i >= 0 && bytes[start + i] === separator[i]) i--;
    if (i < 0) longest = length;
  }
  return longest;
}

/**
 * The folders a name is in and its hash, in one pass over its bytes. A folder ends after a separator; one inside a
 * `{hash tag}` or inside JSON does not divide.
 */
export class NameParts {
  readonly #separators: readonly Uint8Array[];
  /** By byte: whether a separator ends with it. */
  readonly #isLast = new Uint8Array(256);
  /** Of the name read last. */
  hash = 0;
  levels = 0;
  /** Where each folder's prefix ends, from the name's start, and the hash of the prefix. */
  readonly ends = newUint32(MOST_LEVELS);
  readonly hashes = newUint32(MOST_LEVELS);

  constructor(separators: readonly Uint8Array[]) {
    this.#separators = separators;
    for (const separator of separators) {
      const last = separator[separator.length - 1];
      if (last !== undefined) this.#isLast[last] = 1;
    }
  }

  read(bytes: Uint8Array, from: number, to: number): void {
    let h = seed;
    let levels = 0;
    let wholeEnd = -1;
    let mayHaveTags = true;
    let mayHaveJson = true;
    // After a separator the next one may not overlap it.
    let floor = from;
    for (let at = from; at < to; at++) {
      const byte = bytes[at] ?? 0;
      h = Math.imul(h ^ byte, 0x0100_0193);
      if ((byte === OPEN_TAG || byte === OPEN_LIST) && at > wholeEnd) {
        if (mayHaveJson && at + 1 < to && beginsJson(bytes, at)) {
          wholeEnd = Math.max(wholeEnd, endOfJson(bytes, at, to));
          mayHaveJson = at <= wholeEnd;
        }
        if (byte === OPEN_TAG && at > wholeEnd && mayHaveTags) {
          const close = bytes.indexOf(CLOSE_TAG, at);
          mayHaveTags = close >= 0 && close < to;
          if (mayHaveTags) wholeEnd = close;
        }
      }
      if (this.#isLast[byte] === 0 || at <= wholeEnd || levels === MOST_LEVELS) continue;
      if (separatorAt(this.#separators, bytes, floor, at) === 0) continue;
      floor = at + 1;
      this.ends[levels] = floor - from;
      this.hashes[levels] = mixed(h);
      levels++;
    }
    this.hash = mixed(h);
    this.levels = levels;
  }
}
