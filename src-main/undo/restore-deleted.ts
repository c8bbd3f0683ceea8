import { equalBytes } from '../../src-shared/redis-value.ts';
import type { ReadCall, WriteCall } from '../redis/clients.ts';
import { isNodeFailure } from '../redis/node-failure.ts';
import { toBuffer } from '../redis/reply.ts';
import { AppFailure } from '../rpc/app-failure.ts';
import { dumpType } from './dump-type.ts';
import type { UndoEntryOf } from './entry.ts';
import { type Conflict, isAnswered, isLost, isSameTime, type Restoring } from './restoring.ts';

type Deleted = UndoEntryOf<'delete'>;

const BATCH_KEYS = 1_000;
const BATCH_BYTES = 8_388_608;

/** RESTORE without REPLACE, TTL as the absolute time it was. Gives what was left alone. */
export async function restoreDeleted(
  restoring: Restoring,
  entries: readonly Deleted[],
): Promise<Conflict[]> {
  const conflicts: Conflict[] = [];
  for (const batch of batches(entries)) {
    const now = restoring.expiry.nowMs();
    const isOver = ({ expiresAtMs }: Deleted): boolean =>
      expiresAtMs !== null && expiresAtMs <= now;
    for (const entry of batch.filter(isOver))
      conflicts.push({
        entry,
        key: entry.key,
        reason: 'Its TTL has run out meanwhile',
        lasting: true,
      });
    const timely = batch.filter((entry) => !isOver(entry));
    conflicts.push(...(await restoreBatch(restoring, timely)));
  }
  return conflicts;
}

function batches(entries: readonly Deleted[]): Deleted[][] {
  const all: Deleted[][] = [];
  let bytes = 0;
  for (const entry of entries) {
    const last = all.at(-1);
    bytes += entry.dump.byteLength;
    if (last !== undefined && last.length < BATCH_KEYS && bytes <= BATCH_BYTES) last.push(entry);
    else {
      all.push([entry]);
      bytes = entry.dump.byteLength;
    }
  }
  return all;
}

function restoreCall({ key, dump, expiresAtMs }: Deleted): WriteCall {
  return expiresAtMs === null
    ? ['restore', key, 0, dump]
    : ['restore', key, Math.max(1, expiresAtMs), dump, 'ABSTTL'];
}

/**
 * Whether what is there is what was kept: it was never removed, or an undo that was interrupted has restored it already.
 * After a lost answer that is so also when a hash table of the same size has its own order of being dumped.
 */
function isRestored(
  { isAgain }: Restoring,
  { dump, expiresAtMs }: Deleted,
  now: Uint8Array,
  atMs: number | null,
): boolean {
  if (equalBytes(now, dump)) return true;
  return (
    isAgain &&
    isSameTime(atMs, expiresAtMs) &&
    now.byteLength === dump.byteLength &&
    dumpType(now) === dumpType(dump)
  );
}

async function restoreBatch(restoring: Restoring, batch: readonly Deleted[]): Promise<Conflict[]> {
  const { redis, expiry } = restoring;
  const replies = await redis.writeAll(batch.map(restoreCall));
  const conflicts: Conflict[] = [];
  const taken: Deleted[] = [];
  for (const [i, entry] of batch.entries()) {
    const reply = replies[i];
    if (reply?.ok === true) continue;
    const failure = reply?.failure ?? new Error('no answer');
    const isReply = failure instanceof AppFailure && failure.error.code === 'redis.reply';
    // What was never sent to one primary of a cluster does not keep the others from being restored.
    if (isLost(failure) || (!isReply && !isNodeFailure(failure))) throw failure;
    if (isReply && failure.error.prefix === 'BUSYKEY') taken.push(entry);
    else conflicts.push({ entry, key: entry.key, reason: failure.message, lasting: false });
  }
  if (taken.length === 0) return conflicts;
  const there = await redis.readAll(
    taken.flatMap(({ key }): ReadCall[] => [['dump', key], expiry.call(key)]),
  );
  for (const [i, entry] of taken.entries()) {
    const [now, at] = there.slice(2 * i, 2 * i + 2);
    if (isAnswered(now) && isAnswered(at) && now.reply !== null)
      if (isRestored(restoring, entry, toBuffer(now.reply), expiry.atMs(at.reply))) continue;
    conflicts.push({
      entry,
      key: entry.key,
      reason: 'There is a key of this name again',
      lasting: false,
    });
  }
  return conflicts;
}
