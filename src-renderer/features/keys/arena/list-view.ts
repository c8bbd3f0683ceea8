import { newUint32 } from './growing.ts';
import type { KeySet } from './key-set.ts';
import { LazyOrder } from './lazy-order.ts';
import type { NameFilter } from './name-filter.ts';
import { compareNatural } from './natural-order.ts';
import type { Row, RowRef } from './rows.ts';
import { labelOf } from './label.ts';

/** All keys of a set by name. */
export function orderByName({ names, types, size }: KeySet): LazyOrder {
  const ids = newUint32(size);
  let length = 0;
  for (let key = 0; key < names.count; key++) if (!types.isRemoved(key)) ids[length++] = key;
  return new LazyOrder(ids, (a, b) =>
    compareNatural(
      names.blockOf(a),
      names.startOf(a),
      names.startOf(a) + names.lengthOf(a),
      names.blockOf(b),
      names.startOf(b),
      names.startOf(b) + names.lengthOf(b),
    ),
  );
}

/** All keys in one natural order; a million are listed, only those looked at are sorted. */
export class ListView {
  readonly #keys: KeySet;
  readonly #filter: NameFilter | null;
  readonly #order: LazyOrder;

  /** `all` is the order of all keys, shared by the lists of one index: what it has sorted is sorted in each. */
  constructor(keys: KeySet, all: LazyOrder, filter: NameFilter | null) {
    this.#keys = keys;
    this.#filter = filter;
    this.#order = filter === null ? all : all.filtered((key) => filter.has(key));
  }

  get total(): number {
    return this.#order.length;
  }

  rows(from: number, count: number): Row[] {
    const { names, types } = this.#keys;
    return Array.from(this.#order.range(from, from + count), (id, i) => ({
      kind: 'key',
      id,
      depth: 0,
      position: from + i + 1,
      siblings: this.#order.length,
      label: labelOf(names.view(id)),
      mark: types.markOf(id),
    }));
  }

  refs(from: number, to: number): RowRef[] {
    return Array.from(this.#order.range(from, to), (id) => ({ kind: 'key', id }));
  }

  indexOf({ kind, id }: RowRef): number {
    if (kind !== 'key' || this.#keys.types.isRemoved(id)) return -1;
    if (this.#filter !== null && !this.#filter.has(id)) return -1;
    return this.#rankOf(this.#keys.names.view(id));
  }

  /** The first row after `index` whose name begins so; going round, -1 where there is none. */
  typeAhead(_index: number, prefix: Uint8Array): number {
    const at = this.#rankOf(prefix);
    const id = this.#order.range(at, at + 1)[0];
    if (id === undefined) return -1;
    const name = this.#keys.names.view(id);
    return prefix.every((byte, i) => name[i] === byte) ? at : -1;
  }

  /** Without a filter the order is the index's own, and kept up there. */
  onAdded(key: number): void {
    if (this.#filter !== null) this.#order.add(key);
  }

  onRemoved(keys: ReadonlySet<number>): void {
    if (this.#filter !== null) this.#order.remove((key) => keys.has(key));
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
