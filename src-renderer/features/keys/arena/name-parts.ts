import { newUint32 } from './growing.ts';

/** Deeper levels stay in the last part: a name of 60,000 separators is one key, not 60,000 folders. */
const MOST_LEVELS = 64;
const OPEN_TAG = 0x7b;
const CLOSE_TAG = 0x7d;

// A seed of its own for each run: names made to collide in one would not in the next.
const seed = Math.floor(Math.random() * 0xffff_ffff);

function mixed(hash: number): number {
  let h = hash;
  h ^= h >>> 16;
  h = Math.imul(h, 0x85eb_ca6b);
  h ^= h >>> 13;
  return h >>> 0;
}

/**
 * The folders a name is in and its hash, in one pass over its bytes. A folder ends after a separator; one inside a
 * `{hash tag}` does not divide. Every key that begins with a folder's prefix is in that folder.
 */
export class NameParts {
  readonly #separator: Uint8Array;
  /** Of the name read last. */
  hash = 0;
  levels = 0;
  /** Where each folder's prefix ends, from the name's start, and the hash of the prefix. */
  readonly ends = newUint32(MOST_LEVELS);
  readonly hashes = newUint32(MOST_LEVELS);

  constructor(separator: Uint8Array) {
    this.#separator = separator;
  }

  read(bytes: Uint8Array, from: number, to: number): void {
    const separator = this.#separator;
    const last = separator[separator.length - 1] ?? -1;
    let h = seed;
    let levels = 0;
    let tagEnd = -1;
    let mayHaveTags = true;
    // After a separator the next one may not overlap it.
    let floor = from;
    for (let at = from; at < to; at++) {
      const byte = bytes[at] ?? 0;
      h = Math.imul(h ^ byte, 0x0100_0193);
      if (byte === OPEN_TAG && at > tagEnd && mayHaveTags) {
        const close = bytes.indexOf(CLOSE_TAG, at);
        mayHaveTags = close >= 0 && close < to;
        if (mayHaveTags) tagEnd = close;
      }
      if (byte !== last || at <= tagEnd || levels === MOST_LEVELS) continue;
      if (!this.#endsHere(bytes, floor, at)) continue;
      floor = at + 1;
      this.ends[levels] = floor - from;
      this.hashes[levels] = mixed(h);
      levels++;
    }
    this.hash = mixed(h);
    this.levels = levels;
  }

  /** Whether the separator ends at `at`, not beginning before `floor`. */
  #endsHere(bytes: Uint8Array, floor: number, at: number): boolean {
    const separator = this.#separator;
    const start = at - separator.length + 1;
    if (start < floor) return false;
    for (let i = 0; i < separator.length - 1; i++)
      if (bytes[start + i] !== separator[i]) return false;
    return true;
  }
}
