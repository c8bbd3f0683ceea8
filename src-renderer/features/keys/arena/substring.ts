import { CASE, exact, folded, LOWER_A, LOWER_Z, UPPER_A, UPPER_Z } from './letter-case.ts';
import { Signature } from './signature.ts';

/**
 * Looks for a few bytes in many (Horspool: most are passed over a needle at a time). ASCII case counts only where the
 * needle has a capital.
 */
export class Substring {
  /** What every name that has it has too. */
  readonly signature = new Signature();
  /** A small letter by itself has a bit of its own: names that do not have every bit need no look. */
  readonly isOneLetter: boolean;
  readonly #needle: Uint8Array;
  readonly #case: Uint8Array;
  /** By byte: how far what is looked for may be moved on when it is met at its end; 0: it is its last byte. */
  readonly #skip: Uint32Array;
  /** The same for its last byte, where those before it are others. */
  readonly #again: number;

  constructor(needle: Uint8Array) {
    this.signature.read(needle, 0, needle.length);
    this.#case = needle.some((byte) => byte >= UPPER_A && byte <= UPPER_Z) ? exact : folded;
    this.#needle = needle;
    const [first = 0] = needle;
    this.isOneLetter = needle.length === 1 && first >= LOWER_A && first <= LOWER_Z;
    this.#skip = new Uint32Array(256).fill(needle.length);
    for (let i = 0; i < needle.length - 1; i++)
      this.#setSkip(needle[i] ?? 0, needle.length - 1 - i);
    const ending = needle[needle.length - 1] ?? 0;
    this.#again = this.#skip[ending] ?? 1;
    this.#setSkip(ending, 0);
  }

  #setSkip(byte: number, by: number): void {
    this.#skip[byte] = by;
    const hasCapital = this.#case === folded && byte >= LOWER_A && byte <= LOWER_Z;
    if (hasCapital) this.#skip[byte - CASE] = by;
  }

  /** Where it first begins from `from` on, ending before `to`; -1 where it does not. */
  find(bytes: Uint8Array, from: number, to: number): number {
    const needle = this.#needle;
    const fold = this.#case;
    const last = needle.length - 1;
    const ending = needle[last];
    if (last === 0) {
      // The first letter typed is looked for in all there is: the plainest loop.
      for (let at = from; at < to; at++) if (fold[bytes[at] ?? 0] === ending) return at;
      return -1;
    }
    const skip = this.#skip;
    const again = this.#again;
    for (let end = from + last; end < to;) {
      const by = skip[bytes[end] ?? 0] ?? 1;
      if (by > 0) {
        end += by;
        continue;
      }
      let i = last - 1;
      while (i >= 0 && fold[bytes[end - last + i] ?? 0] === needle[i]) i--;
      if (i < 0) return end - last;
      end += again;
    }
    return -1;
  }
}
