import { grown, newUint32, newUint8 } from './growing.ts';
import type { RowKind, RowRef } from './rows.ts';

const kinds: readonly RowKind[] = [
  'key',
  'folder',
  'moreKeys',
  'moreFolders',
  'keysBefore',
  'foldersBefore',
];
const numberOf: Readonly<Record<RowKind, number>> = {
  key: 0,
  folder: 1,
  moreKeys: 2,
  moreFolders: 3,
  keysBefore: 4,
  foldersBefore: 5,
};

export interface LayoutRow extends RowRef {
  readonly depth: number;
  readonly position: number;
  readonly siblings: number;
}

/** The rows of an unfolded tree, one after another: 14 bytes a row, whatever its name. */
export class TreeLayout {
  #kinds = newUint8(256);
  #depths = newUint8(256);
  #ids = newUint32(256);
  #positions = newUint32(256);
  #siblings = newUint32(256);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push({ kind, id, depth, position, siblings }: LayoutRow): void {
    const at = this.#length++;
    this.#kinds = grown(this.#kinds, this.#length, newUint8);
    this.#depths = grown(this.#depths, this.#length, newUint8);
    this.#ids = grown(this.#ids, this.#length, newUint32);
    this.#positions = grown(this.#positions, this.#length, newUint32);
    this.#siblings = grown(this.#siblings, this.#length, newUint32);
    this.#kinds[at] = numberOf[kind];
    this.#depths[at] = depth;
    this.#ids[at] = id;
    this.#positions[at] = position;
    this.#siblings[at] = siblings;
  }

  clear(): void {
    this.#length = 0;
  }

  at(index: number): LayoutRow | null {
    if (index < 0 || index >= this.#length) return null;
    return {
      kind: kinds[this.#kinds[index] ?? 0] ?? 'key',
      id: this.#ids[index] ?? 0,
      depth: this.#depths[index] ?? 0,
      position: this.#positions[index] ?? 0,
      siblings: this.#siblings[index] ?? 0,
    };
  }

  indexOf({ kind, id }: RowRef): number {
    const wanted = numberOf[kind];
    for (let index = 0; index < this.#length; index++)
      if (this.#ids[index] === id && this.#kinds[index] === wanted) return index;
    return -1;
  }

  /** The row of the folder that a row is in; -1 at the top. */
  parentIndex(index: number): number {
    const depth = this.#depths[index] ?? 0;
    let at = index;
    while (at >= 0 && (this.#depths[at] ?? 0) >= depth) at--;
    return at;
  }
}
