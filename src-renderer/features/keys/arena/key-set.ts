import { BookmarkMarks } from './bookmark-marks.ts';
import { Folders, ROOT } from './folders.ts';
import { grown, newUint32 } from './growing.ts';
import { HashSlots, NONE } from './hash-slots.ts';
import { KeyFigures } from './key-figures.ts';
import { NameArena } from './name-arena.ts';
import { NameParts, separatorAt } from './name-parts.ts';
import { type KeyMark, TypeTally } from './type-tally.ts';

export interface KeySetOptions {
  readonly separators: readonly Uint8Array[];
  /** The type every key has, where the server was asked for one; null: not known. */
  readonly type: string | null;
  /** The pattern the server was asked for: what it found is shown open where that is little. null: all names. */
  readonly match: Uint8Array | null;
}

/** What wants to know as keys come and go. */
export interface KeySetListener {
  onAdded(key: number): void;
  onRemoved(keys: ReadonlySet<number>): void;
}

/** All names listed so far, each once, with the folder it is in: some 80 bytes a key, its name included. */
export class KeySet {
  readonly names = new NameArena();
  folders = new Folders(this.names);
  readonly types: TypeTally;
  readonly figures = new KeyFigures();
  readonly bookmarks = new BookmarkMarks();
  #parts: NameParts;
  readonly #slots = new HashSlots();
  /** By key: the folder it is directly in. */
  folderOf = newUint32(1_024);
  /** By key, one bit: met since the last scan began. */
  #seen = newUint32(64);
  #listener: KeySetListener | null = null;
  /** No more names can be kept. */
  isFull = false;

  #separators: readonly Uint8Array[];
  /** Of the keys that begin so the scan under way has met all. */
  #covered: readonly Uint8Array[] = [];

  constructor({ separators, type }: KeySetOptions) {
    this.#separators = separators;
    this.#parts = new NameParts(separators);
    this.types = new TypeTally(this.folders, type);
  }

  /** Keys in it: those removed are not counted. */
  get size(): number {
    return this.folders.totalOf(ROOT);
  }

  get heldBytes(): number {
    const own =
      this.folderOf.byteLength +
      this.#seen.byteLength +
      this.#slots.heldBytes +
      this.figures.heldBytes;
    return own + this.names.heldBytes + this.folders.heldBytes + this.types.heldBytes;
  }

  listen(listener: KeySetListener): void {
    this.#listener = listener;
  }

  /** Adds the names of a page that are not in it yet. */
  addPage(names: Uint8Array, ends: Uint32Array): void {
    let from = 0;
    for (const end of ends) {
      this.add(names, from, end);
      from = end;
    }
  }

  add(source: Uint8Array, from: number, to: number): void {
    const parts = this.#parts;
    parts.read(source, from, to);
    const known = this.#find(source, from, to);
    if (known !== NONE) {
      this.#see(known);
      // Deleted, and there again: it has its old place.
      if (this.types.isRemoved(known)) this.#list(known);
      return;
    }
    const key = this.names.append(source, from, to);
    if (key === null) {
      this.isFull = true;
      return;
    }
    this.folderOf = grown(this.folderOf, key + 1, newUint32);
    this.#see(key);
    this.#slots.add(key, parts.hash);
    this.folderOf[key] = this.#folderFor(key);
    this.#list(key);
  }

  /** Divides all names anew: folders get other numbers, keys keep theirs. */
  regroup(separators: readonly Uint8Array[]): void {
    this.#separators = separators;
    this.#parts = new NameParts(separators);
    this.folders = new Folders(this.names);
    this.types.regroup(this.folders);
    for (let key = 0; key < this.names.count; key++) {
      const start = this.names.startOf(key);
      this.#parts.read(this.names.blockOf(key), start, start + this.names.lengthOf(key));
      const folder = this.#folderFor(key);
      this.folderOf[key] = folder;
      if (this.types.isRemoved(key)) continue;
      this.folders.addToTotals(folder, 1);
      this.types.tally(key, folder);
    }
  }

  /** How many bytes at the end of a folder's prefix are its separator. */
  separatorLengthOf(folder: number): number {
    const { folders, names } = this;
    const sample = names.view(folders.samples[folder] ?? 0);
    const floor = folders.endOf(folders.parentOf(folder));
    return separatorAt(this.#separators, sample, floor, folders.endOf(folder) - 1);
  }

  /** The folder of a key whose name was read last; those above it are made where they are new. */
  #folderFor(key: number): number {
    const { ends, hashes, levels } = this.#parts;
    let folder = ROOT;
    for (let level = 0; level < levels; level++)
      folder = this.folders.child(folder, key, ends[level] ?? 0, hashes[level] ?? 0);
    return folder;
  }

  find(name: Uint8Array): number | null {
    this.#parts.read(name, 0, name.length);
    const known = this.#find(name, 0, name.length);
    return known === NONE || this.types.isRemoved(known) ? null : known;
  }

  remove(keys: Iterable<number>): void {
    const removed = new Set<number>();
    for (const key of keys) {
      if (key >= this.names.count || this.types.isRemoved(key)) continue;
      const folder = this.folderOf[key] ?? ROOT;
      this.types.remove(key, folder);
      this.figures.forget(key);
      this.folders.addToTotals(folder, -1);
      removed.add(key);
    }
    if (removed.size > 0) this.#listener?.onRemoved(removed);
  }

  /** A scan from the start begins: what it does not meet is not there any more. */
  beginScan(): void {
    this.#seen.fill(0);
    this.#covered = [];
  }

  /** All keys that begin so have been added. */
  cover(prefix: Uint8Array): void {
    this.#covered = [...this.#covered, prefix];
  }

  isCovered(prefix: Uint8Array): boolean {
    return this.#covered.some(
      (covered) =>
        covered.length <= prefix.length && covered.every((byte, i) => prefix[i] === byte),
    );
  }

  /** The scan that began last has met everything: takes out what it did not meet. */
  endScan(): void {
    const unseen: number[] = [];
    for (let key = 0; key < this.names.count; key++)
      if ((((this.#seen[key >>> 5] ?? 0) >>> (key & 31)) & 1) === 0) unseen.push(key);
    this.remove(unseen);
  }

  mark(key: number, mark: KeyMark): void {
    this.types.set(key, this.folderOf[key] ?? ROOT, mark);
  }

  #see(key: number): void {
    this.#seen = grown(this.#seen, (key >>> 5) + 1, newUint32);
    this.#seen[key >>> 5] = (this.#seen[key >>> 5] ?? 0) | (1 << (key & 31));
  }

  #list(key: number): void {
    this.types.list(key);
    this.folders.addToTotals(this.folderOf[key] ?? ROOT, 1);
    this.#listener?.onAdded(key);
  }

  /** The number of a name that was read last, removed or not; NONE where it is new. */
  #find(source: Uint8Array, from: number, to: number): number {
    const { hash } = this.#parts;
    const length = to - from;
    for (let key = this.#slots.first(hash); key !== NONE; key = this.#slots.next(hash)) {
      if (this.names.lengthOf(key) !== length) continue;
      const block = this.names.blockOf(key);
      const start = this.names.startOf(key);
      let i = 0;
      while (i < length && block[start + i] === source[from + i]) i++;
      if (i === length) return key;
    }
    return NONE;
  }
}
