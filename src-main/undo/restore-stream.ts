import { equalBytes } from '../../src-shared/redis-value.ts';
import type { ReadClient, TransactionOutcome, WriteCall } from '../redis/clients.ts';
import { toList, toText } from '../redis/reply.ts';
import { AppFailure } from '../rpc/app-failure.ts';
import { replyOf } from './element-state.ts';
import type { UndoEntryOf } from './entry.ts';
import type { Restoring } from './restoring.ts';
import type { PendingState } from './stream-entry.ts';
import { readConsumerStates, readGroup, readPendingOf } from './stream-state.ts';

const AT_THIS_MOMENT = 'It was changed at this very moment';
const CHANGED = 'It was changed since';
const UNKNOWN = 'Redstart was stopped before it could note what came of it';

/** Why it is left alone. */
class LeftAlone extends AppFailure {
  constructor(message: string) {
    super({ code: 'conflict', current: null, message });
  }
}

type Decide = (redis: ReadClient) => Promise<readonly WriteCall[]>;

/** The outcome of a transaction on the stream, or why it was left alone. */
async function onStream(
  { redis }: Restoring,
  key: Uint8Array,
  decide: Decide,
): Promise<TransactionOutcome | string> {
  try {
    return await redis.transact(key, async (reader) => {
      const type = toText(await reader.read('type', key));
      if (type !== 'stream')
        throw new LeftAlone(type === 'none' ? 'The key is gone' : `It is a ${type} now`);
      return await decide(reader);
    });
  } catch (thrown) {
    if (thrown instanceof LeftAlone) return thrown.message;
    throw thrown;
  }
}

function reasonOf(outcome: TransactionOutcome | string): string | null {
  if (typeof outcome === 'string') return outcome;
  if (!outcome.done) return AT_THIS_MOMENT;
  const refused = outcome.replies.find((reply) => !reply.ok);
  return refused === undefined ? null : refused.failure.message;
}

const notedIds = ({ notes }: Restoring): readonly string[] | null =>
  notes.find((note) => note.kind === 'streamIds')?.ids ?? null;

/** XDEL of the entry that was added. null when done, else why not. */
export async function restoreAdded(
  restoring: Restoring,
  { key }: UndoEntryOf<'streamAdd'>,
): Promise<string | null> {
  const [id] = notedIds(restoring) ?? [];
  if (id === undefined) return UNKNOWN;
  const outcome = await onStream(restoring, key, async (redis) => {
    const there = toList(await redis.read('xrange', key, id, id));
    if (there.length === 0) throw new LeftAlone('The entry is gone');
    return [['xdel', key, id]];
  });
  return reasonOf(outcome);
}

/** XGROUP DESTROY of a group that nobody has used since it was made. null when done, else why not. */
export async function restoreGroup(
  restoring: Restoring,
  { key, group }: UndoEntryOf<'streamGroup'>,
): Promise<string | null> {
  const outcome = await onStream(restoring, key, async (redis) => {
    const now = await readGroup(redis, key, group);
    if (now === null) throw new LeftAlone('The group is gone');
    if (now.consumers > 0 || now.pending > 0) throw new LeftAlone('The group is in use');
    return [['xgroup|destroy', key, group]];
  });
  return reasonOf(outcome);
}

/** XGROUP DELCONSUMER of one that holds nothing: no pending entry is forgotten with it. null when done, else why not. */
export async function restoreConsumer(
  restoring: Restoring,
  { key, group, consumer }: UndoEntryOf<'streamConsumer'>,
): Promise<string | null> {
  const outcome = await onStream(restoring, key, async (redis) => {
    if ((await readGroup(redis, key, group)) === null) throw new LeftAlone('The group is gone');
    const all = await readConsumerStates(redis, key, group);
    const now = all.find(({ name }) => equalBytes(name, consumer));
    if (now === undefined) throw new LeftAlone('The consumer is gone');
    if (now.pending > 0) throw new LeftAlone('The consumer was given entries since');
    return [['xgroup|delconsumer', key, group, consumer]];
  });
  return reasonOf(outcome);
}

