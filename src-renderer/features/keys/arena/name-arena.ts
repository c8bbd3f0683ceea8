import { grown, newUint16, newUint32 } from './growing.ts';
import type { Substring } from './substring.ts';

const BLOCK_BITS = 20;
const BLOCK_BYTES = 1 << BLOCK_BITS;
const BLOCK_MASK = BLOCK_BYTES - 1;
/** Positions are 32 bits: this many blocks, 4 GiB of names. */
const MOST_BLOCKS = 4_096;
const LONG = 0xffff;

const nothing = new Uint8Array(0);

/** Names one after another in large blocks, by number: 6 bytes a name beside its own. Names never cross a block's end. */
export class NameArena {
  readonly #blocks: Uint8Array[] = [];
  /** By block, the number of its first name. */
  readonly #firsts: number[] = [];
  #free = 0;
  #position = 0;
  #starts = newUint32(1_024);
  #lengths = newUint16(1_024);
  readonly #long = new Map<number, number>();
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** Bytes held for names and for where they are. */
  get heldBytes(): number {
    const blocks = this.#blocks.reduce((sum, block) => sum + block.byteLength, 0);
    return blocks + this.#starts.byteLength + this.#lengths.byteLength;
  }

  /** The number of the name; null when no more than 4 GiB can be kept. */
  append(source: Uint8Array, from: number, to: number): number | null {
    const length = to - from;
    if (length > this.#free && !this.#addBlock(length)) return null;
    const id = this.#count++;
    this.#starts = grown(this.#starts, this.#count, newUint32);
    this.#lengths = grown(this.#lengths, this.#count, newUint16);
    const block = this.#blocks[this.#position >>> BLOCK_BITS];
    const at = this.#position & BLOCK_MASK;
    // Most names are short: a loop beats making a view for TypedArray.set.
    if (block !== undefined) {
      if (length > 64) block.set(source.subarray(from, to), at);
      else for (let i = 0; i < length; i++) block[at + i] = source[from + i] ?? 0;
    }
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
    for (let slot = 0; slot < this.#blocks.length; slot++)
      this.#searchBlock(slot, substring, onFound);
  }

  copy(id: number): Uint8Array<ArrayBuffer> {
    return Uint8Array.from(this.view(id));
  }

  #addBlock(length: number): boolean {
    const slots = Math.max(1, Math.ceil(length / BLOCK_BYTES));
    if (this.#blocks.length + slots > MOST_BLOCKS) return false;
    this.#position = this.#blocks.length * BLOCK_BYTES;
    this.#free = slots * BLOCK_BYTES;
    for (let i = 0; i < slots; i++) {
      this.#blocks.push(i === 0 ? new Uint8Array(this.#free) : nothing);
      this.#firsts.push(i === 0 ? this.#count : this.#count + 1);
    }
    return true;
  }

  /** One block is looked through as a whole: names are short, and there are many. */
  #searchBlock(slot: number, substring: Substring, onFound: (id: number) => void): void {
    const bytes = this.#blocks[slot] ?? nothing;
    let id = this.#firsts[slot] ?? this.#count;
    const next = this.#firsts[slot + 1] ?? this.#count;
    if (id >= next) return;
    const end = this.startOf(next - 1) + this.lengthOf(next - 1);
    for (let at = substring.find(bytes, 0, end); at >= 0;) {
      while (id + 1 < next && this.startOf(id + 1) <= at) id++;
      const nameEnd = this.startOf(id) + this.lengthOf(id);
      // What begins in one name and ends in the next is in neither, nor is anything that begins after it.
      if (at + substring.length <= nameEnd) onFound(id);
      at = substring.find(bytes, nameEnd, end);
    }
  }
}
