import type { BatchReply, ReadCall, ReadClient } from '../../redis/clients.ts';
import type { ExpiryReader } from '../../redis/expiry.ts';
import { toBuffer, toCount } from '../../redis/reply.ts';
import type { UndoEntryOf } from '../../undo/entry.ts';
import { refusalOf } from './refusal.ts';

/** What is read into memory at once, unless one value alone is more. */
const MOST_BYTES = 8_388_608;
/** MEMORY USAGE may be refused: then a value counts as this much. */
const UNKNOWN_BYTES = 1_048_576;
/** Nothing larger is read: twice what the journal could ever take. */
const LARGEST_BYTES = 536_870_912;

export interface Snapshot {
  readonly entries: readonly UndoEntryOf<'delete'>[];
  readonly missing: number;
  readonly failed: readonly { readonly key: Uint8Array; readonly reason: string }[];
  /** How many of the keys were looked at; the others are for the next round. */
  readonly taken: number;
}

/** DUMP and expiry of the first of these keys, as many as fit into memory at once. Sizes are asked for before. */
export async function snapshotChunk(
  redis: ReadClient,
  expiry: ExpiryReader,
  keys: readonly Uint8Array[],
): Promise<Snapshot> {
  const sizes = await redis.readAll(keys.map((key) => ['memory|usage', key, 'SAMPLES', 5]));
  const entries: UndoEntryOf<'delete'>[] = [];
  const failed: { key: Uint8Array; reason: string }[] = [];
  const wanted: Uint8Array[] = [];
  let missing = 0;
  let taken = 0;
  let bytes = 0;
  for (const [i, key] of keys.entries()) {
    const size = sizeOf(sizes[i]);
    bytes += size ?? 0;
    if (taken > 0 && bytes > MOST_BYTES) break;
    taken += 1;
    if (size === null) missing += 1;
    else if (size > LARGEST_BYTES)
      failed.push({ key, reason: 'It is too large to be kept for an undo' });
    else wanted.push(key);
  }
  const replies = await redis.readAll(
    wanted.flatMap((key): ReadCall[] => [['dump', key], expiry.call(key)]),
  );
  for (const [i, key] of wanted.entries()) {
    const [dump, at] = [replies[2 * i], replies[2 * i + 1]];
    const refusal = refusalOf(dump) ?? refusalOf(at);
    if (refusal !== null) failed.push({ key, reason: refusal });
    else if (dump?.ok !== true || at?.ok !== true) throw new Error('a reply is missing');
    else if (dump.reply === null) missing += 1;
    else
      entries.push({
        kind: 'delete',
        key,
        dump: toBuffer(dump.reply),
        expiresAtMs: expiry.atMs(at.reply),
      });
  }
  return { entries, missing, failed, taken };
}

/** null: there is no such key. */
function sizeOf(reply: BatchReply | undefined): number | null {
  if (reply?.ok !== true) return refusalOf(reply) === null ? null : UNKNOWN_BYTES;
  return reply.reply === null ? null : toCount(reply.reply);
}
