import type { StoreApi } from 'zustand/vanilla';
import type { BulkAction } from '../../../../src-shared/contract/bulk.ts';
import type { ConnectionId } from '../../../../src-shared/contract/define.ts';
import { runBulk } from '../../../app/removal/run-bulk.ts';
import type { Client } from '../../../client/client.ts';
import { LIMITS } from '../../../../src-shared/limits.ts';
import { toasts } from '../../../ui/toast-store.ts';
import { type RemoteIndex, unlessClosed } from '../arena/connect-indexes.ts';
import type { Listing } from '../listings.ts';
import { hasType } from '../filter-text.ts';
import type { SidebarState } from '../sidebar-state.ts';
import { type BulkTarget, bulkTarget } from './bulk-target.ts';
import { listedTarget } from './listed-target.ts';

export interface ListChangesOptions {
  readonly client: Client;
  readonly connection: ConnectionId;
  readonly store: StoreApi<SidebarState>;
  /** The index on screen, and all there are. */
  readonly index: () => RemoteIndex;
  readonly each: () => readonly Listing[];
  /** Of the rows on screen: other ones are on their way. */
  readonly changing: () => Promise<void> | null;
  readonly onChanged: () => void;
}

/** Changing many keys from the list; what becomes of them it learns from the jobs (jobs-feed.ts). */
export function createListChanges(options: ListChangesOptions) {
  const { client, connection, store, index, each, changing, onChanged } = options;

  function notListed(what: string, detail: string): void {
    toasts.show({ tone: 'error', message: `${what} not listed again`, detail });
  }

  /** Those of the names that are keys of this type. */
  async function ofType(names: readonly Uint8Array[], type: string): Promise<Uint8Array[]> {
    const found: Uint8Array[] = [];
    for (let at = 0; at < names.length; at += LIMITS.describeKeys) {
      const keys = names.slice(at, at + LIMITS.describeKeys);
      const result = await client.call('keys.describe', { connection, keys });
      if (!result.ok) {
        notListed('Some keys were', result.error.message);
        return found;
      }
      found.push(...keys.filter((_, i) => hasType(result.value[i], type)));
    }
    return found;
  }

  /** Names that are gone, or there again, in every list that they belong to. */
  async function change(names: readonly Uint8Array[], isThere: boolean): Promise<void> {
    await Promise.all(
      each().map(async ({ index: one, scope: { type } }) => {
        const its = isThere && type !== null ? await ofType(names, type) : names;
        await unlessClosed(one.change(its, isThere));
      }),
    );
    onChanged();
  }

  async function remove(target: BulkTarget, mustAsk: boolean): Promise<void> {
    await runBulk({ client, connection, ...target, action: { kind: 'delete' }, mustAsk });
  }

  /** null: nothing is chosen, or not what was seen, which has been said. */
  async function whatIsChosen(): Promise<BulkTarget | null> {
    const asked = index();
    const seen = store.getState();
    const isMoving = (): boolean => {
      const { needle, answered } = store.getState();
      return changing() !== null || needle !== answered || needle !== seen.needle;
    };
    const found = isMoving() ? null : await bulkTarget(asked, seen);
    // What a folder stands for depends on the filter: not one that came after the user chose.
    if (!isMoving() && asked === index()) return found;
    toasts.show({
      tone: 'info',
      message: 'The list is just being filtered',
      detail: 'Nothing was done. Choose again when it has settled.',
    });
    return null;
  }

  /** null: the server cannot be asked for that, which has been said. */
  function whatIsListed(): BulkTarget | null {
    const listed = listedTarget(store.getState());
    if ('target' in listed) return listed.target;
    toasts.show({ tone: 'info', message: 'Nothing was done', detail: listed.obstacle });
    return null;
  }

  return {
    change,
    /** What is chosen in the list. */
    target: whatIsChosen,
    /** All that the list asks the server for. */
    listed: whatIsListed,
    /** Deletes what is chosen. */
    async remove(): Promise<void> {
      const chosen = await whatIsChosen();
      if (chosen !== null) await remove(chosen, false);
    },
    /** Deletes all that the list asks the server for. */
    async removeListed(): Promise<void> {
      const listed = whatIsListed();
      if (listed !== null) await remove(listed, true);
    },
    /** Changes it in another way than by deleting; `on` is where: for a copy another connection. */
    async run(
      { selection, what }: BulkTarget,
      action: BulkAction,
      on: ConnectionId,
    ): Promise<void> {
      await runBulk({ client, connection: on, selection, what, action });
    },
  };
}
