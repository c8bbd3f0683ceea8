import { toBinaryString } from '../../../src-shared/redis-value.ts';
import type { BatchReply, DestroyCall, ReadClient } from '../../redis/clients.ts';
import { comparedCall, stateOf } from '../../redis/compared-script.ts';
import type { ExpiryReader } from '../../redis/expiry.ts';
import type { Reply } from '../../redis/reply.ts';
import type { NameSet } from '../../scan/name-set.ts';
import type { KeyRecord } from '../../transfer/collect-keys.ts';
import { typeOf } from '../../transfer/part.ts';
import { recordCalls } from '../../transfer/record-calls.ts';
import { digestOf } from '../../undo/digest.ts';
import { isDumpType } from '../../undo/dump-type.ts';
import type { UndoEntry, UndoEntryOf } from '../../undo/entry.ts';
import type { Change, PreparedChunk, Refused } from '../bulk/change.ts';
import { CHECKED, ComparedScripts, isLarge } from '../bulk/compared-scripts.ts';
import { lookAtTarget } from '../bulk/look-at-target.ts';
import { type Limits, SnapshotReader } from '../bulk/snapshot-chunk.ts';
import { findWritten, type Sent } from '../bulk/written-there.ts';

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
  readonly record: KeyRecord;
  readonly calls: readonly DestroyCall[];
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

/**
 * Some keys of a file, by name, written where there are none; each is dumped at the end, for its undo. By a script that first
 * looks whether what is there is as it was read; or, large values and where scripts are refused, in a transaction.
 */
export function importChange(
  { expiry, conflicts, overwrite }: Options,
  records: ReadonlyMap<string, KeyRecord>,
): Change {
  const writtenBy = new WeakMap<PreparedChunk, readonly Written[]>();
  const snapshots = new SnapshotReader(expiry);
  const refuse = (key: Uint8Array): string | null => {
    if (!conflicts.has(key)) return APPEARED;
    return overwrite ? null : THERE;
  };
  const recordOf = (key: Uint8Array): KeyRecord => {
    const record = records.get(toBinaryString(key));
    if (record === undefined) throw new Error('a key that is not in this chunk');
    return record;
  };
  const scripts = new ComparedScripts(expiry);

  async function lookAndWrite(redis: ReadClient, keys: readonly Uint8Array[], limits?: Limits) {
    const found = await lookAtTarget(redis, snapshots, keys, refuse, limits);
    const now = expiry.nowMs();
    const failed: Refused[] = [...found.failed];
    const written: Written[] = [];
    for (const { key, before } of found.free) {
      const record = recordOf(key);
      const at = record.expiry;
      if (at !== null && 'atMs' in at && at.atMs <= now) failed.push({ key, reason: EXPIRED });
      else written.push({ key, before, record, calls: callsOf(record, before !== null) });
    }
    return { written, chunk: { gone: [], failed, different: [], taken: found.taken } };
  }

  async function prepareChecked(
    redis: ReadClient,
    keys: readonly Uint8Array[],
  ): Promise<PreparedChunk> {
    const small: Uint8Array[] = [];
    const toWatch: Uint8Array[] = [];
    let bytes = 0;
    for (const key of keys) {
      const own = recordOf(key).bytes;
      if (own > CHECKED.largestBytes) toWatch.push(key);
      else if (small.length > 0 && bytes + own > CHECKED.mostBytes) break;
      else {
        small.push(key);
        bytes += own;
      }
    }
    const { written, chunk } = await lookAndWrite(redis, small, CHECKED);
    const seen = written.map(({ key, before }) => ({ key, state: stateOf(before) }));
    const calls = written.flatMap((one) => one.calls);
    const prepared = {
      ...chunk,
      failed: chunk.failed.filter((one) => !isLarge(one)),
      entries: written.map(copiedOf),
      calls: [comparedCall('value', seen, calls)],
      toWatch: [...toWatch, ...chunk.failed.filter(isLarge).map(({ key }) => key)],
      later: small.slice(chunk.taken),
      taken: small.length + toWatch.length,
    };
    writtenBy.set(prepared, written);
    return prepared;
  }

  return {
    byOneCommand: false,
    watched: (keys) => keys,
    checked: () => (scripts.areRefused ? null : prepareChecked),
    async prepare(redis, keys) {
      const { written, chunk } = await lookAndWrite(redis, keys);
      const calls = written.flatMap((one) => one.calls);
      const prepared = { ...chunk, entries: written.map(copiedOf), calls };
      writtenBy.set(prepared, written);
      return prepared;
    },
    conclude(chunk, replies) {
      const written = writtenBy.get(chunk) ?? [];
      const calls = () => written.flatMap((one) => one.calls);
      return scripts.conclude(chunk, replies, calls, (own) =>
        conclude(written, chunk.entries, own),
      );
    },
    findOut: (redis, chunk) => findWritten(redis, expiry, (writtenBy.get(chunk) ?? []).map(sentOf)),
  };
}

const copiedOf = ({ key, before }: Written): Copied => ({ kind: 'copied', key, before });

function sentOf({ key, before, record: { parts, expiry } }: Written): Sent {
  const piece = parts[0]?.piece;
  const type = piece === undefined ? null : typeOf(piece);
  return {
    key,
    before,
    dump: piece?.kind === 'dump' ? piece.dump : null,
    type: type !== null && isDumpType(type) ? type : null,
    expiresAtMs: expiry !== null && 'inMs' in expiry ? undefined : (expiry?.atMs ?? null),
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
    ? `${message}: it was changed, or this server is older than the one it comes from; a readable export has no DUMP`
    : message;
}
