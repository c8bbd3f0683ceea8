import { type EditFacts, editCommands } from '../../src-shared/edit-commands.ts';
import type { ReadClient, WriteCall } from '../redis/clients.ts';
import { toOwnBytes, toText } from '../redis/reply.ts';
import type { UndoEdit } from './edit-entry.ts';
import { assertAsRead, EditConflict, fieldExpiry } from './element-state.ts';
import type { UndoEntryOf } from './entry.ts';
import type { Restoring } from './restoring.ts';

type Entry = UndoEntryOf<'edit'>;

/** Makes the edit that takes another one back, if what that one left is still there. null when done, else why not. */
export async function restoreEdit(restoring: Restoring, entry: Entry): Promise<string | null> {
  const { key, edit, facts } = entry;
  try {
    const outcome = await restoring.redis.transact(key, (redis) =>
      facts.emptied === null
        ? intoKey(redis, entry, restoring)
        : asNewKey(restoring, redis, { key, edit, emptied: facts.emptied, facts }),
    );
    if (!outcome.done) return 'It was changed at this very moment';
    const refused = outcome.replies.find((reply) => !reply.ok);
    return refused === undefined ? null : refused.failure.message;
  } catch (thrown) {
    if (thrown instanceof EditConflict) return thrown.message;
    throw thrown;
  }
}

async function intoKey(
  redis: ReadClient,
  { key, edit, facts }: Entry,
  { expiry }: Restoring,
): Promise<readonly WriteCall[]> {
  await assertAsRead(redis, key, edit);
  if (edit.kind === 'hash.expireAt') {
    const { field, atMs } = edit;
    if (atMs === null) return [['hpersist', key, 'FIELDS', 1, field]];
    if (atMs <= expiry.nowMs())
      throw new EditConflict({ is: 'absent' }, 'By its earlier TTL it would have expired by now');
    return [['hpexpireat', key, atMs, 'FIELDS', 1, field]];
  }
  if (edit.kind === 'list.putBack') {
    const { index, before, beside } = edit;
    // Without the element the neighbour has one index less where it stood behind it.
    const at = beside.where === 'after' ? beside.index - 1 : beside.index;
    return [
      ...editCommands(key, { kind: 'list.remove', index, before }),
      ...editCommands(key, {
        kind: 'list.insert',
        index: at,
        before: beside.value,
        where: beside.where,
        value: before,
      }),
    ];
  }
  if (edit.kind === 'string.putRange') return [['setrange', key, edit.offset, edit.value]];
  if (edit.kind === 'string.cut') {
    const kept =
      edit.length === 0
        ? new Uint8Array()
        : toOwnBytes(await redis.read('getrange', key, 0, edit.length - 1));
    return [['set', key, kept, 'KEEPTTL']];
  }
  return editCommands(key, edit, await withFieldExpiry(redis, key, edit, facts));
}

/** A field that is there keeps the TTL it has now; one that was deleted gets back the one it had. */
async function withFieldExpiry(
  redis: ReadClient,
  key: Uint8Array,
  edit: UndoEdit,
  facts: EditFacts,
): Promise<EditFacts> {
  if (edit.kind !== 'hash.set' || edit.before === null) return facts;
  return { ...facts, fieldExpiresAtMs: await fieldExpiry(redis, key, edit.field) };
}

interface Emptied {
  readonly key: Uint8Array;
  readonly edit: UndoEdit;
  readonly facts: EditFacts;
  readonly emptied: { readonly expiresAtMs: number | null };
}

/** The key went with its last element. One of that name is somebody else's now. */
async function asNewKey(
  { expiry }: Restoring,
  redis: ReadClient,
  { key, edit, facts, emptied }: Emptied,
): Promise<readonly WriteCall[]> {
  const type = toText(await redis.read('type', key));
  if (type !== 'none') throw new EditConflict({ is: 'type', type });
  if (emptied.expiresAtMs !== null && emptied.expiresAtMs <= expiry.nowMs())
    throw new EditConflict({ is: 'gone' });
  switch (edit.kind) {
    case 'string.cut':
    case 'string.putRange':
    case 'hash.expireAt':
    case 'list.putBack':
      return [];
    default:
      return editCommands(key, edit, facts);
  }
}
