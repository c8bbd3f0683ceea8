import type { Output } from '../../../src-shared/contract/index.ts';
import type { StreamChange, StreamImpact } from '../../../src-shared/contract/stream-changes.ts';
import { commandLine } from '../../../src-shared/edit-commands.ts';
import { escapeBytes } from '../../../src-shared/redis-value.ts';
import { assertNever } from '../../../src-shared/result.ts';
import { streamCommand } from '../../../src-shared/stream-commands.ts';
import type { ReadClient, WriteCall } from '../../redis/clients.ts';
import { type Reply, toCount, toFields, toList, toText } from '../../redis/reply.ts';
import { AppFailure } from '../../rpc/app-failure.ts';
import { type Changing, changeWithUndo } from '../../undo/change-with-undo.ts';
import type { UndoEntry } from '../../undo/entry.ts';
import type { UndoJournal } from '../../undo/journal.ts';
import { commandText, titleName } from '../../undo/name-text.ts';
import { digestOf } from '../../undo/digest.ts';
import { replyOf } from '../values/reply-of.ts';
import { type Inspected, inspectChange } from './inspect-stream.ts';

/** What was shown to the user before they agreed. */
export interface PlannedChange {
  readonly key: Uint8Array;
  readonly change: StreamChange;
  readonly impact: StreamImpact;
  readonly undoable: boolean;
}

type Made = Output<'streams.apply'>;
interface Counted {
  readonly entries: number;
  readonly deletedIds: string[];
  readonly id: string | null;
}

/** What the change would run, touch, and how it could be taken back. */
export async function planChange(
  { redis, journal }: { readonly redis: ReadClient; readonly journal: UndoJournal },
  key: Uint8Array,
  change: StreamChange,
) {
  const { impact, undo } = await inspectChange({ redis, key, room: journal.room() }, change);
  return {
    planned: { key, change, impact, undoable: undo.kind !== 'none' },
    command: commandLine(streamCommand(key, change)),
    impact,
    undo,
  };
}

/** Makes the change, with its undo where the plan promised one. */
export async function applyChange(changing: Changing, planned: PlannedChange): Promise<Made> {
  const { key, change } = planned;
  if (!planned.undoable) return await withoutUndo(changing, planned);
  const [name, ...args] = streamCommand(key, change);
  const { result, ticket } = await changeWithUndo(changing, {
    key,
    title: titleOf(key, change),
    command: commandText(name.toUpperCase().replace('|', ' '), ...args),
    decide: async (redis) => {
      const inspected = await inspectAgain(changing, redis, planned);
      if (inspected.entry === null) throw noUndoAnyMore();
      return { entry: await inspected.entry(), calls: callsOf(key, change, inspected) };
    },
    done: (replies) => {
      const counted = countedOf(change, replies[0] ?? null);
      return { result: counted, note: noteOf(change, counted, replies) };
    },
  });
  return { ticket, ...result };
}

async function withoutUndo(changing: Changing, planned: PlannedChange): Promise<Made> {
  const { key, change } = planned;
  const outcome = await changing.redis.transact(key, async (redis) => {
    await inspectAgain(changing, redis, planned);
    return [streamCommand(key, change)];
  });
  if (!outcome.done)
    throw new AppFailure({
      code: 'conflict',
      current: null,
      message: 'The stream was changed at this very moment: nothing was done. Try again',
    });
  return { ticket: null, ...countedOf(change, replyOf(outcome.replies[0])) };
}

/** Nothing is lost with a group or consumer that was not in the plan. */
async function inspectAgain(
  { journal }: Changing,
  redis: ReadClient,
  { key, change, impact }: PlannedChange,
): Promise<Inspected> {
  const now = await inspectChange({ redis, key, room: journal.room() }, change);
  if (now.impact.pending > impact.pending)
    throw new AppFailure({
      code: 'conflict',
      current: null,
      message: `${now.impact.pending} entries are pending there now, ${impact.pending} were shown: look again`,
    });
  return now;
}

