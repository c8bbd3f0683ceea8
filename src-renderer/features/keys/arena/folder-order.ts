import { newUint32, Uint32List } from './growing.ts';
import { ROOT } from './folders.ts';
import type { FigureOrder } from './key-figures.ts';
import type { KeySet } from './key-set.ts';
import { type Compare, LazyOrder } from './lazy-order.ts';
import type { NameFilter } from './name-filter.ts';
import { compareNatural } from './natural-order.ts';
import type { FolderSort } from './rows.ts';

/** What is directly in a folder, each kind in its order. */
export interface FolderOrder {
  readonly folders: LazyOrder;
  readonly keys: LazyOrder;
}

export interface OrderContext {
  readonly keys: KeySet;
  readonly filter: NameFilter | null;
  readonly sort: FolderSort;
  /** Keys by TTL or size; null: by name. */
  readonly order: FigureOrder | null;
  /** Counts that folders are sorted by: those of a moment ago, or rows would jump while they are read. */
  readonly sortCounts: Uint32Array;
}

/** Keys below a folder: all, or those that match. */
export function countOf({ keys, filter }: OrderContext, folder: number): number {
  return filter === null ? keys.folders.totalOf(folder) : filter.countOf(folder);
}

/** The names of keys in one folder share its prefix: only what comes after it is compared. */
function compareKeys({ keys: { names }, order }: OrderContext, after: number): Compare {
  return (a, b) => {
    const first = order === null ? 0 : order.compare(a, b);
    if (first !== 0) return first;
    const aStart = names.startOf(a);
    const bStart = names.startOf(b);
    const aEnd = aStart + names.lengthOf(a);
    const bEnd = bStart + names.lengthOf(b);
    return compareNatural(
      names.blockOf(a),
      aStart + after,
      aEnd,
      names.blockOf(b),
      bStart + after,
      bEnd,
    );
  };
}

/** A copy of the counts as they are, to sort by. */
export function takeCounts(keys: KeySet, filter: NameFilter | null): Uint32Array {
  return filter === null ? keys.folders.totals.slice(0, keys.folders.count) : filter.takeCounts();
}

function compareFolders(context: OrderContext, parent: number): Compare {
  const { names, folders } = context.keys;
  const after = folders.endOf(parent);
  const byName: Compare = (a, b) => {
    const aKey = folders.samples[a] ?? 0;
    const bKey = folders.samples[b] ?? 0;
    const aStart = names.startOf(aKey);
    const bStart = names.startOf(bKey);
    const aEnd = aStart + folders.endOf(a);
    const bEnd = bStart + folders.endOf(b);
    return compareNatural(
      names.blockOf(aKey),
      aStart + after,
      aEnd,
      names.blockOf(bKey),
      bStart + after,
      bEnd,
    );
  };
  if (context.sort === 'name') return byName;
  const { sortCounts } = context;
  return (a, b) => (sortCounts[b] ?? 0) - (sortCounts[a] ?? 0) || byName(a, b);
}

/** The orders of some folders, found in one pass over all keys and folders. */
export function orderFolders(
  context: OrderContext,
  wanted: readonly number[],
): Map<number, FolderOrder> {
  const { keys, filter } = context;
  const { folders, types, folderOf, names } = keys;
  // By folder, its place in `wanted` + 1: a Map would cost the pass ten times as much.
  const place = newUint32(folders.count);
  wanted.forEach((folder, i) => (place[folder] = i + 1));
  const below = wanted.map(() => ({ folders: new Uint32List(), keys: new Uint32List() }));
  for (let key = 0; key < names.count; key++) {
    const at = place[folderOf[key] ?? ROOT] ?? 0;
    if (at === 0 || types.isRemoved(key) || (filter !== null && !filter.has(key))) continue;
    below[at - 1]?.keys.push(key);
  }
  for (let folder = ROOT + 1; folder < folders.count; folder++) {
    const at = place[folders.parentOf(folder)] ?? 0;
    if (at !== 0 && countOf(context, folder) > 0) below[at - 1]?.folders.push(folder);
  }
  return new Map(
    wanted.map((folder, i) => {
      const found = below[i];
      const after = folders.endOf(folder);
      return [
        folder,
        {
          folders: new LazyOrder(
            found?.folders.view().slice() ?? newUint32(0),
            compareFolders(context, folder),
          ),
          keys: new LazyOrder(
            found?.keys.view().slice() ?? newUint32(0),
            compareKeys(context, after),
          ),
        },
      ];
    }),
  );
}
