import type { BatchReply, DestroyCall, ReadClient } from '../../redis/clients.ts';
import type { ExpiryReader } from '../../redis/expiry.ts';
import { toBuffer } from '../../redis/reply.ts';
import { digestOf } from '../../undo/digest.ts';
import type { UndoEntry, UndoEntryOf } from '../../undo/entry.ts';
import type { Change, PreparedChunk, Refused } from './change.ts';
import { refusalOf } from './refusal.ts';
import { SnapshotReader } from './snapshot-chunk.ts';

type Copied = UndoEntryOf<'copied'>;
type Source = UndoEntryOf<'delete'>;

const THERE = 'Left alone: there is a key of this name already';
const PAYLOAD = 'DUMP payload version or checksum are wrong';

interface From {
  readonly redis: ReadClient;
  readonly expiry: ExpiryReader;
  readonly replace: boolean;
}

interface Dumped {
  readonly dump: Uint8Array;
  readonly expiresAtMs: number | null;
}

/** What RESTORE would go over; null: nothing is there. */
async function thereNow(
  redis: ReadClient,
  expiry: ExpiryReader,
  keys: readonly Uint8Array[],
): Promise<readonly (Dumped | null | { readonly refused: string })[]> {
  const replies = await redis.readAll(keys.flatMap((key) => [['dump', key], expiry.call(key)]));
  return keys.map((_key, i) => {
    const [dump, at] = [replies[2 * i], replies[2 * i + 1]];
    const refused = refusalOf(dump) ?? refusalOf(at);
    if (refused !== null) return { refused };
    if (dump?.ok !== true || at?.ok !== true) throw new Error('a reply is missing');
    return dump.reply === null
      ? null
      : { dump: toBuffer(dump.reply), expiresAtMs: expiry.atMs(at.reply) };
  });
}

/** DUMP where it comes from, RESTORE where it goes, with the time it expires at; DUMP again tells the undo what was left. */
export function copyChange(from: From, expiry: ExpiryReader): Change {
  const callsOf = ({ key, dump, expiresAtMs }: Source): DestroyCall[] => [
    [
      'restore',
      key,
      expiresAtMs === null ? 0 : Math.max(1, expiresAtMs),
      dump,
      ...(expiresAtMs === null ? [] : ['ABSTTL']),
      ...(from.replace ? ['REPLACE'] : []),
    ],
    ['dump', key],
  ];
  const snapshots = new SnapshotReader(from.expiry);
  return {
    watched: (keys) => keys,
    async prepare(redis, keys) {
      const source = await snapshots.read(from.redis, keys);
      const there = await thereNow(
        redis,
        expiry,
        source.entries.map(({ key }) => key),
      );
      const failed: Refused[] = [...source.failed];
      const wanted: Source[] = [];
      const entries: Copied[] = [];
      for (const [i, entry] of source.entries.entries()) {
        const before = there[i] ?? null;
        if (before !== null && 'refused' in before)
          failed.push({ key: entry.key, reason: before.refused });
        else if (before !== null && !from.replace) failed.push({ key: entry.key, reason: THERE });
        else {
          entries.push({ kind: 'copied', key: entry.key, before });
          wanted.push(entry);
        }
      }
      const { missing, taken } = source;
      return { entries, calls: wanted.flatMap(callsOf), missing, failed, taken };
    },
    conclude: concludeCopy,
    async wasDone(redis, prepared) {
      const { entries, calls } = prepared;
      const replies = await redis.readAll(copiedOf(entries).map(({ key }) => ['dump', key]));
      // The payload that was sent; the same server version writes it in the same way.
      return replies.some((reply, i) => {
        const sent = calls[2 * i]?.[3];
        return (
          reply.ok &&
          reply.reply !== null &&
          sent instanceof Uint8Array &&
          digestOf(reply.reply) === digestOf(Buffer.from(sent))
        );
      });
    },
  };
}

const copiedOf = (entries: readonly UndoEntry[]): Copied[] =>
  entries.filter((entry) => entry.kind === 'copied');

function concludeCopy({ entries }: PreparedChunk, replies: readonly BatchReply[]) {
  const failed: Refused[] = [];
  const notes: UndoEntry[] = [];
  for (const [i, { key }] of copiedOf(entries).entries()) {
    const [restored, left] = [replies[2 * i], replies[2 * i + 1]];
    if (restored?.ok !== true) failed.push({ key, reason: reasonOf(restored) });
    else if (left?.ok === true) notes.push({ kind: 'left', key, digest: digestOf(left.reply) });
  }
  const [first] = failed;
  const changed = entries.length - failed.length;
  return changed === 0 && first !== undefined
    ? ({ kind: 'refused', reason: first.reason } as const)
    : ({ kind: 'done', changed, missing: 0, failed, notes } as const);
}

function reasonOf(reply: BatchReply | undefined): string {
  const message = reply?.ok === false ? reply.failure.message : 'No answer';
  return message.includes(PAYLOAD)
    ? `${message}: this server is older than the one it comes from, and cannot read its DUMP`
    : message;
}
