import type { OpenConnection } from '../../../../src-shared/contract/connections.ts';
import { LIMITS } from '../../../../src-shared/limits.ts';
import type { Client } from '../../../client/client.ts';
import { formatCount } from '../../../ui/format/count.ts';
import { compareNatural } from '../arena/natural-order.ts';
import type { RowRef } from '../arena/rows.ts';
import type { KeysStore } from '../keys-store.ts';
import { jsonTableOf } from './json-table.ts';

interface ShowOptions {
  readonly client: Client;
  readonly connection: OpenConnection;
  readonly store: KeysStore;
}

/** Opens the table of these keys, of folders all that is listed below them. */
export async function showAsTable(
  { client, connection, store }: ShowOptions,
  refs: readonly RowRef[],
): Promise<void> {
  const most = LIMITS.selectionKeys;
  const names = await store.listedNames(refs, most + 1);
  if (names === null || names.length === 0) return;
  const isPartial = store.getState().scan.status !== 'done';
  const note =
    names.length > most
      ? `the first ${formatCount(most)} of more`
      : isPartial && refs.some(({ kind }) => kind === 'folder')
        ? 'as far as the folder is listed'
        : null;
  const shown = names.slice(0, most).sort((a, b) => compareNatural(a, 0, a.length, b, 0, b.length));
  await jsonTableOf(client, connection.id).open(shown, note);
}
