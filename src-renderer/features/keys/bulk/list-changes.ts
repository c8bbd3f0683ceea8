import type { StoreApi } from 'zustand/vanilla';
import type { BulkAction } from '../../../../src-shared/contract/bulk.ts';
import type { ConnectionId } from '../../../../src-shared/contract/define.ts';
import { runBulk } from '../../../app/removal/run-bulk.ts';
import type { Client } from '../../../client/client.ts';
import { toStreamError } from '../../../client/stream-failure.ts';
import { LIMITS } from '../../../../src-shared/limits.ts';
import { toasts } from '../../../ui/toast-store.ts';
import { type RemoteIndex, unlessClosed } from '../arena/connect-indexes.ts';
import { toBeginning } from '../filter-text.ts';
import type { Listing } from '../listings.ts';
import { hasType } from '../filter-text.ts';
import type { SidebarState } from '../sidebar-state.ts';
import { type BulkTarget, bulkTarget } from './bulk-target.ts';

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
  /** TTLs of rows in view were changed. */
  readonly onFacts: () => void;
}

/** Changing many keys from the list, which then shows what has become of them. */
export function createListChanges(options: ListChangesOptions) {
  const { client, connection, store, index, each, changing, onChanged, onFacts } = options;

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

  async function dropBelow(prefix: Uint8Array): Promise<void> {
    await Promise.all(each().map((one) => unlessClosed(one.index.removeBelow(prefix))));
    onChanged();
  }

  /** What begins so and is of this type, for the lists of that type. */
  async function listBelowOf(prefix: Uint8Array, type: string | null): Promise<void> {
    const input = { connection, match: toBeginning(prefix), type, resume: null };
    for await (const page of client.stream('keys.scan', input)) {
      const its = each().filter(({ scope }) => scope.type === type);
      await Promise.all(its.map((one) => unlessClosed(one.index.addFound(page.names, page.ends))));
      onChanged();
    }
  }

  /** Lists again what begins so: only the server knows what is there now. */
  async function listBelow(prefix: Uint8Array): Promise<void> {
    try {
      for (const type of new Set(each().map(({ scope }) => scope.type)))
        await listBelowOf(prefix, type);
    } catch (thrown) {
      notListed('The folder was', toStreamError(thrown).message);
    }
  }

  /** What is below these prefixes as the server has it now. */
  async function listAgain(...prefixes: readonly Uint8Array[]): Promise<void> {
    for (const prefix of prefixes) {
      await dropBelow(prefix);
      await listBelow(prefix);
    }
  }

  async function remove(target: BulkTarget): Promise<void> {
    const { keys, prefix, selection } = target;
    const onUndone = (): void => void (keys === null ? listBelow(prefix) : change(keys, true));
    const done = await runBulk({
      client,
      connection,
      ...target,
      action: { kind: 'delete' },
      onUndone,
    });
    if (done === null || (keys === null && done.changed === 0)) return;
    if (keys === null) {
      await dropBelow(prefix);
      // Some are left, of another type, not of the pattern, or because they failed: the server says which.
      const isWhole =
        selection.kind === 'pattern' && selection.type === null && selection.prefix === null;
      if (done.failed.length > 0 || !isWhole) await listBelow(prefix);
      return;
    }
    await change(keys, false);
    if (done.failed.length > 0)
      await change(
        done.failed.map(({ key }) => key),
        true,
      );
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

  return {
    change,
    /** What is chosen in the list. */
    target: whatIsChosen,
    /** Deletes it. */
    async remove(): Promise<void> {
      const chosen = await whatIsChosen();
      if (chosen !== null) await remove(chosen);
      // What is gone is not chosen any more; what was not deleted, is still there to be seen.
      const still = await unlessClosed(index().collect([...store.getState().selected.values()], 1));
      if (still?.length === 0) store.setState({ selected: new Map() });
    },
    /** Changes it in another way than by deleting; `on` is where: for a copy another connection. */
    async run(target: BulkTarget, action: BulkAction, on: ConnectionId): Promise<void> {
      const refresh = (): void => {
        if (action.kind === 'expire' || action.kind === 'expireAt') onFacts();
        if (action.kind === 'rename') void listAgain(action.from, action.to);
      };
      const { selection, what } = target;
      const work = { client, connection: on, selection, what, action, onUndone: refresh };
      const done = await runBulk(work);
      if (done !== null && done.changed > 0) refresh();
    },
  };
}
