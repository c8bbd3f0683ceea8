import { equalBytes } from '../../../src-shared/redis-value.ts';
import type { BatchReply, ReadClient } from '../../redis/clients.ts';
import type { ExpiryReader } from '../../redis/expiry.ts';
import { toBuffer, toCount } from '../../redis/reply.ts';
import type { Session } from '../../redis/session.ts';
import type { Change, Concluded, Fate, PreparedChunk } from './change.ts';
import { answersOf } from './fates.ts';
import { SnapshotReader, TOO_LARGE } from './snapshot-chunk.ts';
import { isTold, removeUnchanged } from './unchanged-script.ts';

/** DEL only where there is no UNLINK: it frees big values while everybody waits. */
export const removeCommand = (session: Session): 'unlink' | 'del' =>
  session.has('unlink') ? 'unlink' : 'del';

/** What is read twice: little enough for a script that others wait for. */
const CHECKED = { mostBytes: 1_048_576, largestBytes: 65_536 };

/**
 * DUMP and expiry of each key, then one UNLINK of all: by a script that first looks whether they are as they were read; or, for
 * large values and where scripts are refused, in a transaction that watches them.
 */
export function deleteChange(expiry: ExpiryReader, command: 'unlink' | 'del'): Change {
  const snapshots = new SnapshotReader(expiry);
  let mayCheck = true;

  async function prepareChecked(
    redis: ReadClient,
    keys: readonly Uint8Array[],
  ): Promise<PreparedChunk> {
    const { entries, missing, failed, taken } = await snapshots.read(redis, keys, CHECKED);
    const told = snapshots.hasScripts ? entries.filter(isTold) : [];
    return {
      entries: told,
      calls: [removeUnchanged(command, told)],
      missing,
      failed: failed.filter(({ reason }) => reason !== TOO_LARGE),
      toWatch: [
        ...entries.filter((entry) => !told.includes(entry)),
        ...failed.filter(({ reason }) => reason === TOO_LARGE),
      ].map(({ key }) => key),
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
    watched: (keys) => keys,
    checked: () => (mayCheck && snapshots.hasScripts ? prepareChecked : null),
    async prepare(redis, keys) {
      const snapshot = await snapshots.read(redis, keys);
      const { entries } = snapshot;
      return { ...snapshot, calls: [[command, ...entries.map(({ key }) => key)]] };
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
