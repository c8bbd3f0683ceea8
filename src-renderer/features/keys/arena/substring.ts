const UPPER_A = 0x41;
const UPPER_Z = 0x5a;

/** Bytes as they are compared: itself, or lower case where case does not count. */
const exact = Uint8Array.from({ length: 256 }, (_, byte) => byte);
const folded = exact.map((byte) => (byte >= UPPER_A && byte <= UPPER_Z ? byte + 32 : byte));

/**
 * Looks for a few bytes in many names (Horspool: most names are passed over a needle at a time). ASCII case counts only
 * where the needle has a capital.
 */
export class Substring {
  readonly #needle: Uint8Array;
  readonly #case: Uint8Array;
  readonly #skip: Uint32Array;

  constructor(needle: Uint8Array) {
    this.#case = needle.some((byte) => byte >= UPPER_A && byte <= UPPER_Z) ? exact : folded;
    this.#needle = needle;
    this.#skip = new Uint32Array(256).fill(needle.length);
    for (let i = 0; i < needle.length - 1; i++) {
      const byte = needle[i] ?? 0;
      this.#skip[byte] = needle.length - 1 - i;
      // The byte's capital, where case does not count.
      if (this.#case === folded && byte >= 0x61 && byte <= 0x7a)
        this.#skip[byte - 32] = needle.length - 1 - i;
    }
  }

  isIn(bytes: Uint8Array, from: number, to: number): boolean {
    const needle = this.#needle;
    if (needle.length === 1) return this.#isByteIn(bytes, from, to);
    const last = needle.length - 1;
    const fold = this.#case;
    for (let end = from + last; end < to; ) {
      const byte = bytes[end] ?? 0;
      let i = last;
      let at = end;
      while (i >= 0 && fold[bytes[at] ?? 0] === needle[i]) {
        i--;
        at--;
      }
      if (i < 0) return true;
      end += this.#skip[byte] ?? 1;
    }
    return needle.length === 0;
  }

  /** One byte is looked for in a million names the moment somebody begins to type: the plainest loop. */
  #isByteIn(bytes: Uint8Array, from: number, to: number): boolean {
    const fold = this.#case;
    const byte = this.#needle[0];
    for (let at = from; at < to; at++) if (fold[bytes[at] ?? 0] === byte) return true;
    return false;
  }
}
