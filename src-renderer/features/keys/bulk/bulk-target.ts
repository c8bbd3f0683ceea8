import type { KeySelection } from '../../../../src-shared/contract/keys.ts';
import { LIMITS } from '../../../../src-shared/limits.ts';
import { escapeBytes } from '../../../../src-shared/redis-value.ts';
import { formatCount, formatCountOf } from '../../../ui/format/count.ts';
import { toasts } from '../../../ui/toast-store.ts';
import { type RemoteIndex, unlessClosed } from '../arena/connect-indexes.ts';
import type { RowRef } from '../arena/rows.ts';
import { toBeginning } from '../filter-text.ts';
import type { SidebarState } from '../sidebar-state.ts';

/** What is chosen in the list: keys as they are seen, or a folder by its prefix as the server has it. */
export interface BulkTarget {
  readonly selection: KeySelection;
  /** As a dialog says it: "Folder product:". */
  readonly what: string;
  /** Of a folder; of keys what all of their names begin with. */
  readonly prefix: Uint8Array;
  /** null: a folder. */
  readonly keys: readonly Uint8Array[] | null;
}

/** What of the list says which keys are meant. */
type BulkChoice = Pick<SidebarState, 'selected' | 'active' | 'scope' | 'scan' | 'needle'>;

/**
 * What is selected, or the row one stands on; null when there is none, or too much, which has been said. Of a folder it is
 * what the folder shows: below a filter the keys that match it, by name, else whatever the server has of the prefix.
 */
export async function bulkTarget(
  index: RemoteIndex,
  { selected, active, scope, scan, needle }: BulkChoice,
): Promise<BulkTarget | null> {
  const refs = selected.size > 0 ? [...selected.values()] : active.ref === null ? [] : [active.ref];
  const [first] = refs;
  const isFiltered = needle !== null || scope.match !== null;
  if (refs.length !== 1 || first?.kind !== 'folder' || isFiltered)
    return await targetOfKeys(index, refs, { isFiltered, isListing: scan.status !== 'done' });
  const prefix = await unlessClosed(index.prefix(first.id));
  if (prefix === null) return null;
  const selection = { kind: 'pattern', match: toBeginning(prefix), type: scope.type } as const;
  return { selection, what: `Folder ${escapeBytes(prefix)}`, prefix, keys: null };
}

async function targetOfKeys(
  index: RemoteIndex,
  refs: readonly RowRef[],
  { isFiltered, isListing }: { readonly isFiltered: boolean; readonly isListing: boolean },
): Promise<BulkTarget | null> {
  const most = LIMITS.selectionKeys;
  const ids = await unlessClosed(index.collect(refs, most + 1));
  if (ids === null || ids.length === 0) return null;
  if (ids.length > most) {
    toasts.show({
      tone: 'info',
      message: `More than ${formatCount(most)} keys are selected`,
      detail: isFiltered
        ? 'Without the filter a folder of any size is taken as a whole; with it, so many at a time.'
        : 'A folder of any size is taken when it is selected alone.',
    });
    return null;
  }
  const keys = await unlessClosed(index.names(ids));
  const [only] = keys ?? [];
  if (keys === null || only === undefined) return null;
  const hasFolder = refs.some(({ kind }) => kind === 'folder');
  const also = [
    ...(hasFolder && isFiltered ? [', only those that the filter shows'] : []),
    ...(hasFolder && isListing ? [', as far as they are listed'] : []),
  ].join('');
  const what =
    keys.length === 1
      ? `Key ${escapeBytes(only)}`
      : `${formatCountOf(keys.length, 'selected key')}${also}`;
  return { selection: { kind: 'keys', keys }, what, prefix: commonPrefix(keys), keys };
}

/** What all of these names begin with. */
export function commonPrefix(names: readonly Uint8Array[]): Uint8Array {
  const [first = new Uint8Array(), ...rest] = names;
  let length = first.byteLength;
  for (const name of rest) {
    let same = 0;
    while (same < Math.min(length, name.byteLength) && name[same] === first[same]) same += 1;
    length = same;
  }
  return first.slice(0, length);
}
