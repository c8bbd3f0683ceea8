import { toBinaryString } from '../../../src-shared/redis-value.ts';
import type { BatchReply, DestroyCall, ReadClient } from '../../redis/clients.ts';
import type { ExpiryReader } from '../../redis/expiry.ts';
import { type Reply, toText } from '../../redis/reply.ts';
import type { NameSet } from '../../scan/name-set.ts';
import type { KeyRecord } from '../../transfer/collect-keys.ts';
import { recordCalls } from '../../transfer/record-calls.ts';
import { digestOf } from '../../undo/digest.ts';
import type { UndoEntry, UndoEntryOf } from '../../undo/entry.ts';
import type { Change, PreparedChunk, Refused } from '../bulk/change.ts';
import { refusalOf } from '../bulk/refusal.ts';
import { SnapshotReader } from '../bulk/snapshot-chunk.ts';

type Copied = UndoEntryOf<'copied'>;

const THERE = 'Left alone: there is a key of this name already';
const APPEARED = 'Left alone: a key of this name has appeared since the file was looked at';
const EXPIRED = 'Left out: it has expired';
const PAYLOAD = 'DUMP payload version or checksum are wrong';
const HALF = 'It was written in part: undo takes that back';

interface Options {
  readonly expiry: ExpiryReader;
  /** Those that were there when the file was looked at. */
  readonly conflicts: NameSet;
  readonly overwrite: boolean;
}

/** One key of a prepared chunk: how many replies are its own, from where on. */
interface Written {
  readonly key: Uint8Array;
  readonly before: Copied['before'];
  readonly calls: readonly DestroyCall[];
}

/** Keys that may be written, with what is there now; those that may not; how many were looked at. */
interface Found {
  readonly free: readonly { readonly key: Uint8Array; readonly before: Copied['before'] }[];
  readonly failed: readonly Refused[];
  readonly taken: number;
}

/** What is to be written over is read for the undo, as much of it as fits into memory at once. */
async function lookAt(
  redis: ReadClient,
  { conflicts, overwrite }: Pick<Options, 'conflicts' | 'overwrite'>,
  snapshots: SnapshotReader,
  keys: readonly Uint8Array[],
): Promise<Found> {
  const replies = await redis.readAll(keys.map((key) => ['exists', key]));
  const failed: (Refused & { readonly index: number })[] = [];
  const there: number[] = [];
  const free: { readonly key: Uint8Array; readonly index: number }[] = [];
  for (const [index, key] of keys.entries()) {
    const reply = replies[index];
    const refused = refusalOf(reply);
    if (refused !== null) failed.push({ index, key, reason: refused });
    else if (reply?.ok === true && toText(reply.reply) === '0') free.push({ key, index });
    else if (!conflicts.has(key)) failed.push({ index, key, reason: APPEARED });
    else if (overwrite) there.push(index);
    else failed.push({ index, key, reason: THERE });
  }
  const over = there.map((index) => keys[index] ?? new Uint8Array());
  const kept = await snapshots.read(redis, over);
  const taken = there[kept.taken] ?? keys.length;
  const dumps = new Map(kept.entries.map((entry) => [toBinaryString(entry.key), entry]));
  const reasons = new Map(kept.failed.map(({ key, reason }) => [toBinaryString(key), reason]));
  for (const index of there.slice(0, kept.taken)) {
    const key = keys[index] ?? new Uint8Array();
    const reason = reasons.get(toBinaryString(key));
    if (reason === undefined) free.push({ key, index });
    else failed.push({ index, key, reason });
  }
  return {
    free: free
      .filter(({ index }) => index < taken)
      .map(({ key }) => {
        const entry = dumps.get(toBinaryString(key));
        const before =
          entry === undefined ? null : { dump: entry.dump, expiresAtMs: entry.expiresAtMs };
        return { key, before };
      }),
    failed: failed.filter(({ index }) => index < taken),
    taken,
  };
}

