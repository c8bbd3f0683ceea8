import { equalBytes } from '../../../src-shared/redis-value.ts';
import type { DestroyCall } from '../../redis/clients.ts';
import type { ExpiryReader } from '../../redis/expiry.ts';
import { toBuffer, toCount } from '../../redis/reply.ts';
import type { Session } from '../../redis/session.ts';
import type { Change, Fate } from './change.ts';
import { answersOf } from './fates.ts';
import type { Difference, PlannedKeys } from './planned-keys.ts';
import { type Snapshot, SnapshotReader } from './snapshot-chunk.ts';

/** DEL only where there is no UNLINK: it frees big values while everybody waits. */
export const removeCommand = (session: Session): 'unlink' | 'del' =>
  session.has('unlink') ? 'unlink' : 'del';

/** What is to be changed of what was read, and what is not as it was planned. */
export function apart(
  entries: Snapshot['entries'],
  planned: PlannedKeys,
): { readonly same: Snapshot['entries']; readonly different: readonly Difference[] } {
  const different: Difference[] = [];
  const same = entries.filter(({ key, dump, expiresAtMs }) => {
    const found = planned.differenceOfDump(key, { dump, hasTtl: expiresAtMs !== null });
    if (found !== null) different.push(found);
    return found?.part !== 'otherType';
  });
  return { same, different };
}

/** DUMP and expiry of each key, then one UNLINK of all. */
export function deleteChange(
  expiry: ExpiryReader,
  command: 'unlink' | 'del',
  planned: PlannedKeys,
): Change {
  const snapshots = new SnapshotReader(expiry);
  return {
    watched: (keys) => keys,
    async prepare(redis, keys) {
      const snapshot = await snapshots.read(redis, keys);
      const { same: entries, different } = apart(snapshot.entries, planned);
      const calls: DestroyCall[] = [[command, ...entries.map(({ key }) => key)]];
      return { ...snapshot, entries, different, calls };
    },
    conclude({ entries }, [reply]) {
      if (reply?.ok !== true)
        return { kind: 'refused', reason: reply?.failure.message ?? 'No answer' };
      const changed = toCount(reply.reply);
      // Expired between its DUMP and EXEC, on a server that does not count that as a change.
      return { kind: 'done', changed, missing: entries.length - changed, failed: [], notes: [] };
    },
    async findOut(redis, { entries }) {
      const deleted = entries.filter((entry) => entry.kind === 'delete');
      const dumps = answersOf(await redis.readAll(deleted.map(({ key }) => ['dump', key])));
      const now = expiry.nowMs();
      const fates = deleted.map(({ dump, expiresAtMs }, i): Fate => {
        const found = dumps[i] ?? null;
        if (found !== null) return equalBytes(toBuffer(found), dump) ? 'not done' : 'unclear';
        return expiresAtMs !== null && expiresAtMs <= now ? 'unclear' : 'done';
      });
      return { fates, notes: [] };
    },
  };
}
