import { grown, newUint16, newUint32 } from './growing.ts';

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

  copy(id: number): Uint8Array<ArrayBuffer> {
    return Uint8Array.from(this.view(id));
  }

  #addBlock(length: number): boolean {
    const slots = Math.max(1, Math.ceil(length / BLOCK_BYTES));
    if (this.#blocks.length + slots > MOST_BLOCKS) return false;
    this.#position = this.#blocks.length * BLOCK_BYTES;
    this.#free = slots * BLOCK_BYTES;
    this.#blocks.push(new Uint8Array(this.#free));
    for (let i = 1; i < slots; i++) this.#blocks.push(nothing);
    return true;
  }
}
