import type { StoreApi } from 'zustand/vanilla';
import type { ConnectionId } from '../../../src-shared/contract/define.ts';
import type { KeySelection } from '../../../src-shared/contract/keys.ts';
import { LIMITS } from '../../../src-shared/limits.ts';
import { escapeBytes } from '../../../src-shared/redis-value.ts';
import { removeKeys } from '../../app/removal/remove-keys.ts';
import type { Client } from '../../client/client.ts';
import { toStreamError } from '../../client/stream-failure.ts';
import { formatCount, formatCountOf } from '../../ui/format/count.ts';
import { toasts } from '../../ui/toast-store.ts';
import { type RemoteIndex, unlessClosed } from './arena/connect-indexes.ts';
import type { RowRef } from './arena/rows.ts';
import { toBeginning } from './filter-text.ts';
import type { SidebarState } from './sidebar-state.ts';

export interface KeysRemovalOptions {
  readonly client: Client;
  readonly connection: ConnectionId;
  readonly store: StoreApi<SidebarState>;
  /** The index on screen, and all there are. */
  readonly index: () => RemoteIndex;
  readonly each: () => readonly RemoteIndex[];
  readonly onChanged: () => void;
}

/** Deleting from the list: keys as they are seen, a folder by its prefix as the server has it. */
export function createKeysRemoval(options: KeysRemovalOptions) {
  const { client, connection, store, index, each, onChanged } = options;

  /** Names that are gone, or there again, in every list. */
  async function change(names: readonly Uint8Array[], isThere: boolean): Promise<void> {
    await Promise.all(each().map((one) => unlessClosed(one.change(names, isThere))));
    onChanged();
  }

  /** Lists again what begins so: after an undo, of which only the server knows what it brought back. */
  async function listBelow(prefix: Uint8Array): Promise<void> {
    const input = { connection, match: toBeginning(prefix), type: null, resume: null };
    try {
      for await (const page of client.stream('keys.scan', input)) {
        await Promise.all(
          each().map((one) => unlessClosed(one.addPage(page.names.slice(), page.ends.slice()))),
        );
        onChanged();
      }
    } catch (thrown) {
      const { message } = toStreamError(thrown);
      toasts.show({ tone: 'error', message: 'The folder was not listed again', detail: message });
    }
  }

  async function removeFolder(folder: number): Promise<void> {
    const { type } = store.getState().scope;
    const prefix = await unlessClosed(index().prefix(folder));
    if (prefix === null) return;
    const selection: KeySelection = { kind: 'pattern', match: toBeginning(prefix), type };
    const what = `Folder ${escapeBytes(prefix)}`;
    const onUndone = (): void => void listBelow(prefix);
    const removed = await removeKeys({ client, connection, selection, what, onUndone });
    if (removed === null || removed.deleted === 0) return;
    await Promise.all(each().map((one) => unlessClosed(one.removeBelow(prefix))));
    onChanged();
    // Some are left, of another type or because they failed: the server says which.
    if (removed.failed.length > 0 || type !== null) await listBelow(prefix);
  }

  async function removeListed(refs: readonly RowRef[]): Promise<void> {
    const most = LIMITS.selectionKeys;
    const ids = await unlessClosed(index().collect(refs, most + 1));
    if (ids === null || ids.length === 0) return;
    if (ids.length > most) {
      const message = `More than ${formatCount(most)} keys are selected`;
      toasts.show({
        tone: 'info',
        message,
        detail: 'A folder of any size is deleted when it is selected alone.',
      });
      return;
    }
    const keys = await unlessClosed(index().names(ids));
    if (keys === null) return;
    const hasFolder = refs.some(({ kind }) => kind === 'folder');
    const isPartial = hasFolder && store.getState().scan.status !== 'done';
    const [only] = keys;
    const what =
      keys.length === 1 && only !== undefined
        ? `Key ${escapeBytes(only)}`
        : `${formatCountOf(keys.length, 'selected key')}${isPartial ? ', as far as they are listed' : ''}`;
    const onUndone = (): void => void change(keys, true);
    const selection: KeySelection = { kind: 'keys', keys };
    const removed = await removeKeys({ client, connection, selection, what, onUndone });
    if (removed === null) return;
    await change(keys, false);
    if (removed.failed.length > 0)
      await change(
        removed.failed.map(({ key }) => key),
        true,
      );
  }

  return {
    change,
    /** What is selected, or the row one stands on. */
    async remove(): Promise<void> {
      const { selected, active } = store.getState();
      const refs =
        selected.size > 0 ? [...selected.values()] : active.ref === null ? [] : [active.ref];
      const [first] = refs;
      if (refs.length === 1 && first?.kind === 'folder') await removeFolder(first.id);
      else await removeListed(refs);
      // What is gone is not chosen any more; what was not deleted, is still there to be seen.
      const still = await unlessClosed(index().collect([...store.getState().selected.values()], 1));
      if (still?.length === 0) store.setState({ selected: new Map() });
    },
  };
}
