import type { MarkedName } from './bookmark-marks.ts';
import { ROOT } from './folders.ts';
import type { FigureOrder, KeySort } from './key-figures.ts';
import {
  belongsTo,
  type DescribeQuery,
  type KeyFinding,
  KeyLooks,
  type NamedKey,
  type UnreadQuery,
} from './key-looks.ts';
import { KeySet, type KeySetOptions } from './key-set.ts';
import type { LazyOrder } from './lazy-order.ts';
import { ListView, orderByName } from './list-view.ts';
import { NameFilter } from './name-filter.ts';
import { type Needle, PatternMatcher, sameNeedle } from './needle.ts';
import type { KeptRow, FolderSort, RowRef, RowsAnswer, RowsQuery, ViewMode } from './rows.ts';
import type { More } from './stretch.ts';
import { newFolds, type TreeFolds, TreeView } from './tree-view.ts';

export interface KeyCounts {
  readonly keys: number;
  /** No more names can be kept: 4 GiB of them are. */
  readonly isFull: boolean;
}

interface Shape {
  readonly mode: ViewMode;
  readonly sort: FolderSort;
  readonly keySort: KeySort;
  /** Another number: the order is made anew from what has been read meanwhile. */
  readonly sortSerial: number;
  readonly needle: Needle | null;
}

const movedBy = ({ index }: KeptRow, now: number): number => (now < 0 ? 0 : now - index);

