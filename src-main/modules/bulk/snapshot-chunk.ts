import type { BatchReply, ReadCall, ReadClient } from '../../redis/clients.ts';
import type { ExpiryReader } from '../../redis/expiry.ts';
import { isNotNow } from '../../redis/not-now.ts';
import { type Reply, toBuffer, toCount, toList } from '../../redis/reply.ts';
import type { UndoEntryOf } from '../../undo/entry.ts';
import { isReplyError } from '../keys/key-failures.ts';
import { refusalOf } from './refusal.ts';

/** What is read into memory at once, unless one value alone is more. */
const MOST_BYTES = 8_388_608;
/** MEMORY USAGE may be refused: then a value counts as this much. */
const UNKNOWN_BYTES = 1_048_576;
/** Nothing larger is read: twice what the journal could ever take. */
const LARGEST_BYTES = 536_870_912;
const TOO_LARGE = 'It is too large to be kept for an undo';

/**
 * The same three commands for each key as in the pipeline, in one reply: MEMORY USAGE, DUMP, PEXPIRETIME. A command of its own
 * for each costs this process six times as much. It ends where the values come to more than ARGV[1] bytes.
 */
const SCRIPT = `
local found, bytes = {}, 0
for i, key in ipairs(KEYS) do
  local size = redis.call('MEMORY', 'USAGE', key, 'SAMPLES', '5')
  bytes = bytes + (size or 0)
  if i > 1 and bytes > tonumber(ARGV[1]) then break end
  local isRead = size and size <= tonumber(ARGV[2])
  found[#found + 1] = size
  found[#found + 1] = isRead and redis.call('DUMP', key)
  found[#found + 1] = isRead and redis.call('PEXPIRETIME', key)
end
return found
`;

export interface Snapshot {
  readonly entries: readonly UndoEntryOf<'delete'>[];
  readonly gone: readonly Uint8Array[];
  readonly failed: readonly { readonly key: Uint8Array; readonly reason: string }[];
  /** How many of the keys were looked at; the others are for the next round. */
  readonly taken: number;
}

/** DUMP and expiry of keys, as many as fit into memory at once. Sizes are asked for before. */
export class SnapshotReader {
  #expiry: ExpiryReader;
  #hasScripts: boolean;

  constructor(expiry: ExpiryReader) {
    this.#expiry = expiry;
    // EVAL_RO came with PEXPIRETIME, in 7.0.
    this.#hasScripts = expiry.call(new Uint8Array())[0] === 'pexpiretime';
  }

  /** Of the first of these keys. */
  async read(redis: ReadClient, keys: readonly Uint8Array[]): Promise<Snapshot> {
    // A script may only name keys of one slot; and what it is refused for one key, it is refused for all.
    if (this.#hasScripts && redis.together(keys).length === 1)
      try {
        const args = [String(MOST_BYTES), String(LARGEST_BYTES)];
        const reply = await redis.read('eval_ro', SCRIPT, String(keys.length), ...keys, ...args);
        return this.#found(keys, toList(reply));
      } catch (thrown) {
        if (!isReplyError(thrown) || isNotNow(thrown)) throw thrown;
        this.#hasScripts = false;
      }
    return await this.#readEach(redis, keys);
  }

  #found(keys: readonly Uint8Array[], found: readonly Reply[]): Snapshot {
    const entries: UndoEntryOf<'delete'>[] = [];
    const failed: { key: Uint8Array; reason: string }[] = [];
    const taken = found.length / 3;
    const gone: Uint8Array[] = [];
    for (const [i, key] of keys.slice(0, taken).entries()) {
      const [size = null, dump = null, at = null] = found.slice(3 * i, 3 * i + 3);
      if (size !== null && toCount(size) > LARGEST_BYTES) failed.push({ key, reason: TOO_LARGE });
      else if (dump === null) gone.push(key);
      else entries.push(this.#entry(key, dump, at));
    }
    return { entries, gone, failed, taken };
  }

  #entry(key: Uint8Array, dump: Reply, at: Reply): UndoEntryOf<'delete'> {
    return { kind: 'delete', key, dump: toBuffer(dump), expiresAtMs: this.#expiry.atMs(at) };
  }

  async #readEach(redis: ReadClient, keys: readonly Uint8Array[]): Promise<Snapshot> {
    const sizes = await redis.readAll(keys.map((key) => ['memory|usage', key, 'SAMPLES', 5]));
    const entries: UndoEntryOf<'delete'>[] = [];
    const failed: { key: Uint8Array; reason: string }[] = [];
    const wanted: Uint8Array[] = [];
    const gone: Uint8Array[] = [];
    let taken = 0;
    let bytes = 0;
    for (const [i, key] of keys.entries()) {
      const size = sizeOf(sizes[i]);
      bytes += size ?? 0;
      if (taken > 0 && bytes > MOST_BYTES) break;
      taken += 1;
      if (size === null) gone.push(key);
      else if (size > LARGEST_BYTES) failed.push({ key, reason: TOO_LARGE });
      else wanted.push(key);
    }
    const replies = await redis.readAll(
      wanted.flatMap((key): ReadCall[] => [['dump', key], this.#expiry.call(key)]),
    );
    for (const [i, key] of wanted.entries()) {
      const [dump, at] = [replies[2 * i], replies[2 * i + 1]];
      const refusal = refusalOf(dump) ?? refusalOf(at);
      if (refusal !== null) failed.push({ key, reason: refusal });
      else if (dump?.ok !== true || at?.ok !== true) throw new Error('a reply is missing');
      else if (dump.reply === null) gone.push(key);
      else entries.push(this.#entry(key, dump.reply, at.reply));
    }
    return { entries, gone, failed, taken };
  }
}

/** null: there is no such key. */
function sizeOf(reply: BatchReply | undefined): number | null {
  if (reply?.ok !== true) return refusalOf(reply) === null ? null : UNKNOWN_BYTES;
  return reply.reply === null ? null : toCount(reply.reply);
}
