import type { BatchReply, ReadCall } from '../../redis/clients.ts';
import type { ExpiryReader } from '../../redis/expiry.ts';
import { toText } from '../../redis/reply.ts';
import { keyOf } from '../../undo/entry-key.ts';
import type { UndoEntryOf } from '../../undo/entry.ts';
import { isSameTime } from '../../undo/restoring.ts';
import type { Change, Fate, Refused } from './change.ts';
import { answersOf } from './fates.ts';
import { concludeEach } from './one-each.ts';
import { refusalOf } from './refusal.ts';

type Before = { readonly beforeMs: number | null } | { readonly refused: string } | null;

/** What is told by EXISTS and the expiry of one key; null: it has gone. */
function beforeOf(
  expiry: ExpiryReader,
  exists: BatchReply | undefined,
  at: BatchReply | undefined,
): Before {
  const refused = refusalOf(exists) ?? refusalOf(at);
  if (refused !== null) return { refused };
  if (exists?.ok !== true || at?.ok !== true) throw new Error('a reply is missing');
  return toText(exists.reply) === '0' ? null : { beforeMs: expiry.atMs(at.reply) };
}

/** PEXPIREAT, so that the undo knows the time that was set; PERSIST for null. */
export function expireChange(expiry: ExpiryReader, ttlMs: number | null): Change {
  const callsFor = (keys: readonly Uint8Array[]): ReadCall[] =>
    keys.flatMap((key): ReadCall[] => [['exists', key], expiry.call(key)]);
  return {
    watched: (keys) => keys,
    async prepare(redis, keys) {
      const replies = await redis.readAll(callsFor(keys));
      const afterMs = ttlMs === null ? null : Math.round(expiry.nowMs() + ttlMs);
      const entries: UndoEntryOf<'ttl'>[] = [];
      const failed: Refused[] = [];
      let missing = 0;
      for (const [i, key] of keys.entries()) {
        const before = beforeOf(expiry, replies[2 * i], replies[2 * i + 1]);
        if (before === null) missing += 1;
        else if ('refused' in before) failed.push({ key, reason: before.refused });
        // PERSIST of a key without TTL changes nothing.
        else if (before.beforeMs !== afterMs)
          entries.push({ kind: 'ttl', key, beforeMs: before.beforeMs, afterMs });
      }
      return {
        entries,
        calls: entries.map(({ key }) =>
          afterMs === null ? ['persist', key] : ['pexpireat', key, afterMs],
        ),
        missing,
        failed,
        taken: keys.length,
      };
    },
    conclude: (prepared, replies) => concludeEach(prepared, replies, keyOf, null),
    async findOut(redis, { entries }) {
      const changed = entries.filter((entry) => entry.kind === 'ttl');
      const replies = answersOf(await redis.readAll(callsFor(changed.map(({ key }) => key))));
      const now = expiry.nowMs();
      const fates = changed.map(({ beforeMs, afterMs }, i): Fate => {
        const [exists = null, at = null] = replies.slice(2 * i, 2 * i + 2);
        if (toText(exists) !== '0') return nearer(expiry.atMs(at), beforeMs, afterMs);
        const isPast = (ms: number | null): boolean => ms !== null && ms <= now;
        return isPast(afterMs) && !isPast(beforeMs) ? 'done' : 'unclear';
      });
      return { fates, notes: [] };
    },
  };
}

/** Where the time is reckoned from PTTL it is not exact. */
function nearer(now: number | null, beforeMs: number | null, afterMs: number | null): Fate {
  if (now === afterMs) return 'done';
  if (now === beforeMs) return 'not done';
  const [before, after] = [isSameTime(now, beforeMs), isSameTime(now, afterMs)];
  if (before === after) return 'unclear';
  return after ? 'done' : 'not done';
}
