import type { ReadCall, ReadClient } from '../../redis/clients.ts';
import type { ExpiryReader } from '../../redis/expiry.ts';
import { type Reply, toBuffer } from '../../redis/reply.ts';
import { rdbVersionOf } from '../../transfer/part.ts';
import { digestOf } from '../../undo/digest.ts';
import { dumpType } from '../../undo/dump-type.ts';
import type { UndoEntry, UndoEntryOf } from '../../undo/entry.ts';
import { isSameTime } from '../../undo/restoring.ts';
import type { Fate, FoundOut } from './change.ts';
import { answersOf } from './fates.ts';

/** What a transaction wrote, or was to write, at a name. */
export interface Sent {
  readonly key: Uint8Array;
  readonly before: UndoEntryOf<'copied'>['before'];
  /** null: by other commands than RESTORE. */
  readonly dump: Uint8Array | null;
  /** As TYPE calls it; null for one that a DUMP does not tell. */
  readonly type: string | null;
  /** null: none; undefined: by the server's clock, which is not known. */
  readonly expiresAtMs: number | null | undefined;
}

/** What became of it, with what is there now noted for the undo. */
export async function findWritten(
  redis: ReadClient,
  expiry: ExpiryReader,
  all: readonly Sent[],
): Promise<FoundOut> {
  const calls = all.flatMap(({ key }): ReadCall[] => [['dump', key], expiry.call(key)]);
  const replies = answersOf(await redis.readAll(calls));
  const fates: Fate[] = [];
  const notes: UndoEntry[] = [];
  for (const [i, sent] of all.entries()) {
    const [dump = null, at = null] = replies.slice(2 * i, 2 * i + 2);
    const fate = fateOf(sent, dump, expiry.atMs(at), expiry.nowMs());
    fates.push(fate);
    const digest = leftBy(sent, dump, fate);
    if (digest !== null) notes.push({ kind: 'left', key: sent.key, digest });
  }
  return { fates, notes };
}

function fateOf(sent: Sent, now: Reply, atMs: number | null, nowMs: number): Fate {
  const { before, expiresAtMs } = sent;
  if (now === null) {
    const isPast = typeof expiresAtMs === 'number' && expiresAtMs <= nowMs;
    return before !== null || isPast ? 'unclear' : 'not done';
  }
  // Where it was to become what it was, doing it once more does no harm.
  if (before !== null && digestOf(now) === digestOf(Buffer.from(before.dump))) return 'not done';
  const isTimely = expiresAtMs === undefined || isSameTime(atMs, expiresAtMs);
  return isTimely && isLike(sent, toBuffer(now)) ? 'done' : 'unclear';
}

/**
 * The same bytes; or as many, since a hash table is dumped in an order of its own; or of a server of another version,
 * which writes them in its own way, the same type.
 */
function isLike({ dump, type }: Sent, now: Buffer): boolean {
  if (dump === null) return type === null || dumpType(now) === type;
  if (digestOf(now) === digestOf(Buffer.from(dump))) return true;
  if (dumpType(now) !== dumpType(dump)) return false;
  return rdbVersionOf(now) !== rdbVersionOf(dump) || now.byteLength === dump.byteLength;
}

/** null: nothing that undo could go by. */
function leftBy({ before, dump }: Sent, now: Reply, fate: Fate): string | null {
  if (fate === 'done') return digestOf(now);
  if (fate === 'not done') return null;
  // It went: what was there before can come back without going over anything.
  if (now === null) return before === null ? null : digestOf(now);
  // Undo then sees that it is not what was sent.
  return dump === null ? null : digestOf(Buffer.from(dump));
}