/** The keys listed by one scan, and the rows a tree or list shows of them. */
export class KeyIndex {
  readonly #keys: KeySet;
  readonly #isNarrow: boolean;
  /** The names this list has, where the server was asked for some. */
  readonly #belongs: PatternMatcher | null;
  #shape: Shape = {
    mode: 'tree',
    sort: 'count',
    keySort: 'name',
    sortSerial: 0,
    needle: null,
  };
  /** null: keys are by name. */
  #order: FigureOrder | null = null;
  #sortedMatches: number | null = null;
  #filter: NameFilter | null = null;
  #tree: TreeView | null = null;
  #list: ListView | null = null;
  /** All keys by name, from when a list is first shown. */
  #byName: LazyOrder | null = null;
  // A filtered tree is folded apart: taking the filter off finds the tree as it was.
  #folds: TreeFolds = newFolds();
  #filterFolds: TreeFolds = newFolds();
  readonly #looks: KeyLooks;

  constructor(options: KeySetOptions) {
    this.#keys = new KeySet(options);
    this.#looks = new KeyLooks(this.#keys);
    const { match } = options;
    this.#isNarrow = match !== null;
    this.#belongs =
      match === null ? null : new PatternMatcher({ kind: 'glob', glob: match, part: null });
    this.#keys.listen({
      onAdded: (key) => {
        this.#byName?.add(key);
        if (this.#filter !== null && !this.#filter.onAdded(key)) return;
        this.#tree?.onAdded(key);
        this.#list?.onAdded(key);
      },
      onRemoved: (keys) => {
        this.#byName?.remove((key) => keys.has(key));
        this.#looks.forget(keys);
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

  /** Names that were met elsewhere: those that this list asked the server for. */
  addFound(names: Uint8Array, ends: Uint32Array): KeyCounts {
    let from = 0;
    for (const end of ends) {
      this.#addIfBelongs(names, from, end);
      from = end;
    }
    return this.counts;
  }

  beginScan(): void {
    this.#keys.beginScan();
  }

  /** All keys below a prefix have been added, before the rest of the scan. */
  cover(prefix: Uint8Array): void {
    this.#keys.cover(prefix);
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
    const moved = query.kept === null ? 0 : movedBy(query.kept, view.indexOf(query.kept.ref));
    const from = Math.max(0, query.from + moved);
    return {
      from,
      moved,
      rows: view.rows(from, query.count),
      total: view.total,
      activeIndex,
      keys: this.#keys.size,
      matches: this.#filter?.total ?? this.#keys.size,
      cutAfter: this.#filter?.cutAfter ?? null,
      sortedOver: this.#sortedOver(),
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

  showMore(folder: number, kind: 'keys' | 'folders', where: More = 'after'): void {
    this.#shownTree()?.showMore(folder, kind, where);
  }

  /** Gives a key a row, as far as that is possible; its number, or null where it is not listed. */
  reveal(name: Uint8Array): number | null {
    const key = this.#keys.find(name);
    if (key !== null) this.#shownTree()?.reveal(key);
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
    const { names } = this.#keys;
    const isWanted = belongsTo(this.#keys, this.#filter, refs);
    const ids: number[] = [];
    for (let key = 0; key < names.count && ids.length < most; key++)
      if (isWanted(key)) ids.push(key);
    return ids;
  }

  /** Keys in view not looked at yet, then a few below each folder in view, for its types. */
  toDescribe(from: number, count: number, query: DescribeQuery): NamedKey[] {
    return this.#looks.toDescribe(this.#view().refs(from, from + count), query);
  }

  /** Keys in view whose size is not known. */
  toMeasure(from: number, count: number, most: number): NamedKey[] {
    return this.#looks.toMeasure(this.#view().refs(from, from + count), most);
  }

  /** Keys of these rows, or of all that match, of which this has not been read: the next ones after a number. */
  unread(refs: readonly RowRef[] | null, query: UnreadQuery): NamedKey[] {
    const all: readonly RowRef[] = [{ kind: 'folder', id: ROOT }];
    return this.#looks.unread(belongsTo(this.#keys, this.#filter, refs ?? all), query);
  }

  mark(findings: readonly KeyFinding[]): void {
    this.#looks.mark(findings);
  }

  /** Sizes by MEMORY USAGE; null: refused. */
  measured(sizes: readonly { readonly id: number; readonly bytes: number | null }[]): void {
    for (const { id, bytes } of sizes) this.#keys.figures.measured(id, bytes);
  }

  /** These keys are looked at again when they are in view. */
  expire(ids: readonly number[]): void {
    this.#looks.expire(ids);
  }

  remove(ids: readonly number[]): void {
    this.#keys.remove(ids);
  }

  /** What became of names elsewhere in the app: deleted, or there again; those that this list asked the server for. */
  change(names: readonly Uint8Array[], isThere: boolean): void {
    if (!isThere) this.#keys.remove(names.flatMap((name) => this.#keys.find(name) ?? []));
    else for (const name of names) this.#addIfBelongs(name, 0, name.length);
  }

  /** Favourites and notes, all of them. */
  setBookmarks(marked: readonly MarkedName[]): void {
    this.#keys.bookmarks.set(marked);
  }

  /** Other separators: the tree is another one, and folded. */
  regroup(separators: readonly Uint8Array[]): void {
    this.#keys.regroup(separators);
    this.#looks.forgetFolders();
    this.#folds = newFolds();
    this.#filterFolds = newFolds();
    const { needle } = this.#shape;
    this.#filter = needle === null ? null : new NameFilter(this.#keys, needle);
    this.#tree = null;
    this.#list = null;
    if (this.#isNarrow) this.#shownTree()?.openFew();
  }

  #addIfBelongs(source: Uint8Array, from: number, to: number): void {
    if (this.#belongs?.test(source, from, to) !== false) this.#keys.add(source, from, to);
  }

  #view(): TreeView | ListView {
    const filter = this.#filter;
    if (this.#shape.mode === 'list') {
      this.#byName ??= orderByName(this.#keys);
      return (this.#list ??= new ListView(this.#keys, this.#byName, filter, this.#order));
    }
    return (this.#tree ??= new TreeView(
      { keys: this.#keys, filter, sort: this.#shape.sort, order: this.#order },
      filter === null ? this.#folds : this.#filterFolds,
    ));
  }

  /** How many keys the order by TTL or size knew. */
  #sortedOver(): number | null {
    const order = this.#order;
    if (order === null || this.#filter === null) return order?.known ?? null;
    this.#sortedMatches ??= this.#filter.countWhere((key) => order.has(key));
    return this.#sortedMatches;
  }

  /** null in the list, which has no folders. */
  #shownTree(): TreeView | null {
    const view = this.#view();
    return view instanceof TreeView ? view : null;
  }

  #reshape({ mode, sort, keySort, sortSerial, needle }: Shape): void {
    const old = this.#shape;
    const isFiltered = !sameNeedle(old.needle, needle);
    const isSorted = old.keySort !== keySort || old.sortSerial !== sortSerial;
    if (!isFiltered && !isSorted && old.mode === mode && old.sort === sort) return;
    this.#shape = { mode, sort, keySort, sortSerial, needle };
    if (isSorted) this.#order = this.#keys.figures.orderBy(keySort);
    this.#sortedMatches = null;
    if (isFiltered) {
      if (needle === null) this.#filterFolds = newFolds();
      this.#filter = needle === null ? null : new NameFilter(this.#keys, needle);
    }
    // Only the view on screen is kept up while keys arrive.
    this.#tree = null;
    this.#list = null;
  }
}
