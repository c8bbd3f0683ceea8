import { toBinaryString } from '../../src-shared/redis-value.ts';
import type { BatchReply, DestroyCall, ReadCall } from '../redis/clients.ts';
import { stateOf } from '../redis/compared-script.ts';
import { isNodeFailure } from '../redis/node-failure.ts';
import { type Reply, toBuffer, toCount } from '../redis/reply.ts';
import { AppFailure } from '../rpc/app-failure.ts';
import { type Change, changeCompared } from './change-compared.ts';
import { digestOf } from './digest.ts';
import type { UndoEntryOf } from './entry.ts';
import { type Conflict, isAnswered, isLost, type Restoring } from './restoring.ts';

type Copied = UndoEntryOf<'copied'>;

const BATCH_KEYS = 200;
/** What of the keys is read at once to compare it, unless one alone is more. */
const BATCH_BYTES = 8_388_608;
/** Above it a value is not read twice by a script. */
const LARGEST_COMPARED = 65_536;
/** MEMORY USAGE may be refused: then a key counts as this much. */
const UNKNOWN_BYTES = 1_048_576;
const NOT_NOTED =
  'It is not known what was left there: Redstart was stopped, or the connection lost, before that could be noted';
const GONE = 'The key is gone';
const CHANGED = 'It was changed since';

const conflictOf = (entry: Copied, reason: string): Conflict => ({
  entry,
  key: entry.key,
  reason,
  lasting: false,
});

/** Takes copied keys away again, and puts back what they went over, if they are still what we left. Gives what was left alone. */
export async function restoreCopied(
  restoring: Restoring,
  entries: readonly Copied[],
): Promise<Conflict[]> {
  const { redis, left } = restoring;
  const isNoted = ({ key }: Copied): boolean => left.has(toBinaryString(key));
  const { conflicts, rest } = await restoreCompared(restoring, entries.filter(isNoted));
  const byKey = new Map(rest.map((entry) => [entry.key, entry]));
  for (const entry of entries) if (!isNoted(entry)) conflicts.push(conflictOf(entry, NOT_NOTED));
  for (const keys of redis.together([...byKey.keys()])) {
    const group = keys.flatMap((key) => byKey.get(key) ?? []);
    for (const batch of batches(group, await sizesOf(restoring, group)))
      conflicts.push(...(await restoreBatch(restoring, batch)));
  }
  return conflicts;
}

/** By scripts, of any slots of a cluster. `rest`: nothing was done to these. */
async function restoreCompared(
  restoring: Restoring,
  entries: readonly Copied[],
): Promise<{ readonly conflicts: Conflict[]; readonly rest: readonly Copied[] }> {
  const { redis, expiry, scripts } = restoring;
  const conflicts: Conflict[] = [];
  if (!expiry.isExact || scripts.areRefused) return { conflicts, rest: entries };
  const sizes = await sizesOf(restoring, entries);
  const isSmall = (_entry: Copied, i: number): boolean =>
    (sizes[i] ?? UNKNOWN_BYTES) <= LARGEST_COMPARED;
  const rest = entries.filter((entry, i) => !isSmall(entry, i));
  const small = sizes.filter((size) => size <= LARGEST_COMPARED);
  for (const batch of batches(entries.filter(isSmall), small)) {
    const replies = await redis.readAll(
      batch.flatMap(({ key }): ReadCall[] => [['dump', key], expiry.call(key)]),
    );
    const changes: (Change & { readonly entry: Copied })[] = [];
    for (const [i, entry] of batch.entries()) {
      const { key } = entry;
      const [now, at] = [replies[2 * i], replies[2 * i + 1]];
      if (!isAnswered(now) || !isAnswered(at)) {
        rest.push(entry);
        continue;
      }
      const dump = now.reply === null ? null : toBuffer(now.reply);
      const calls = callsOf(restoring, entry, now.reply);
      const state = stateOf(dump === null ? null : { dump, expiresAtMs: expiry.atMs(at.reply) });
      if (typeof calls === 'string') conflicts.push(conflictOf(entry, calls));
      else if (calls.length > 0) changes.push({ entry, key, state, calls });
    }
    const outcomes = await changeCompared(restoring, 'value', changes);
    for (const [i, { entry }] of changes.entries()) {
      const outcome = outcomes[i] ?? null;
      const failed = outcome?.find((reply) => !reply.ok);
      if (outcome === null) rest.push(entry);
      else if (failed?.ok === false) conflicts.push(conflictOf(entry, failed.failure.message));
    }
  }
  return { conflicts, rest };
}