function noUndoAnyMore(): AppFailure {
  return new AppFailure({
    code: 'limit',
    limit: 'undo',
    message: 'It cannot be taken back any more as was said: nothing was changed. Look again',
  });
}

/** After the change what its undo compares with: the whole stream, or where the group stands. */
function callsOf(key: Uint8Array, change: StreamChange, { undo }: Inspected): WriteCall[] {
  const command: WriteCall = streamCommand(key, change);
  if (undo.kind === 'whole') return [command, ['dump', key]];
  return change.kind === 'group.setId' ? [command, ['xinfo|groups', key]] : [command];
}

const nothing: Counted = { entries: 0, deletedIds: [], id: null };

function countedOf(change: StreamChange, reply: Reply): Counted {
  switch (change.kind) {
    case 'add':
      return { ...nothing, entries: 1, id: toText(reply) };
    case 'delete':
    case 'trim':
    case 'ack':
    case 'consumer.delete':
      return { ...nothing, entries: toCount(reply) };
    case 'claim':
      return { ...nothing, entries: claimedIds(change, reply).length };
    case 'autoclaim': {
      // Before Redis 7 there is no third part: those that the stream has no more are handed over like others.
      const deletedIds = toList(toList(reply)[2] ?? []).map(toText);
      return { ...nothing, entries: claimedIds(change, reply).length, deletedIds };
    }
    case 'consumer.create':
    case 'group.create':
    case 'group.setId':
    case 'group.destroy':
      return nothing;
    default:
      return assertNever(change);
  }
}

function claimedIds({ kind }: StreamChange, reply: Reply): string[] {
  const ids = kind === 'autoclaim' ? (toList(reply)[1] ?? []) : reply;
  return toList(ids).map(toText);
}

function noteOf(
  change: StreamChange,
  { id }: Counted,
  replies: readonly Reply[],
): UndoEntry | null {
  const [reply = null, after] = replies;
  switch (change.kind) {
    case 'add':
      return { kind: 'streamIds', ids: id === null ? [] : [id] };
    case 'claim':
    case 'autoclaim':
      return { kind: 'streamIds', ids: claimedIds(change, reply) };
    case 'group.setId':
      return { kind: 'streamIds', ids: lastIdOf(change.group, after ?? null) };
    default:
      return after === undefined ? null : { kind: 'after', digest: digestOf(after) };
  }
}

function lastIdOf(group: Uint8Array, reply: Reply): string[] {
  for (const one of toList(reply)) {
    const fields = toFields(one);
    const name = fields.get('name') ?? null;
    if (name instanceof Uint8Array && Buffer.compare(name, group) === 0)
      return [toText(fields.get('last-delivered-id') ?? null)];
  }
  return [];
}

const brief = (bytes: Uint8Array): string =>
  bytes.byteLength <= 40 ? escapeBytes(bytes) : `${escapeBytes(bytes.subarray(0, 40))}…`;

const counted = (count: number, one: string, many: string): string =>
  count === 1 ? `1 ${one}` : `${count} ${many}`;

function titleOf(key: Uint8Array, change: StreamChange): string {
  const name = titleName(key);
  switch (change.kind) {
    case 'add':
      return `Added an entry to ${name}`;
    case 'delete':
      return `Deleted ${counted(change.ids.length, 'entry', 'entries')} of ${name}`;
    case 'trim':
      return `Trimmed ${name}`;
    case 'ack':
      return `Acknowledged ${counted(change.ids.length, 'entry', 'entries')} of ${name}`;
    case 'claim':
    case 'autoclaim':
      return `Claimed entries of ${name} for ${brief(change.consumer)}`;
    case 'group.create':
      return `Made group ${brief(change.group)} of ${name}`;
    case 'group.setId':
      return `Moved group ${brief(change.group)} of ${name}`;
    case 'group.destroy':
      return `Destroyed group ${brief(change.group)} of ${name}`;
    case 'consumer.create':
      return `Made consumer ${brief(change.consumer)} of ${name}`;
    case 'consumer.delete':
      return `Deleted consumer ${brief(change.consumer)} of ${name}`;
    default:
      return assertNever(change);
  }
}