function callsOf(record: KeyRecord, isThere: boolean): DestroyCall[] {
  const calls = recordCalls(record);
  const dump: DestroyCall = ['dump', record.key];
  if (!isThere) return [...calls, dump];
  // RESTORE looks at the payload before it removes what is there; the others need the place free.
  return record.parts[0]?.piece.kind === 'dump'
    ? [...calls.map((call): DestroyCall => [...call, 'REPLACE']), dump]
    : [['del', record.key], ...calls, dump];
}

/** Some keys of a file, by name, written where there are none; each is dumped at the end, for its undo. */
export function importChange(
  { expiry, conflicts, overwrite }: Options,
  records: ReadonlyMap<string, KeyRecord>,
): Change {
  const writtenBy = new WeakMap<PreparedChunk, readonly Written[]>();
  const snapshots = new SnapshotReader(expiry);
  return {
    watched: (keys) => keys,
    async prepare(redis, keys) {
      const found = await lookAt(redis, { conflicts, overwrite }, snapshots, keys);
      const now = expiry.nowMs();
      const failed: Refused[] = [...found.failed];
      const entries: Copied[] = [];
      const written: Written[] = [];
      for (const { key, before } of found.free) {
        const record = records.get(toBinaryString(key));
        if (record === undefined) throw new Error('a key that is not in this chunk');
        const at = record.expiry;
        if (at !== null && 'atMs' in at && at.atMs <= now) failed.push({ key, reason: EXPIRED });
        else {
          entries.push({ kind: 'copied', key, before });
          written.push({ key, before, calls: callsOf(record, before !== null) });
        }
      }
      const calls = written.flatMap((one) => one.calls);
      const chunk = { entries, calls, missing: 0, failed, taken: found.taken };
      writtenBy.set(chunk, written);
      return chunk;
    },
    conclude: (chunk, replies) => conclude(writtenBy.get(chunk) ?? [], chunk.entries, replies),
    wasDone: (redis, chunk) => wasDone(redis, writtenBy.get(chunk) ?? [], chunk.entries),
  };
}

function conclude(
  written: readonly Written[],
  entries: readonly UndoEntry[],
  replies: readonly BatchReply[],
) {
  const failed: Refused[] = [];
  const notes: UndoEntry[] = [];
  let at = 0;
  for (const { key, before, calls } of written) {
    const own = replies.slice(at, at + calls.length);
    at += calls.length;
    const refused = own.find((reply) => !reply.ok);
    const left = own.at(-1);
    const now = left?.ok === true ? left.reply : null;
    // Removed to make room for what was then refused: the undo must know that nothing is what we left.
    const isLost = before !== null && left?.ok === true && now === null;
    if (now !== null || isLost) notes.push({ kind: 'left', key, digest: digestOf(now) });
    if (refused?.ok !== false) continue;
    const reason = reasonOf(refused.failure);
    const isTouched = isLost || (now !== null && !isSame(now, before));
    failed.push({ key, reason: isTouched ? `${reason}. ${HALF}` : reason });
  }
  const [first] = failed;
  return notes.length === 0 && first !== undefined
    ? ({ kind: 'refused', reason: first.reason } as const)
    : ({
        kind: 'done',
        changed: entries.length - failed.length,
        missing: 0,
        failed,
        notes,
      } as const);
}

const isSame = (now: Reply, before: Copied['before']): boolean =>
  before !== null && digestOf(now) === digestOf(Buffer.from(before.dump));

function reasonOf({ message }: Error): string {
  return message.includes(PAYLOAD)
    ? `${message}: it was changed, or this server is older than the one it comes from`
    : message;
}

/** EXEC runs all or nothing: the first key that was made, or made anew, tells of all. */
async function wasDone(
  redis: ReadClient,
  written: readonly Written[],
  entries: readonly UndoEntry[],
): Promise<boolean> {
  const [first] = entries;
  if (first?.kind !== 'copied' || written.length === 0) return false;
  const now = await redis.read('dump', first.key);
  if (now === null) return false;
  return first.before === null || digestOf(now) !== digestOf(Buffer.from(first.before.dump));
}
