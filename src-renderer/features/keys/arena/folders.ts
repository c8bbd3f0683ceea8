import { grown, newUint32 } from './growing.ts';
import { HashSlots, NONE } from './hash-slots.ts';
import type { NameArena } from './name-arena.ts';

export const ROOT = 0;

/**
 * The folders of the names, as numbers: 0 is the root, and a folder's number is above its parent's. A folder keeps no
 * name, only a key in it and how much of that key's name is the folder's prefix.
 */
export class Folders {
  readonly #names: NameArena;
  readonly #slots = new HashSlots();
  /** By folder: the one above it, a key below it, where its prefix ends, and how many keys are below it at any depth. */
  parents = newUint32(64);
  samples = newUint32(64);
  ends = newUint32(64);
  totals = newUint32(64);
  count = 1;

  constructor(names: NameArena) {
    this.#names = names;
  }

  get heldBytes(): number {
    const arrays = [this.parents, this.samples, this.ends, this.totals];
    return this.#slots.heldBytes + arrays.reduce((sum, { byteLength }) => sum + byteLength, 0);
  }

  parentOf(folder: number): number {
    return this.parents[folder] ?? ROOT;
  }

  totalOf(folder: number): number {
    return this.totals[folder] ?? 0;
  }

  endOf(folder: number): number {
    return this.ends[folder] ?? 0;
  }

  /** The folder in `parent` that holds `key`, whose prefix ends at `end` of its name; made where it is new. */
  child(parent: number, key: number, end: number, hash: number): number {
    const slots = this.#slots;
    for (let known = slots.first(hash); known !== NONE; known = slots.next(hash))
      if (this.#isSame(known, parent, key, end)) return known;
    const folder = this.count++;
    this.parents = grown(this.parents, this.count, newUint32);
    this.samples = grown(this.samples, this.count, newUint32);
    this.ends = grown(this.ends, this.count, newUint32);
    this.totals = grown(this.totals, this.count, newUint32);
    this.parents[folder] = parent;
    this.samples[folder] = key;
    this.ends[folder] = end;
    this.totals[folder] = 0;
    slots.add(folder, hash);
    return folder;
  }

  /** Counts keys into a folder and all above it, or out of them. */
  addToTotals(folder: number, change: number): void {
    for (let at = folder; ; at = this.parentOf(at)) {
      this.totals[at] = this.totalOf(at) + change;
      if (at === ROOT) return;
    }
  }

  /** The prefix as a view of the arena: for reading at once. */
  prefixView(folder: number): Uint8Array {
    return this.#names.view(this.samples[folder] ?? 0).subarray(0, this.endOf(folder));
  }

  /** The whole prefix of a folder, its separator included. */
  prefix(folder: number): Uint8Array<ArrayBuffer> {
    return this.#names.copy(this.samples[folder] ?? 0).slice(0, this.endOf(folder));
  }

  #isSame(folder: number, parent: number, key: number, end: number): boolean {
    if (this.parentOf(folder) !== parent || this.endOf(folder) !== end) return false;
    const sample = this.samples[folder] ?? 0;
    const a = this.#names.blockOf(sample);
    const b = this.#names.blockOf(key);
    const aStart = this.#names.startOf(sample);
    const bStart = this.#names.startOf(key);
    // The part above is the parent's own, so only this folder's part can differ.
    for (let i = this.endOf(parent); i < end; i++)
      if (a[aStart + i] !== b[bStart + i]) return false;
    return true;
  }
}
