import { newUint32 } from './growing.ts';
import type { KeySet } from './key-set.ts';
import type { FigureOrder } from './key-figures.ts';
import { type Compare, LazyOrder } from './lazy-order.ts';
import type { NameFilter } from './name-filter.ts';
import { compareNatural } from './natural-order.ts';
import type { Row, RowRef } from './rows.ts';
import { labelOf } from './label.ts';

function byName({ names }: KeySet): Compare {
  return (a, b) =>
    compareNatural(
      names.blockOf(a),
      names.startOf(a),
      names.startOf(a) + names.lengthOf(a),
      names.blockOf(b),
      names.startOf(b),
      names.startOf(b) + names.lengthOf(b),
    );
}

function orderAll({ names, types, size }: KeySet, compare: Compare): LazyOrder {
  const ids = newUint32(size);
  let length = 0;
  for (let key = 0; key < names.count; key++) if (!types.isRemoved(key)) ids[length++] = key;
  return new LazyOrder(ids, compare);
}

/** Few: fewer than one of so many. */
const FEW = 8;

/** All keys of a set by name. */
export function orderByName(keys: KeySet): LazyOrder {
  return orderAll(keys, byName(keys));
}

/** The keys that match. Few are ordered anew: that is quicker than a look at each of all. */
function orderMatches(all: LazyOrder, filter: NameFilter, compare: Compare): LazyOrder {
  return filter.total * FEW < all.length
    ? new LazyOrder(filter.takeKeys(), compare)
    : all.filtered((key) => filter.has(key));
}

/** Rows looked through for a name where they are not by name. */
const STEP = 2_048;

/** All keys in one order; a million are listed, only those looked at are sorted. */
export class ListView {
  readonly #keys: KeySet;
  readonly #filter: NameFilter | null;
  readonly #order: LazyOrder;
  readonly #isByName: boolean;
  /** The order is this list's alone, and kept up here. */
  readonly #isOwn: boolean;

  /** `all` is the order of all keys by name, shared by the lists of one index: what it has sorted is sorted in each. */
  constructor(
    keys: KeySet,
    all: LazyOrder,
    filter: NameFilter | null,
    figures: FigureOrder | null,
  ) {
    this.#keys = keys;
    this.#filter = filter;
    this.#isByName = figures === null;
    this.#isOwn = filter !== null || figures !== null;
    const names = byName(keys);
    const compare: Compare =
      figures === null ? names : (a, b) => figures.compare(a, b) || names(a, b);
    const order = figures === null ? all : orderAll(keys, compare);
    this.#order = filter === null ? order : orderMatches(order, filter, compare);
  }

  get total(): number {
    return this.#order.length;
  }

  rows(from: number, count: number): Row[] {
    const { names, types, figures, bookmarks } = this.#keys;
    return Array.from(this.#order.range(from, from + count), (id, i) => ({
      kind: 'key',
      id,
      depth: 0,
      position: from + i + 1,
      siblings: this.#order.length,
      label: labelOf(names.view(id)),
      mark: types.markOf(id),
      figures: figures.of(id),
      size: figures.sizeOf(id),
      bookmark: bookmarks.of('key', names.view(id)),
    }));
  }

  refs(from: number, to: number): RowRef[] {
    return Array.from(this.#order.range(from, to), (id) => ({ kind: 'key', id }));
  }

  indexOf({ kind, id }: RowRef): number {
    if (kind !== 'key' || this.#keys.types.isRemoved(id)) return -1;
    if (this.#filter !== null && !this.#filter.has(id)) return -1;
    return this.#order.rankOf(id);
  }

  /** The first row after `index` whose name begins so; going round, -1 where there is none. */
  typeAhead(index: number, prefix: Uint8Array): number {
    const isSo = (id: number | undefined): boolean => {
      if (id === undefined) return false;
      const name = this.#keys.names.view(id);
      return prefix.every((byte, i) => name[i] === byte);
    };
    if (this.#isByName) {
      const at = this.#rankOf(prefix);
      return isSo(this.#order.range(at, at + 1)[0]) ? at : -1;
    }
    const { total } = this;
    for (const [start, end] of [
      [index, total],
      [0, index],
    ] as const)
      for (let from = start; from < end; from += STEP) {
        const found = this.#order.range(from, Math.min(end, from + STEP)).findIndex(isSo);
        if (found >= 0) return from + found;
      }
    return -1;
  }

  onAdded(key: number): void {
    if (this.#isOwn) this.#order.add(key);
  }

  onRemoved(keys: ReadonlySet<number>): void {
    if (this.#isOwn) this.#order.remove((key) => keys.has(key));
  }

  #rankOf(name: Uint8Array): number {
    const { names } = this.#keys;
    return this.#order.rank((id) => {
      const start = names.startOf(id);
      const end = start + names.lengthOf(id);
      return compareNatural(names.blockOf(id), start, end, name, 0, name.length);
    });
  }
}