/** Of the server's memory, as far as it tells. */
async function sizesOf({ redis }: Restoring, entries: readonly Copied[]): Promise<number[]> {
  const sizes = await redis.readAll(entries.map(({ key }) => ['memory|usage', key, 'SAMPLES', 5]));
  return sizes.map(sizeOf);
}

function batches(entries: readonly Copied[], sizes: readonly number[]): Copied[][] {
  const all: Copied[][] = [];
  let bytes = 0;
  for (const [i, entry] of entries.entries()) {
    const size = (sizes[i] ?? UNKNOWN_BYTES) + (entry.before?.dump.byteLength ?? 0);
    const last = all.at(-1);
    bytes += size;
    if (last !== undefined && last.length < BATCH_KEYS && bytes <= BATCH_BYTES) last.push(entry);
    else {
      all.push([entry]);
      bytes = size;
    }
  }
  return all;
}

function sizeOf(reply: BatchReply | undefined): number {
  if (reply?.ok !== true) return UNKNOWN_BYTES;
  return reply.reply === null ? 0 : toCount(reply.reply);
}

/** All of one slot. When the transaction is refused each is tried alone: one key must not keep the others from going. */
async function restoreBatch(restoring: Restoring, batch: readonly Copied[]): Promise<Conflict[]> {
  try {
    const conflicts = await tryBatch(restoring, batch);
    if (conflicts !== null) return conflicts;
    if (batch.length === 1) return batch.map((entry) => conflictOf(entry, CHANGED));
  } catch (thrown) {
    const isRefused =
      thrown instanceof AppFailure &&
      (thrown.error.code === 'redis.reply' || thrown.error.code === 'limit');
    if (isLost(thrown) || (!isRefused && !isNodeFailure(thrown))) throw thrown;
    if (batch.length === 1 || !isRefused)
      return batch.map((entry) => conflictOf(entry, thrown.message));
  }
  const alone: Conflict[] = [];
  for (const entry of batch) alone.push(...(await restoreBatch(restoring, [entry])));
  return alone;
}

/** null: somebody changed one of them between the look and EXEC. */
async function tryBatch(
  restoring: Restoring,
  batch: readonly Copied[],
): Promise<Conflict[] | null> {
  const conflicts: Conflict[] = [];
  const taken: { readonly entry: Copied; readonly calls: readonly DestroyCall[] }[] = [];
  const outcome = await restoring.redis.transactDestroy(
    batch.map(({ key }) => key),
    async (reader) => {
      const dumps = await reader.readAll(batch.map(({ key }) => ['dump', key]));
      for (const [i, entry] of batch.entries()) {
        const calls = callsOf(restoring, entry, replyOf(dumps[i]));
        if (typeof calls === 'string') conflicts.push(conflictOf(entry, calls));
        else if (calls.length > 0) taken.push({ entry, calls });
      }
      return taken.length === 0 ? null : taken.flatMap(({ calls }) => calls);
    },
  );
  if (taken.length === 0) return conflicts;
  if (!outcome.done) return null;
  let from = 0;
  for (const { entry, calls } of taken) {
    const replies = outcome.replies.slice(from, from + calls.length);
    from += calls.length;
    const failed = replies.find((reply) => !reply.ok);
    if (failed?.ok === false) conflicts.push(conflictOf(entry, failed.failure.message));
  }
  return conflicts;
}

function replyOf(reply: BatchReply | undefined): Reply {
  if (reply?.ok === true) return reply.reply;
  throw reply?.failure ?? new Error('no answer');
}

/** The commands, or why it is left alone; none when it was taken back already. */
function callsOf(
  { left, isAgain }: Restoring,
  { key, before }: Copied,
  now: Reply,
): readonly DestroyCall[] | string {
  const found = digestOf(now);
  // It may be that nothing was left: then what was there before comes back.
  if (found !== left.get(toBinaryString(key))) {
    const earlier = digestOf(before === null ? null : Buffer.from(before.dump));
    if (isAgain && found === earlier) return [];
    return now === null ? GONE : CHANGED;
  }
  if (before === null) return [['del', key]];
  const { dump, expiresAtMs } = before;
  return [
    ['del', key],
    expiresAtMs === null
      ? ['restore', key, 0, dump]
      : ['restore', key, Math.max(1, expiresAtMs), dump, 'ABSTTL'],
  ];
}
