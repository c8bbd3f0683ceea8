import { ROOT } from './folders.ts';
import { KeySet, type KeySetOptions } from './key-set.ts';
import type { LazyOrder } from './lazy-order.ts';
import { ListView, orderByName } from './list-view.ts';
import { NameFilter } from './name-filter.ts';
import type { FolderSort, RowRef, RowsAnswer, RowsQuery, ViewMode } from './rows.ts';
import { newFolds, type TreeFolds, TreeView } from './tree-view.ts';
import type { KeyMark } from './type-tally.ts';
import { sampleBelow } from './sample.ts';

/** A key with its name, for asking the server about it. */
export interface NamedKey {
  readonly id: number;
  readonly name: Uint8Array;
}

export interface KeyCounts {
  readonly keys: number;
  /** No more names can be kept: 4 GiB of them are. */
  readonly isFull: boolean;
}

interface Shape {
  readonly mode: ViewMode;
  readonly sort: FolderSort;
  readonly needle: Uint8Array | null;
}

const sameBytes = (a: Uint8Array | null, b: Uint8Array | null): boolean =>
  a === b ||
  (a !== null && b !== null && a.length === b.length && a.every((byte, i) => byte === b[i]));

/** The keys listed by one scan, and the rows a tree or list shows of them. */
export class KeyIndex {
  readonly #keys: KeySet;
  readonly #isNarrow: boolean;
  #shape: Shape = { mode: 'tree', sort: 'count', needle: null };
  #filter: NameFilter | null = null;
  #tree: TreeView | null = null;
  #list: ListView | null = null;
  /** All keys by name, from when a list is first shown. */
  #byName: LazyOrder | null = null;
  // A filtered tree is folded apart: taking the filter off finds the tree as it was.
  #folds: TreeFolds = newFolds();
  #filterFolds: TreeFolds = newFolds();
  /** Keys to look at again when they are in view: their time is up, or only a sample of them was taken. */
  readonly #due = new Set<number>();
  readonly #samples = new Set<number>();
  /** By folder, how many keys it had when some were looked at for their types. */
  readonly #sampledAt = new Map<number, number>();

