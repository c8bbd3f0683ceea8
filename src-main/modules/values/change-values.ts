import type { EditOutcome, Present, ValueEdit } from '../../../src-shared/contract/edits.ts';
import {
  changedRange,
  commandLine,
  type EditFacts,
  editCommands,
} from '../../../src-shared/edit-commands.ts';
import { escapeBytes } from '../../../src-shared/redis-value.ts';
import { assertNever } from '../../../src-shared/result.ts';
import type { ReadClient } from '../../redis/clients.ts';
import { type ExpiryReader, expiryReader } from '../../redis/expiry.ts';
import { toOwnBytes } from '../../redis/reply.ts';
import { type Changing, changeWithUndo } from '../../undo/change-with-undo.ts';
import { inverseOf } from '../../undo/edit-inverse.ts';
import {
  assertAsRead,
  EditConflict,
  fieldExpiry,
  lengthOf,
  replyOf,
} from '../../undo/element-state.ts';
import { shortCommand, titleName } from '../../undo/name-text.ts';

interface Edited {
  readonly key: Uint8Array;
  readonly edit: ValueEdit;
}

/** One edit of one place, if it still holds what was read; the conflict as a value when it does not. */
export async function changeValue(changing: Changing, edited: Edited): Promise<EditOutcome> {
  const { key } = edited;
  const { clockOffsetMs } = changing.session;
  const edit = byServerClock(edited.edit, clockOffsetMs);
  const expiry = await expiryReader(changing.redis, changing.session, key);
  try {
    const { ticket } = await changeWithUndo(changing, {
      key,
      title: titleOf(key, edit),
      command: editCommands(key, edit).map(shortCommand).join('; '),
      decide: (redis) => prepared(redis, expiry, { key, edit }),
      done: () => ({ result: null, note: null }),
    });
    return { outcome: 'done', ticket };
  } catch (thrown) {
    if (thrown instanceof EditConflict)
      return { outcome: 'conflict', now: byOurClock(thrown.now, clockOffsetMs) };
    throw thrown;
  }
}

/** What was read is told by this computer's clock; the server has its own. */
const byServerClock = (edit: ValueEdit, offsetMs: number): ValueEdit =>
  edit.kind === 'hash.expire' && edit.before !== null
    ? { ...edit, before: edit.before + offsetMs }
    : edit;

const byOurClock = (now: Present, offsetMs: number): Present =>
  now.is === 'expiry' && now.atMs !== null ? { ...now, atMs: now.atMs - offsetMs } : now;

async function prepared(redis: ReadClient, expiry: ExpiryReader, { key, edit }: Edited) {
  await assertAsRead(redis, key, edit);
  const length = await lengthOf(redis, key, edit);
  const inverse = await inverseOf(edit, { redis, key, length, nowMs: expiry.nowMs() });
  const field = 'field' in edit && edit.before !== null ? edit.field : null;
  const fieldExpiresAtMs = field === null ? null : await fieldExpiry(redis, key, field);
  const beside =
    edit.kind === 'list.moveTo' ? toOwnBytes(await redis.read('lindex', key, edit.to)) : null;
  const facts: EditFacts = { fieldExpiresAtMs, emptied: null, beside };
  return {
    entry: {
      kind: 'edit' as const,
      key,
      edit: inverse,
      facts: {
        fieldExpiresAtMs: edit.kind === 'hash.delete' ? fieldExpiresAtMs : null,
        emptied: isRemoval(edit) && length === 1 ? await lastFacts(redis, expiry, key) : null,
      },
    },
    calls: editCommands(key, edit, facts),
  };
}

const isRemoval = ({ kind }: ValueEdit): boolean =>
  kind === 'hash.delete' ||
  kind === 'list.remove' ||
  kind === 'set.remove' ||
  kind === 'zset.remove';

async function lastFacts(redis: ReadClient, expiry: ExpiryReader, key: Uint8Array) {
  const [at] = await redis.readAll([expiry.call(key)]);
  return { expiresAtMs: expiry.atMs(replyOf(at)) };
}

function titleOf(key: Uint8Array, edit: ValueEdit): string {
  const name = titleName(key);
  switch (edit.kind) {
    case 'string.set':
      return `Changed ${name}`;
    case 'string.append':
      return `Appended to ${name}`;
    case 'string.setrange': {
      const { first, end } = changedRange(edit.before, edit.value);
      const at = edit.offset + first;
      return end - first === 1
        ? `Changed byte ${at} of ${name}`
        : `Changed bytes ${at} to ${edit.offset + end - 1} of ${name}`;
    }
    case 'string.setbit':
      return `Changed bit ${edit.offset} of ${name}`;
    case 'hash.set':
      return `${edit.before === null ? 'Added' : 'Changed'} ${brief(edit.field)} ${edit.before === null ? 'to' : 'of'} ${name}`;
    case 'hash.expire':
      return `${edit.ttlMs === null ? 'Removed' : 'Changed'} the TTL of ${brief(edit.field)} of ${name}`;
    case 'hash.delete':
      return `Removed ${brief(edit.field)} from ${name}`;
    case 'list.set':
      return `Changed element ${edit.index} of ${name}`;
    case 'list.move':
    case 'list.moveTo':
      return `Moved element ${edit.index} of ${name}`;
    case 'list.push':
    case 'list.insert':
      return `Added an element to ${name}`;
    case 'list.remove':
      return `Removed element ${edit.index} from ${name}`;
    case 'set.add':
      return `Added ${brief(edit.member)} to ${name}`;
    case 'set.replace':
      return `Changed ${brief(edit.before)} in ${name}`;
    case 'set.remove':
    case 'zset.remove':
      return `Removed ${brief(edit.member)} from ${name}`;
    case 'zset.set':
      return edit.before === null
        ? `Added ${brief(edit.member)} to ${name}`
        : `Changed the score of ${brief(edit.member)} in ${name}`;
    case 'zset.rename':
      return `Renamed ${brief(edit.member)} to ${brief(edit.to)} in ${name}`;
    case 'zset.place':
      return edit.before === null
        ? `Added ${brief(edit.member)} to ${name}`
        : `Moved ${brief(edit.member)} in ${name}`;
    default:
      return assertNever(edit);
  }
}

/** A field or member in a title: its beginning is enough. */
const brief = (bytes: Uint8Array): string =>
  bytes.byteLength <= 40 ? escapeBytes(bytes) : `${escapeBytes(bytes.subarray(0, 40))}…`;

/** What is shown before a removal: whole commands, as they will run. */
export const plannedCommands = ({ key, edit }: Edited): string[] =>
  editCommands(key, edit).map(commandLine);
