import { equalBytes } from '../../../src-shared/redis-value.ts';
import type { BatchReply, DestroyCall, ReadClient } from '../../redis/clients.ts';
import type { ExpiryReader } from '../../redis/expiry.ts';
import { toBuffer, toCount } from '../../redis/reply.ts';
import type { Session } from '../../redis/session.ts';
import type { Change, Concluded, Fate, PreparedChunk, Refused } from './change.ts';
import { answersOf } from './fates.ts';
import type { Difference, PlannedKeys } from './planned-keys.ts';
import { type Snapshot, SnapshotReader, TOO_LARGE } from './snapshot-chunk.ts';
import { isTold, removeUnchanged } from './unchanged-script.ts';

/** DEL only where there is no UNLINK: it frees big values while everybody waits. */
export const removeCommand = (session: Session): 'unlink' | 'del' =>
  session.has('unlink') ? 'unlink' : 'del';

/** What is read twice: little enough for a script that others wait for. */
const CHECKED = { mostBytes: 1_048_576, largestBytes: 65_536 };
/** What takes more of the server's memory is deleted in a transaction. */
export const LARGEST_CHECKED = CHECKED.largestBytes;

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

/**
 * DUMP and expiry of each key, then one UNLINK of all: by a script that first looks whether they are as they were read; or, for
 * large values and where scripts are refused, in a transaction that watches them.
 */
export function deleteChange(
  expiry: ExpiryReader,
  command: 'unlink' | 'del',
  planned: PlannedKeys,
): Change {
  const snapshots = new SnapshotReader(expiry);
  let mayCheck = true;

  async function prepareChecked(
    redis: ReadClient,
    keys: readonly Uint8Array[],
  ): Promise<PreparedChunk> {
    const { entries, gone, failed, taken } = await snapshots.read(redis, keys, CHECKED);
    const isChecked = (entry: Snapshot['entries'][number]): boolean =>
      snapshots.hasScripts && isTold(entry);
    const isLarge = ({ reason }: Refused): boolean => reason === TOO_LARGE;
    // Of what is left to be watched, the differences are told then.
    const { same, different } = apart(entries.filter(isChecked), planned);
    return {
      entries: same,
      calls: [removeUnchanged(command, same)],
      gone,
      failed: failed.filter((one) => !isLarge(one)),
      different,
      toWatch: [...entries.filter((entry) => !isChecked(entry)), ...failed.filter(isLarge)].map(
        ({ key }) => key,
      ),
      taken,
    };
  }

  function concludeChecked({ entries }: PreparedChunk, reply: BatchReply | undefined): Concluded {
    // What a script is refused may be allowed without it; if not, that says why.
    if (reply?.ok !== true) mayCheck = false;
    if (reply?.ok !== true || reply.reply === null) return { kind: 'changed' };
    return done(entries.length, toCount(reply.reply));
  }

  return {
    byOneCommand: true,
    watched: (keys) => keys,
    checked: () => (mayCheck && snapshots.hasScripts ? prepareChecked : null),
    async prepare(redis, keys) {
      const snapshot = await snapshots.read(redis, keys);
      const { same: entries, different } = apart(snapshot.entries, planned);
      const calls: DestroyCall[] = [[command, ...entries.map(({ key }) => key)]];
      return { ...snapshot, entries, different, calls };
    },
    conclude(prepared, [reply]) {
      if (prepared.calls[0]?.[0] === 'eval') return concludeChecked(prepared, reply);
      if (reply?.ok !== true)
        return { kind: 'refused', reason: reply?.failure.message ?? 'No answer' };
      return done(prepared.entries.length, toCount(reply.reply));
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

/** The others expired between their DUMP and EXEC, on a server that does not count that as a change. */
const done = (of: number, changed: number): Concluded => ({
  kind: 'done',
  changed,
  missing: of - changed,
  failed: [],
  notes: [],
});