  constructor(options: KeySetOptions) {
    this.#keys = new KeySet(options);
    this.#isNarrow = options.isNarrow;
    this.#keys.listen({
      onAdded: (key) => {
        this.#byName?.add(key);
        if (this.#filter !== null && !this.#filter.onAdded(key)) return;
        this.#tree?.onAdded(key);
        this.#list?.onAdded(key);
      },
      onRemoved: (keys) => {
        this.#byName?.remove((key) => keys.has(key));
        this.#forgetSamples(keys);
        this.#filter?.onRemoved(keys);
        this.#tree?.onRemoved(keys);
        this.#list?.onRemoved(keys);
      },
    });
  }

  get counts(): KeyCounts {
    return { keys: this.#keys.size, isFull: this.#keys.isFull };
  }

  get heldBytes(): number {
    return this.#keys.heldBytes;
  }

  addPage(names: Uint8Array, ends: Uint32Array): KeyCounts {
    this.#keys.addPage(names, ends);
    return this.counts;
  }

  beginScan(): void {
    this.#keys.beginScan();
  }

  endScan(): KeyCounts {
    this.#keys.endScan();
    if (this.#isNarrow) this.#shownTree()?.openFew();
    return this.counts;
  }

  rows(query: RowsQuery): RowsAnswer {
    this.#reshape(query);
    if (query.mayMove) this.#tree?.sortAgain();
    const view = this.#view();
    const { active } = query;
    const activeIndex = active === null ? -1 : view.indexOf(active);
    return {
      from: query.from,
      rows: view.rows(query.from, query.count),
      total: view.total,
      activeIndex,
      keys: this.#keys.size,
      matches: this.#filter?.total ?? this.#keys.size,
    };
  }

  refs(from: number, to: number): RowRef[] {
    return this.#view().refs(from, to);
  }

  parentIndex(index: number): number {
    return this.#shownTree()?.parentIndex(index) ?? -1;
  }

  typeAhead(index: number, prefix: Uint8Array): number {
    return this.#view().typeAhead(index, prefix);
  }

  fold(folder: number, isOpen: boolean): void {
    this.#shownTree()?.fold(folder, isOpen);
  }

  openSiblings(ref: RowRef): void {
    this.#shownTree()?.openSiblings(ref);
  }

  showMore(folder: number, kind: 'keys' | 'folders'): void {
    this.#shownTree()?.showMore(folder, kind);
  }

  /** Opens the folders above a key, so that it has a row; its number, or null where it is not listed. */
  reveal(name: Uint8Array): number | null {
    const key = this.#keys.find(name);
    if (key === null) return null;
    const { folders, folderOf } = this.#keys;
    for (let at = folderOf[key] ?? ROOT; at !== ROOT; at = folders.parentOf(at))
      this.#shownTree()?.fold(at, true);
    return key;
  }

  names(ids: readonly number[]): Uint8Array[] {
    return ids.map((id) => this.#keys.names.copy(id));
  }

  prefix(folder: number): Uint8Array {
    return this.#keys.folders.prefix(folder);
  }

  /** The keys of rows and below folders, listed so far: at most `most`. */
  collect(refs: readonly RowRef[], most: number): number[] {
    const { folders, folderOf, names, types } = this.#keys;
    const chosen = new Set(refs.flatMap(({ kind, id }) => (kind === 'key' ? [id] : [])));
    const isChosen = new Uint8Array(folders.count);
    for (const { kind, id } of refs) if (kind === 'folder') isChosen[id] = 1;
    for (let folder = ROOT + 1; folder < folders.count; folder++)
      if (isChosen[folders.parentOf(folder)] === 1) isChosen[folder] = 1;
    const ids: number[] = [];
    for (let key = 0; key < names.count && ids.length < most; key++) {
      if (types.isRemoved(key) || (this.#filter !== null && !this.#filter.has(key))) continue;
      if (chosen.has(key) || isChosen[folderOf[key] ?? ROOT] === 1) ids.push(key);
    }
    return ids;
  }

  /** Keys in view not looked at yet, then a few below each folder in view, for its types. */
  toDescribe(from: number, count: number, most: number): NamedKey[] {
    const rows = this.#view().refs(from, from + count);
    const { types } = this.#keys;
    const isDue = (id: number): boolean =>
      types.isUnknown(id) || (this.#due.has(id) && !types.isRemoved(id));
    const ids = rows.flatMap(({ kind, id }) => (kind === 'key' && isDue(id) ? [id] : []));
    const room = Math.max(0, most - ids.length);
    const samples = sampleBelow(this.#keys, this.#notSampled(rows)).slice(0, room);
    for (const id of samples) this.#samples.add(id);
    return [...new Set([...ids, ...samples])]
      .slice(0, most)
      .map((id) => ({ id, name: this.#keys.names.copy(id) }));
  }

  /** A folder that was emptied knows no types: filled again, it is sampled again. */
  #forgetSamples(removed: ReadonlySet<number>): void {
    const { folders, folderOf } = this.#keys;
    for (const key of removed)
      for (
        let at = folderOf[key] ?? ROOT;
        at !== ROOT && folders.totalOf(at) === 0;
        at = folders.parentOf(at)
      )
        this.#sampledAt.delete(at);
  }

  /** Folders not sampled since they were a tenth of what they are; each counts as sampled from now on. */
  #notSampled(rows: readonly RowRef[]): number[] {
    const { folders } = this.#keys;
    const due = rows.flatMap(({ kind, id }) => {
      const sampled = this.#sampledAt.get(id) ?? 0;
      return kind === 'folder' && folders.totalOf(id) > sampled * 10 ? [id] : [];
    });
    for (const folder of due) this.#sampledAt.set(folder, folders.totalOf(folder));
    return due;
  }

  mark(marks: readonly { readonly id: number; readonly mark: KeyMark }[]): void {
    for (const { id, mark } of marks) {
      this.#keys.mark(id, mark);
      this.#due.delete(id);
      // A sample tells of its folder; what became of it is seen when its own row is.
      if (this.#samples.delete(id)) this.#due.add(id);
    }
  }

  /** The time of these keys is up: they are looked at again when they are in view. */
  expire(ids: readonly number[]): void {
    for (const id of ids) this.#due.add(id);
  }

  remove(ids: readonly number[]): void {
    this.#keys.remove(ids);
  }

  /** What became of names elsewhere in the app: deleted, or there again. */
  change(names: readonly Uint8Array[], isThere: boolean): void {
    if (isThere) for (const name of names) this.#keys.add(name, 0, name.length);
    else this.#keys.remove(names.flatMap((name) => this.#keys.find(name) ?? []));
  }

  /** A folder was deleted whole. */
  removeBelow(prefix: Uint8Array): void {
    const { names } = this.#keys;
    const below: number[] = [];
    for (let key = 0; key < names.count; key++) {
      const block = names.blockOf(key);
      const start = names.startOf(key);
      if (
        names.lengthOf(key) >= prefix.length &&
        prefix.every((byte, i) => block[start + i] === byte)
      )
        below.push(key);
    }
    this.#keys.remove(below);
  }

  #view(): TreeView | ListView {
    if (this.#shape.mode === 'list') {
      this.#byName ??= orderByName(this.#keys);
      return (this.#list ??= new ListView(this.#keys, this.#byName, this.#filter));
    }
    return (this.#tree ??= new TreeView(
      this.#keys,
      this.#filter,
      this.#shape.sort,
      this.#filter === null ? this.#folds : this.#filterFolds,
    ));
  }

  /** null in the list, which has no folders. */
  #shownTree(): TreeView | null {
    const view = this.#view();
    return view instanceof TreeView ? view : null;
  }

  #reshape({ mode, sort, needle }: Shape): void {
    const old = this.#shape;
    const isFiltered = !sameBytes(old.needle, needle);
    if (!isFiltered && old.mode === mode && old.sort === sort) return;
    this.#shape = { mode, sort, needle };
    if (isFiltered) {
      if (needle === null) this.#filterFolds = newFolds();
      this.#filter = needle === null ? null : new NameFilter(this.#keys, needle);
    }
    // Only the view on screen is kept up while keys arrive.
    this.#tree = null;
    this.#list = null;
  }
}
