import type { KeySelection } from '../../../../src-shared/contract/keys.ts';
import { LIMITS } from '../../../../src-shared/limits.ts';
import { equalBytes, escapeBytes } from '../../../../src-shared/redis-value.ts';
import { formatCount, formatCountOf } from '../../../ui/format/count.ts';
import { toasts } from '../../../ui/toast-store.ts';
import { type RemoteIndex, unlessClosed } from '../arena/connect-indexes.ts';
import type { RowRef } from '../arena/rows.ts';
import { type Scope, toBeginning } from '../filter-text.ts';
import type { SidebarState } from '../sidebar-state.ts';

/** What is chosen in the list: keys as they are seen, or a folder by its prefix as the server has it: what it shows. */
export interface BulkTarget {
  readonly selection: KeySelection;
  /** As a dialog says it: "Folder product:". */
  readonly what: string;
  /** Of a folder; of keys what all of their names begin with. */
  readonly prefix: Uint8Array;
  /** null: a folder that the server is asked for. */
  readonly keys: readonly Uint8Array[] | null;
}

/** What is selected, or the row one stands on; null when there is none, or too much, which has been said. */
export async function bulkTarget(
  index: RemoteIndex,
  state: SidebarState,
): Promise<BulkTarget | null> {
  const { selected, active, needle, scope } = state;
  const refs = selected.size > 0 ? [...selected.values()] : active.ref === null ? [] : [active.ref];
  const [first] = refs;
  if (refs.length !== 1 || first?.kind !== 'folder')
    return await targetOfKeys(index, refs, isPartial(state));
  const prefix = await unlessClosed(index.prefix(first.id));
  if (prefix === null) return null;
  // The server knows nothing of what narrows the list here: what is shown is taken by name.
  return needle === null
    ? targetOfFolder(prefix, scope)
    : await targetOfShown(index, first, prefix, isPartial(state));
}

/** More may be there than the rows show. */
const isPartial = ({ scan, answer }: SidebarState): boolean =>
  scan.status !== 'done' || answer.cutAfter !== null;

const SO_FAR = ', as far as they are listed';

/** A folder as the server has it, of the pattern and type that the list asks for. */
function targetOfFolder(prefix: Uint8Array, { match, type }: Scope): BulkTarget {
  const beginning = toBeginning(prefix);
  const selection =
    match === null || equalBytes(match, beginning)
      ? ({ kind: 'pattern', match: beginning, type, prefix: null } as const)
      : ({ kind: 'pattern', match, type, prefix } as const);
  const what = `Folder ${escapeBytes(prefix)}`;
  const matching = selection.prefix === null ? '' : `, keys like ${escapeBytes(selection.match)}`;
  return { selection, what: `${what}${matching}`, prefix, keys: null };
}

/** The keys of a folder that the filter shows: at most a selection. */
async function targetOfShown(
  index: RemoteIndex,
  folder: RowRef,
  prefix: Uint8Array,
  isListing: boolean,
): Promise<BulkTarget | null> {
  const most = LIMITS.selectionKeys;
  const ids = await unlessClosed(index.collect([folder], most + 1));
  if (ids === null || ids.length === 0) return null;
  const keys = await unlessClosed(index.names(ids.slice(0, most)));
  if (keys === null) return null;
  const shown = `shown in folder ${escapeBytes(prefix)}`;
  const what =
    ids.length > most
      ? `${formatCount(most)} of the keys ${shown}: more are not taken at a time`
      : `${formatCountOf(keys.length, 'key')} ${shown}${isListing ? SO_FAR : ''}`;
  return { selection: { kind: 'keys', keys }, what, prefix, keys };
}

async function targetOfKeys(
  index: RemoteIndex,
  refs: readonly RowRef[],
  isListing: boolean,
): Promise<BulkTarget | null> {
  const most = LIMITS.selectionKeys;
  const ids = await unlessClosed(index.collect(refs, most + 1));
  if (ids === null || ids.length === 0) return null;
  if (ids.length > most) {
    const message = `More than ${formatCount(most)} keys are selected`;
    toasts.show({
      tone: 'info',
      message,
      detail:
        'A folder of any size is taken when it is selected alone and no text filters the list.',
    });
    return null;
  }
  const keys = await unlessClosed(index.names(ids));
  const [only] = keys ?? [];
  if (keys === null || only === undefined) return null;
  const isCut = isListing && refs.some(({ kind }) => kind === 'folder');
  const what =
    keys.length === 1
      ? `Key ${escapeBytes(only)}`
      : `${formatCountOf(keys.length, 'selected key')}${isCut ? SO_FAR : ''}`;
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
