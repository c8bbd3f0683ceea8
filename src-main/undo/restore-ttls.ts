import type { BatchReply, ReadCall, WriteCall } from '../redis/clients.ts';
import { expiryState } from '../redis/compared-script.ts';
import { isNodeFailure } from '../redis/node-failure.ts';
import { type Change, changeCompared } from './change-compared.ts';
import type { UndoEntryOf } from './entry.ts';
import { type Conflict, isAnswered, isSameTime, type Restoring } from './restoring.ts';

type Ttl = UndoEntryOf<'ttl'>;

const BATCH = 200;
const OVER = 'By its earlier TTL it would have expired by now';
const JUST_NOW = 'It was changed at this very moment';

/** The earlier TTLs, where ours still stand. Gives what was left alone. */
export async function restoreTtls(
  restoring: Restoring,
  entries: readonly Ttl[],
): Promise<Conflict[]> {
  const { conflicts, rest } = await restoreCompared(restoring, entries);
  const byKey = new Map(rest.map((entry) => [entry.key, entry]));
  for (const keys of restoring.redis.together([...byKey.keys()]))
    for (let from = 0; from < keys.length; from += BATCH) {
      const batch = keys.slice(from, from + BATCH).flatMap((key) => byKey.get(key) ?? []);
      try {
        conflicts.push(...(await restoreBatch(restoring, batch)));
      } catch (thrown) {
        // Of a cluster: the other nodes may well answer.
        if (!isNodeFailure(thrown)) throw thrown;
        const reason = thrown.message;
        conflicts.push(...batch.map((entry) => ({ ...conflictOf(entry), reason })));
      }
    }
  return conflicts;
}

/** By scripts, of any slots of a cluster. `rest`: nothing was done to these. */
async function restoreCompared(
  restoring: Restoring,
  entries: readonly Ttl[],
): Promise<{ readonly conflicts: Conflict[]; readonly rest: readonly Ttl[] }> {
  const { redis, expiry, scripts } = restoring;
  const conflicts: Conflict[] = [];
  const rest: Ttl[] = [];
  for (let from = 0; from < entries.length; from += BATCH) {
    if (!expiry.isExact || scripts.areRefused) {
      rest.push(...entries.slice(from));
      break;
    }
    const batch = entries.slice(from, from + BATCH);
    const replies = await redis.readAll(
      batch.flatMap(({ key }): ReadCall[] => [['exists', key], expiry.call(key)]),
    );
    const changes: (Change & { readonly entry: Ttl })[] = [];
    for (const [i, entry] of batch.entries()) {
      const [exists, at] = [replies[2 * i], replies[2 * i + 1]];
      if (!isAnswered(exists) || !isAnswered(at)) {
        rest.push(entry);
        continue;
      }
      const call = callOf(restoring, entry, exists, at);
      const state = expiryState(expiry.atMs(at.reply));
      if (typeof call === 'string') conflicts.push(leftAlone(entry, call));
      else if (call !== null) changes.push({ entry, key: entry.key, state, calls: [call] });
    }
    const outcomes = await changeCompared(restoring, 'expiry', changes);
    for (const [i, { entry }] of changes.entries()) {
      const [reply] = outcomes[i] ?? [];
      if (reply === undefined) rest.push(entry);
      else if (!reply.ok) conflicts.push(leftAlone(entry, reply.failure.message));
    }
  }
  return { conflicts, rest };
}

async function restoreBatch(restoring: Restoring, batch: readonly Ttl[]): Promise<Conflict[]> {
  const { redis, expiry } = restoring;
  const conflicts: Conflict[] = [];
  const leave = (entry: Ttl, reason: string): void => {
    conflicts.push(leftAlone(entry, reason));
  };
  const changed: Ttl[] = [];
  const outcome = await redis.transact(
    batch.map(({ key }) => key),
    async (reader) => {
      const replies = await reader.readAll(
        batch.flatMap(({ key }): ReadCall[] => [['exists', key], expiry.call(key)]),
      );
      const calls: WriteCall[] = [];
      for (const [i, entry] of batch.entries()) {
        const call = callOf(restoring, entry, replies[2 * i], replies[2 * i + 1]);
        if (typeof call === 'string') leave(entry, call);
        else if (call !== null) {
          calls.push(call);
          changed.push(entry);
        }
      }
      return calls.length === 0 ? null : calls;
    },
  );
  if (changed.length === 0) return conflicts;
  if (!outcome.done) {
    // Somebody else changed one of them: it must not keep the others from coming back.
    if (batch.length === 1)
      return batch.map((entry) => ({ ...conflictOf(entry), reason: JUST_NOW }));
    const alone: Conflict[] = [];
    for (const entry of batch) alone.push(...(await restoreBatch(restoring, [entry])));
    return alone;
  }
  for (const [i, entry] of changed.entries()) {
    const reply = outcome.replies[i];
    if (!isAnswered(reply)) leave(entry, reply?.failure.message ?? 'No answer');
  }
  return conflicts;
}

const leftAlone = (entry: Ttl, reason: string): Conflict => ({
  entry,
  key: entry.key,
  reason,
  lasting: reason === OVER,
});

const conflictOf = (entry: Ttl): Omit<Conflict, 'reason'> => ({
  entry,
  key: entry.key,
  lasting: false,
});

/** The command, or why it is left alone; null when it is as it was already. */
function callOf(
  { expiry }: Restoring,
  { key, beforeMs, afterMs }: Ttl,
  exists: BatchReply | undefined,
  at: BatchReply | undefined,
): WriteCall | string | null {
  if (!isAnswered(exists) || !isAnswered(at)) return 'Its TTL could not be read';
  if (String(exists.reply) === '0') return 'The key is gone';
  const nowMs = expiry.atMs(at.reply);
  if (!isSameTime(nowMs, afterMs))
    return isSameTime(nowMs, beforeMs) ? null : 'Its TTL was changed since';
  if (beforeMs === null) return ['persist', key];
  return beforeMs <= expiry.nowMs() ? OVER : ['pexpireat', key, beforeMs];
}
