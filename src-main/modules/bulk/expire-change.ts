import type { BatchReply, ReadCall } from '../../redis/clients.ts';
import type { ExpiryReader } from '../../redis/expiry.ts';
import { toText } from '../../redis/reply.ts';
import { keyOf } from '../../undo/entry-key.ts';
import type { UndoEntryOf } from '../../undo/entry.ts';
import type { Change, Refused } from './change.ts';
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
  return {
    watched: (keys) => keys,
    async prepare(redis, keys) {
      const replies = await redis.readAll(
        keys.flatMap((key): ReadCall[] => [['exists', key], expiry.call(key)]),
      );
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
    async wasDone(redis, { entries }) {
      const changed = entries.filter((entry) => entry.kind === 'ttl');
      const replies = await redis.readAll(changed.map(({ key }) => expiry.call(key)));
      return replies.some(
        (reply, i) => reply.ok && expiry.atMs(reply.reply) === changed[i]?.afterMs,
      );
    },
  };
}
