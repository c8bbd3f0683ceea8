import {
  countOf,
  type FolderOrder,
  type OrderContext,
  orderFolders,
  takeCounts,
} from './folder-order.ts';
import { ROOT } from './folders.ts';
import { labelOf } from './label.ts';
import { isNamed, type Row, type RowKind, type RowRef } from './rows.ts';
import { FIRST_PAGE, type More, type Stretch, within, withMore, withPlace } from './stretch.ts';
import { type LayoutRow, TreeLayout } from './tree-layout.ts';

/** With so few matches every folder of a filtered tree is open from the start. */
const OPEN_ALL_UNDER = 200;

interface Shown {
  readonly keys: Stretch;
  readonly folders: Stretch;
}
const firstPage: Shown = { keys: FIRST_PAGE, folders: FIRST_PAGE };

/** What is open, and how much of it: outlives a filter and a sort. */
export interface TreeFolds {
  /** Open or closed by the user, against what they would be. */
  readonly turned: Map<number, boolean>;
  readonly shown: Map<number, Shown>;
}
export const newFolds = (): TreeFolds => ({ turned: new Map(), shown: new Map() });

/** The tree as it is unfolded, over all keys or those that match. */
export class TreeView {
  #context: OrderContext;
  readonly #folds: TreeFolds;
  readonly #orders = new Map<number, FolderOrder>();
  readonly #layout = new TreeLayout();
  #isStale = true;

  constructor(shape: Omit<OrderContext, 'sortCounts'>, folds: TreeFolds) {
    this.#context = { ...shape, sortCounts: takeCounts(shape.keys, shape.filter) };
    this.#folds = folds;
  }

  get total(): number {
    return this.#laidOut().length;
  }