/** XGROUP SETID to where the group stood. null when done, else why not. */
export async function restoreGroupId(
  restoring: Restoring,
  { key, group, before }: UndoEntryOf<'streamGroupId'>,
): Promise<string | null> {
  const [after] = notedIds(restoring) ?? [];
  if (after === undefined) return UNKNOWN;
  const outcome = await onStream(restoring, key, async (redis) => {
    const now = await readGroup(redis, key, group);
    if (now === null) throw new LeftAlone('The group is gone');
    if (now.lastId !== after) throw new LeftAlone('The group has read on since');
    const read = before.entriesRead === null ? [] : ['ENTRIESREAD', before.entriesRead];
    return [['xgroup|setid', key, group, before.lastId, ...read]];
  });
  return reasonOf(outcome);
}

/** FORCE makes an entry pending that is not; TIME and RETRYCOUNT give it back its age and its deliveries. */
function claimCall(
  { key, group, heldBy }: UndoEntryOf<'streamPending'>,
  { id, consumer, deliveredAtMs, deliveries }: PendingState,
): WriteCall {
  const force = heldBy === null ? ['FORCE'] : [];
  const state = ['TIME', deliveredAtMs, 'RETRYCOUNT', deliveries];
  return ['xclaim', key, group, consumer, 0, id, ...state, ...force, 'JUSTID'];
}

function groupCalls({ key, group, made }: UndoEntryOf<'streamPending'>): readonly WriteCall[] {
  if (made === null) return [];
  const read = made.entriesRead === null ? [] : ['ENTRIESREAD', made.entriesRead];
  return [
    ['xgroup|create', key, group, made.lastId, ...read],
    ...made.consumers.map((consumer) => ['xgroup|createconsumer', key, group, consumer] as const),
  ];
}

/** Those whose place is still as the change left it. */
async function stillAsLeft(
  redis: ReadClient,
  entry: UndoEntryOf<'streamPending'>,
  ids: readonly string[] | null,
): Promise<PendingState[]> {
  const { key, group, heldBy, entries } = entry;
  const now = await readPendingOf(redis, key, { group, ids: entries.map(({ id }) => id) });
  const owners = new Map(now.map(({ id, consumer }) => [id, consumer]));
  return entries.filter(({ id }) => {
    if (ids !== null && !ids.includes(id)) return false;
    const owner = owners.get(id);
    return heldBy === null ? owner === undefined : owner !== undefined && equalBytes(owner, heldBy);
  });
}

/**
 * Pending entries back to who had them, each with the time and number of its deliveries. null when all were put back,
 * else why not.
 */
export async function restorePending(
  restoring: Restoring,
  entry: UndoEntryOf<'streamPending'>,
): Promise<string | null> {
  const { key, group, made } = entry;
  const ids = notedIds(restoring);
  const wanted = ids === null ? entry.entries.length : ids.length;
  const lead = groupCalls(entry);
  const outcome = await onStream(restoring, key, async (redis) => {
    const now = await readGroup(redis, key, group);
    if (made !== null && now !== null) throw new LeftAlone('There is a group of that name again');
    if (made === null && now === null) throw new LeftAlone('The group is gone');
    const fitting = now === null ? entry.entries : await stillAsLeft(redis, entry, ids);
    if (fitting.length === 0 && wanted > 0) throw new LeftAlone(CHANGED);
    return [...lead, ...fitting.map((state) => claimCall(entry, state))];
  });
  const reason = reasonOf(outcome);
  if (reason !== null || typeof outcome === 'string' || !outcome.done) return reason;
  const claimed = outcome.replies
    .slice(lead.length)
    .filter((reply) => toList(replyOf(reply)).length > 0).length;
  return claimed === wanted
    ? null
    : `${claimed} of ${wanted} were put back; the others were taken up meanwhile, or are not in the stream any more`;
}
