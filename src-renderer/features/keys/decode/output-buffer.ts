import { DecodeFailure, type DecodeLimits } from './decoder.ts';

/** What a decompressor writes: it grows up to the limit and no further. */
export class OutputBuffer {
  readonly #limit: number;
  #bytes: Uint8Array;
  #length = 0;

  constructor({ outputBytes }: DecodeLimits, expected = 65_536) {
    this.#limit = outputBytes;
    this.#bytes = new Uint8Array(Math.min(outputBytes, Math.max(64, expected)));
  }

  #room(more: number): void {
    const needed = this.#length + more;
    if (needed > this.#limit)
      throw new DecodeFailure(`it unpacks to more than ${this.#limit} bytes`, 'output');
    if (needed <= this.#bytes.byteLength) return;
    const grown = new Uint8Array(
      Math.min(this.#limit, Math.max(needed, this.#bytes.byteLength * 2)),
    );
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
  }

  append(part: Uint8Array): void {
    this.#room(part.byteLength);
    this.#bytes.set(part, this.#length);
    this.#length += part.byteLength;
  }

  /** Repeats what was written `distance` bytes ago; it may run into itself. */
  repeat(distance: number, length: number): void {
    if (distance <= 0 || distance > this.#length)
      throw new DecodeFailure('it points before its beginning');
    this.#room(length);
    const bytes = this.#bytes;
    for (let end = this.#length + length; this.#length < end; this.#length++)
      bytes[this.#length] = bytes[this.#length - distance] ?? 0;
  }

  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }
}
