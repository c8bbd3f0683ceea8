import { grown, newUint16, newUint32, newUint8 } from './growing.ts';
import { EVERY_BIT, Signature } from './signature.ts';
import type { Substring } from './substring.ts';

const BLOCK_BITS = 20;
const BLOCK_BYTES = 1 << BLOCK_BITS;
const BLOCK_MASK = BLOCK_BYTES - 1;
/** Positions are 32 bits: this many blocks, 4 GiB of names. */
const MOST_BLOCKS = 4_096;
const LONG = 0xffff;
/** Names that are looked at together. */
const TOGETHER = 2_048;

const nothing = new Uint8Array(0);

/** Names one after another in large blocks, by number: 14 bytes a name beside its own. Names never cross a block's end. */
export class NameArena {
  readonly #blocks: Uint8Array[] = [];
  #free = 0;
  #position = 0;
  #starts = newUint32(1_024);
  #lengths = newUint16(1_024);
  /** By name: what it has in it, so that few are looked through. */
  #letters = newUint32(1_024);
  #pairs = newUint32(1_024);
  readonly #signature = new Signature();
  /** A byte of each name that was fetched: what is kept is not left out as being for nothing. */
  readonly #fetched = newUint8(TOGETHER);
  readonly #long = new Map<number, number>();
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** Bytes held for names and for where they are. */
  get heldBytes(): number {
    const arrays = [...this.#blocks, this.#starts, this.#lengths, this.#letters, this.#pairs];
    return arrays.reduce((sum, { byteLength }) => sum + byteLength, 0);
  }

  /** The number of the name; null when no more than 4 GiB can be kept. */
  append(source: Uint8Array, from: number, to: number): number | null {
    const length = to - from;
    if (length > this.#free && !this.#addBlock(length)) return null;
    const id = this.#count++;
    this.#starts = grown(this.#starts, this.#count, newUint32);
    this.#lengths = grown(this.#lengths, this.#count, newUint16);
    this.#letters = grown(this.#letters, this.#count, newUint32);
    this.#pairs = grown(this.#pairs, this.#count, newUint32);
    const block = this.#blocks[this.#position >>> BLOCK_BITS];
    const at = this.#position & BLOCK_MASK;
    // Most names are short: a loop beats making a view for TypedArray.set.
    if (block !== undefined) {
      if (length > 64) block.set(source.subarray(from, to), at);
      else for (let i = 0; i < length; i++) block[at + i] = source[from + i] ?? 0;
    }
    const signature = this.#signature;
    signature.read(source, from, to);
    this.#letters[id] = signature.letters;
    this.#pairs[id] = signature.pairs;
    this.#starts[id] = this.#position;
    this.#lengths[id] = Math.min(length, LONG);
    if (length >= LONG) this.#long.set(id, length);
    this.#free -= length;
    this.#position += length;
    // A name longer than a block fills the blocks it was given; what is left of them has no position.
    if (length > BLOCK_BYTES) this.#free = 0;
    return id;
  }

  /** The block a name is in; the name is at `startOf` of it, `lengthOf` long. */
  blockOf(id: number): Uint8Array {
    return this.#blocks[(this.#starts[id] ?? 0) >>> BLOCK_BITS] ?? nothing;
  }

  startOf(id: number): number {
    return (this.#starts[id] ?? 0) & BLOCK_MASK;
  }

  lengthOf(id: number): number {
    const length = this.#lengths[id] ?? 0;
    return length === LONG ? (this.#long.get(id) ?? 0) : length;
  }

  /** The name as a view of the arena: for reading at once, not for keeping or transferring. */
  view(id: number): Uint8Array {
    const start = this.startOf(id);
    return this.blockOf(id).subarray(start, start + this.lengthOf(id));
  }

  /** The names that have it, in the order of their numbers. */
  search(substring: Substring, onFound: (id: number) => void): void {
    const maybe = newUint32(TOGETHER);
    // In short calls, which the engine makes quick after a few of them: one long loop would be slow for most of a search.
    for (let from = 0; from < this.#count; from += TOGETHER) {
      const held = this.#maybe(substring, from, Math.min(from + TOGETHER, this.#count), maybe);
      if (substring.isOneLetter) this.#foundByLetter(maybe, held, substring, onFound);
      else this.#foundByLook(maybe, held, substring, onFound);
    }
  }

  copy(id: number): Uint8Array<ArrayBuffer> {
    return Uint8Array.from(this.view(id));
  }

  /** Of the names from `from` up to `to`, those that may have it by their signatures: how many, and their numbers in `maybe`. */
  #maybe({ signature }: Substring, from: number, to: number, maybe: Uint32Array): number {
    const { letters, pairs } = signature;
    const allLetters = this.#letters;
    const allPairs = this.#pairs;
    let held = 0;
    for (let id = from; id < to; id++) {
      const missing = (letters & ~(allLetters[id] ?? 0)) | (pairs & ~(allPairs[id] ?? 0));
      // Without a branch, which would be guessed wrong for every other name.
      maybe[held] = id;
      held += missing === 0 ? 1 : 0;
    }
    return held;
  }

  #foundByLetter(
    maybe: Uint32Array,
    held: number,
    substring: Substring,
    onFound: (id: number) => void,
  ): void {
    for (let i = 0; i < held; i++) {
      const id = maybe[i] ?? 0;
      if (this.#letters[id] !== EVERY_BIT || this.#has(id, substring)) onFound(id);
    }
  }

  #foundByLook(
    maybe: Uint32Array,
    held: number,
    substring: Substring,
    onFound: (id: number) => void,
  ): void {
    this.#fetch(maybe, held);
    for (let i = 0; i < held; i++) {
      const id = maybe[i] ?? 0;
      if (this.#has(id, substring)) onFound(id);
    }
  }

  #has(id: number, substring: Substring): boolean {
    const start = this.startOf(id);
    return substring.find(this.blockOf(id), start, start + this.lengthOf(id)) >= 0;
  }

  /** Brings names that lie far apart into the processor's cache: read at once they take little longer than one would. */
  #fetch(ids: Uint32Array, count: number): void {
    for (let i = 0; i < count; i++) {
      const id = ids[i] ?? 0;
      const block = this.blockOf(id);
      const start = this.startOf(id);
      const end = start + (this.#lengths[id] ?? 0) - 1;
      this.#fetched[i] = (block[start] ?? 0) + (block[end] ?? 0);
    }
  }

  #addBlock(length: number): boolean {
    const slots = Math.max(1, Math.ceil(length / BLOCK_BYTES));
    if (this.#blocks.length + slots > MOST_BLOCKS) return false;
    this.#position = this.#blocks.length * BLOCK_BYTES;
    this.#free = slots * BLOCK_BYTES;
    for (let i = 0; i < slots; i++)
      this.#blocks.push(i === 0 ? new Uint8Array(this.#free) : nothing);
    return true;
  }
}
