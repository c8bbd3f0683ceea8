import { folded, LOWER_A, LOWER_Z } from './letter-case.ts';

/** Of names too long to be told apart by it. */
export const EVERY_BIT = 0xffff_ffff;

const ZERO = 0x30;
const NINE = 0x39;
/** Longer names have nearly every pair: they are always looked through. */
const MOST_BYTES = 512;

/** A bit for each letter; digits share four, all other bytes two. */
function letterBit(byte: number): number {
  if (byte >= LOWER_A && byte <= LOWER_Z) return 1 << (byte - LOWER_A);
  return byte >= ZERO && byte <= NINE ? 1 << (26 + (byte & 3)) : 1 << (30 + (byte & 1));
}

const letterBits = Uint32Array.from(folded, letterBit);

/**
 * Which letters and which pairs of letters some bytes have, in 64 bits, whatever their case (superimposed coding: Knuth,
 * The Art of Computer Programming 3, 6.5). Bytes that have others in them have all of their bits.
 */
export class Signature {
  letters = 0;
  pairs = 0;

  read(bytes: Uint8Array, from: number, to: number): void {
    if (to - from > MOST_BYTES) {
      this.letters = EVERY_BIT;
      this.pairs = EVERY_BIT;
      return;
    }
    let letters = 0;
    let pairs = 0;
    let before = 0;
    for (let at = from; at < to; at++) {
      const byte = bytes[at] ?? 0;
      const letter = folded[byte] ?? 0;
      letters |= letterBits[byte] ?? 0;
      // Fibonacci hashing: the upper five bits of the product.
      if (at > from) pairs |= 1 << (Math.imul((before << 8) | letter, 0x9e37_79b1) >>> 27);
      before = letter;
    }
    this.letters = letters >>> 0;
    this.pairs = pairs >>> 0;
  }
}