  rows(from: number, count: number): Row[] {
    const layout = this.#laidOut();
    const rows: Row[] = [];
    for (let index = Math.max(0, from); index < from + count; index++) {
      const row = layout.at(index);
      if (row === null) break;
      rows.push(this.#row(row));
    }
    return rows;
  }

  refs(from: number, to: number): RowRef[] {
    const layout = this.#laidOut();
    const refs: RowRef[] = [];
    for (let index = from; index < to; index++) {
      const row = layout.at(index);
      if (row !== null) refs.push({ kind: row.kind, id: row.id });
    }
    return refs;
  }

  indexOf(ref: RowRef): number {
    return this.#laidOut().indexOf(ref);
  }

  parentIndex(index: number): number {
    return this.#laidOut().parentIndex(index);
  }

  /** The first row after `index`, going round, whose label begins with these bytes; -1 where there is none. */
  typeAhead(index: number, prefix: Uint8Array): number {
    const layout = this.#laidOut();
    for (let step = 0; step < layout.length; step++) {
      const at = (index + step) % layout.length;
      const row = layout.at(at);
      if (row === null || !isNamed(row)) continue;
      const part = this.#part(row);
      if (prefix.every((byte, i) => part[i] === byte)) return at;
    }
    return -1;
  }

  isOpen(folder: number): boolean {
    const { filter } = this.#context;
    const isFew = filter !== null && filter.total <= OPEN_ALL_UNDER;
    return this.#folds.turned.get(folder) ?? isFew;
  }

  fold(folder: number, isOpen: boolean): void {
    this.#folds.turned.set(folder, isOpen);
    const { keys, folders } = this.#shownOf(folder);
    // Opened again it begins at its first rows.
    if (!isOpen && keys.from + folders.from > 0) this.#folds.shown.delete(folder);
    this.#isStale = true;
  }

  /** Opens the folders above a key, and shows of each so much, or the part of it, that the key has a row. */
  reveal(key: number): void {
    const { folders, folderOf } = this.#context.keys;
    const home = folderOf[key] ?? ROOT;
    const above: number[] = [];
    for (let at = home; at !== ROOT; at = folders.parentOf(at)) above.push(at);
    this.#orderAll([...above, ROOT]);
    this.#showUpTo(home, 'keys', key);
    for (const folder of above) {
      this.#folds.turned.set(folder, true);
      this.#showUpTo(folders.parentOf(folder), 'folders', folder);
    }
    this.#isStale = true;
  }

  /** Opens the folders beside a row. */
  openSiblings({ kind, id }: RowRef): void {
    const { folders, folderOf } = this.#context.keys;
    const parent =
      kind === 'key' ? (folderOf[id] ?? ROOT) : kind === 'folder' ? folders.parentOf(id) : id;
    const { folders: siblings } = this.#orderOf(parent);
    const { from, to } = within(this.#shownOf(parent).folders, siblings.length);
    for (const folder of siblings.range(from, to)) this.#folds.turned.set(folder, true);
    this.#isStale = true;
  }

  /** Opens what there is where it is little, and else the folders that are all there is. */
  openFew(): void {
    const { folders } = this.#context.keys;
    const isFew = countOf(this.#context, ROOT) <= OPEN_ALL_UNDER;
    if (isFew)
      for (let folder = ROOT + 1; folder < folders.count; folder++) this.#openUnlessTurned(folder);
    else
      for (let at = ROOT; ;) {
        const { folders: below, keys } = this.#orderOf(at);
        const [only] = below.range(0, 1);
        if (only === undefined || below.length > 1 || keys.length > 0) break;
        this.#openUnlessTurned(only);
        at = only;
      }
    this.#isStale = true;
  }

  showMore(folder: number, kind: 'keys' | 'folders', where: More = 'after'): void {
    const shown = this.#shownOf(folder);
    this.#folds.shown.set(folder, { ...shown, [kind]: withMore(shown[kind], where) });
    this.#isStale = true;
  }

  /** Folders go where their counts put them now. */
  sortAgain(): void {
    const { keys, filter, sort } = this.#context;
    if (sort === 'name') return;
    this.#context = { ...this.#context, sortCounts: takeCounts(keys, filter) };
    this.#orders.clear();
    this.#isStale = true;
  }

  onAdded(key: number): void {
    const { keys } = this.#context;
    this.#isStale = true;
    let folder = keys.folderOf[key] ?? ROOT;
    this.#orders.get(folder)?.keys.add(key);
    // A folder whose only key this is was not there a moment ago, nor were those above it that held nothing else.
    while (folder !== ROOT && countOf(this.#context, folder) === 1) {
      const parent = keys.folders.parentOf(folder);
      this.#orders.get(parent)?.folders.add(folder);
      folder = parent;
    }
  }

  onRemoved(removed: ReadonlySet<number>): void {
    this.#isStale = true;
    for (const { keys, folders } of this.#orders.values()) {
      keys.remove((key) => removed.has(key));
      folders.remove((folder) => countOf(this.#context, folder) === 0);
    }
  }

  #openUnlessTurned(folder: number): void {
    if (!this.#folds.turned.has(folder)) this.#folds.turned.set(folder, true);
  }

  #showUpTo(folder: number, kind: 'keys' | 'folders', id: number): void {
    const rank = this.#orderOf(folder)[kind].rankOf(id);
    const shown = this.#shownOf(folder);
    this.#folds.shown.set(folder, { ...shown, [kind]: withPlace(shown[kind], rank) });
  }

  #shownOf(folder: number): Shown {
    return this.#folds.shown.get(folder) ?? firstPage;
  }

  #orderOf(folder: number): FolderOrder {
    const known = this.#orders.get(folder);
    if (known !== undefined) return known;
    for (const [found, order] of orderFolders(this.#context, [folder])) {
      this.#orders.set(found, order);
      return order;
    }
    throw new Error('no order for a folder');
  }

  #laidOut(): TreeLayout {
    if (this.#isStale) {
      this.#orderOpen();
      this.#layout.clear();
      this.#lay(ROOT, 0);
      this.#isStale = false;
    }
    return this.#layout;
  }

  /** All open folders at once: one pass, however many `*` opened. */
  #orderOpen(): void {
    const { folders } = this.#context.keys;
    const isReached = (folder: number): boolean => {
      for (let at = folder; at !== ROOT; at = folders.parentOf(at))
        if (!this.isOpen(at)) return false;
      return true;
    };
    const wanted = [ROOT];
    const { filter } = this.#context;
    if (filter !== null && filter.total <= OPEN_ALL_UNDER) {
      for (let folder = ROOT + 1; folder < folders.count; folder++)
        if (filter.countOf(folder) > 0 && isReached(folder)) wanted.push(folder);
    } else
      for (const [folder, isOpen] of this.#folds.turned)
        if (isOpen && countOf(this.#context, folder) > 0 && isReached(folder)) wanted.push(folder);
    this.#orderAll(wanted);
  }

  #orderAll(wanted: readonly number[]): void {
    const missing = wanted.filter((folder) => !this.#orders.has(folder));
    if (missing.length === 0) return;
    for (const [folder, order] of orderFolders(this.#context, missing))
      this.#orders.set(folder, order);
  }

  #lay(parent: number, depth: number): void {
    const order = this.#orderOf(parent);
    const shown = this.#shownOf(parent);
    const atFolders = within(shown.folders, order.folders.length);
    const atKeys = within(shown.keys, order.keys.length);
    const folders = order.folders.range(atFolders.from, atFolders.to).slice();
    const keys = order.keys.range(atKeys.from, atKeys.to);
    const isCut = {
      foldersBefore: atFolders.from > 0,
      moreFolders: order.folders.length > atFolders.to,
      keysBefore: atKeys.from > 0,
      moreKeys: order.keys.length > atKeys.to,
    };
    const cuts = Object.values(isCut).filter(Boolean).length;
    const siblings = folders.length + keys.length + cuts;
    let position = 1;
    const push = (kind: RowKind, id: number): void =>
      this.#layout.push({ kind, id, depth, position: position++, siblings });
    if (isCut.foldersBefore) push('foldersBefore', parent);
    for (const id of folders) {
      push('folder', id);
      if (this.isOpen(id)) this.#lay(id, depth + 1);
    }
    if (isCut.moreFolders) push('moreFolders', parent);
    if (isCut.keysBefore) push('keysBefore', parent);
    for (const id of keys) push('key', id);
    if (isCut.moreKeys) push('moreKeys', parent);
  }

  /** The bytes of a row's own part of the name, without the separator after it. */
  #part({ kind, id }: RowRef): Uint8Array {
    const { keys } = this.#context;
    const { names, folders, folderOf } = keys;
    if (kind === 'key') return names.view(id).subarray(folders.endOf(folderOf[id] ?? ROOT));
    const from = folders.endOf(folders.parentOf(id));
    return names
      .view(folders.samples[id] ?? 0)
      .subarray(from, folders.endOf(id) - keys.separatorLengthOf(id));
  }

  #separator(folder: number): string {
    const { keys } = this.#context;
    const { names, folders } = keys;
    const end = folders.endOf(folder);
    const sample = names.view(folders.samples[folder] ?? 0);
    return labelOf(sample.subarray(end - keys.separatorLengthOf(folder), end));
  }

  #row(row: LayoutRow): Row {
    const { types, figures, bookmarks, names, folders } = this.#context.keys;
    const { kind, id, depth, position, siblings } = row;
    const place = { id, depth, position, siblings };
    switch (kind) {
      case 'key':
        return {
          ...place,
          kind,
          label: labelOf(this.#part(row)),
          mark: types.markOf(id),
          figures: figures.of(id),
          size: figures.sizeOf(id),
          bookmark: bookmarks.of('key', names.view(id)),
        };
      case 'folder':
        return {
          ...place,
          kind,
          label: labelOf(this.#part(row)),
          separator: this.#separator(id),
          count: countOf(this.#context, id),
          isOpen: this.isOpen(id),
          isCovered: this.#context.keys.isCovered(folders.prefixView(id)),
          types: types.typesOf(id),
          bookmark: bookmarks.of('folder', folders.prefixView(id)),
        };
      case 'keysBefore':
        return { ...place, kind, left: this.#shownOf(id).keys.from };
      case 'foldersBefore':
        return { ...place, kind, left: this.#shownOf(id).folders.from };
      case 'moreKeys': {
        const { keys } = this.#orderOf(id);
        return {
          ...place,
          kind,
          left: keys.length - within(this.#shownOf(id).keys, keys.length).to,
        };
      }
      default: {
        const order = this.#orderOf(id);
        const { to } = within(this.#shownOf(id).folders, order.folders.length);
        // Thousands of folders are not sorted for a sum.
        const all = countOf(this.#context, id) - order.keys.length;
        const shownCount = order.folders
          .range(0, to)
          .reduce((sum, folder) => sum + countOf(this.#context, folder), 0);
        return { ...place, kind, left: order.folders.length - to, count: all - shownCount };
      }
    }
  }
}
