import { equalBytes } from '../../src-shared/redis-value.ts';

const FIRST_BYTES = 65_536;
const FIRST_SLOTS = 4_096;

/** FNV-1a. */
function hashOf(name: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.byteLength; i++) hash = Math.imul(hash ^ (name[i] ?? 0), 0x01000193);
  return hash >>> 0;
}

/** Names in the order they came, each once, in one block of memory: a million take about 50 MB, not 300. */
export class NameSet {
  #bytes = new Uint8Array(FIRST_BYTES);
  #ends = new Uint32Array(FIRST_SLOTS);
  /** Open addressing: 1 + the index of a name, 0 for a free slot. */
  #slots = new Uint32Array(FIRST_SLOTS * 2);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Of all names together. */
  get bytes(): number {
    return this.#size === 0 ? 0 : (this.#ends[this.#size - 1] ?? 0);
  }

  /** A view: it is valid for as long as the set is. */
  at(index: number): Uint8Array {
    const start = index === 0 ? 0 : (this.#ends[index - 1] ?? 0);
    return this.#bytes.subarray(start, this.#ends[index] ?? 0);
  }

  slice(from: number, to: number): Uint8Array[] {
    const names: Uint8Array[] = [];
    for (let i = from; i < Math.min(to, this.#size); i++) names.push(this.at(i));
    return names;
  }

  has(name: Uint8Array): boolean {
    return this.indexOf(name) >= 0;
  }

  /** -1: it is not in it. */
  indexOf(name: Uint8Array): number {
    return (this.#slots[this.#slotOf(name)] ?? 0) - 1;
  }

  /** Whether it was new. */
  add(name: Uint8Array): boolean {
    const slot = this.#slotOf(name);
    if (this.#slots[slot] !== 0) return false;
    const start = this.#size === 0 ? 0 : (this.#ends[this.#size - 1] ?? 0);
    this.#makeRoom(start + name.byteLength);
    this.#bytes.set(name, start);
    this.#ends[this.#size] = start + name.byteLength;
    this.#size += 1;
    this.#slots[slot] = this.#size;
    if (this.#size * 2 > this.#slots.length) this.#rehash();
    return true;
  }

  #slotOf(name: Uint8Array): number {
    const mask = this.#slots.length - 1;
    let slot = hashOf(name) & mask;
    for (;;) {
      const held = this.#slots[slot] ?? 0;
      if (held === 0 || equalBytes(this.at(held - 1), name)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #makeRoom(bytes: number): void {
    if (bytes > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(bytes, this.#bytes.length * 2));
      grown.set(this.#bytes);
      this.#bytes = grown;
    }
    if (this.#size === this.#ends.length) {
      const grown = new Uint32Array(this.#ends.length * 2);
      grown.set(this.#ends);
      this.#ends = grown;
    }
  }

  #rehash(): void {
    this.#slots = new Uint32Array(this.#slots.length * 2);
    for (let i = 0; i < this.#size; i++) this.#slots[this.#slotOf(this.at(i))] = i + 1;
  }
}
