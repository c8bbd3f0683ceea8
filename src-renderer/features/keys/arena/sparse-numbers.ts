const BLOCK_BITS = 7;
const BLOCK_MASK = (1 << BLOCK_BITS) - 1;

/** A number for some of very many keys: only blocks of 128 in which one is known take memory (8 bytes a key of them). */
export class SparseNumbers {
  #blocks: (Float64Array | undefined)[] = [];
  #known = 0;

  /** Keys whose number is known. */
  get known(): number {
    return this.#known;
  }

  get heldBytes(): number {
    return this.#blocks.reduce((sum, block) => sum + (block?.byteLength ?? 8), 0);
  }

  /** NaN: not known. */
  get(id: number): number {
    return this.#blocks[id >>> BLOCK_BITS]?.[id & BLOCK_MASK] ?? NaN;
  }

  has(id: number): boolean {
    return !Number.isNaN(this.get(id));
  }

  set(id: number, value: number): void {
    const at = id >>> BLOCK_BITS;
    const block = this.#blocks[at] ?? new Float64Array(BLOCK_MASK + 1).fill(NaN);
    this.#blocks[at] = block;
    this.#known += Number(Number.isNaN(block[id & BLOCK_MASK])) - Number(Number.isNaN(value));
    block[id & BLOCK_MASK] = value;
  }

  forget(id: number): void {
    if (this.has(id)) this.set(id, NaN);
  }

  copy(): SparseNumbers {
    const copy = new SparseNumbers();
    copy.#blocks = this.#blocks.map((block) => block?.slice());
    copy.#known = this.#known;
    return copy;
  }
}
