import type { BatchReply, ReadCall, ReadClient } from '../../redis/clients.ts';
import type { ExpiryReader } from '../../redis/expiry.ts';
import { isNotNow } from '../../redis/not-now.ts';
import { type Reply, toBuffer, toCount, toList, toText } from '../../redis/reply.ts';
import type { UndoEntryOf } from '../../undo/entry.ts';
import { isReplyError } from '../keys/key-failures.ts';
import { refusalOf } from './refusal.ts';

/** MEMORY USAGE may be refused: then a value counts as this much. */
const UNKNOWN_BYTES = 1_048_576;
export interface Limits {
  /** What is read into memory at once, unless one value alone is more. */
  readonly mostBytes: number;
  /** Nothing larger is read. */
  readonly largestBytes: number;
}
/** The largest is twice what the journal could ever take. */
const LIMITS: Limits = { mostBytes: 8_388_608, largestBytes: 536_870_912 };
export const TOO_LARGE = 'It is too large to be kept for an undo';

/**
 * The same three commands for each key as in the pipeline, in one reply: MEMORY USAGE, DUMP, PEXPIRETIME. A command of its own
 * for each costs this process six times as much. It ends where the values come to more than ARGV[1] bytes, and passes those of
 * more than ARGV[2].
 */
const SCRIPT = `
local call, most, largest = redis.call, tonumber(ARGV[1]), tonumber(ARGV[2])
local found, bytes = {}, 0
for i, key in ipairs(KEYS) do
  local size = call('MEMORY', 'USAGE', key)
  if not size then
    found[2 * i - 1], found[2 * i] = false, 'gone'
  elseif size > largest then
    found[2 * i - 1], found[2 * i] = false, 'large'
  else
    bytes = bytes + size
    if i > 1 and bytes > most then break end
    found[2 * i - 1], found[2 * i] = call('DUMP', key), call('PEXPIRETIME', key)
  end
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
    this.#hasScripts = expiry.isExact;
  }

  /** Whether this server and user have them, as far as is known. */
  get hasScripts(): boolean {
    return this.#hasScripts;
  }

  /** Of the first of these keys. */
  async read(redis: ReadClient, keys: readonly Uint8Array[], limits = LIMITS): Promise<Snapshot> {
    // A script may only name keys of one slot; and what it is refused for one key, it is refused for all.
    if (this.#hasScripts && redis.together(keys).length === 1)
      try {
        const args = [String(limits.mostBytes), String(limits.largestBytes)];
        const reply = await redis.read('eval_ro', SCRIPT, String(keys.length), ...keys, ...args);
        return this.#found(keys, toList(reply));
      } catch (thrown) {
        if (!isReplyError(thrown) || isNotNow(thrown)) throw thrown;
        this.#hasScripts = false;
      }
    return await this.#readEach(redis, keys, limits);
  }

  #found(keys: readonly Uint8Array[], found: readonly Reply[]): Snapshot {
    const entries: UndoEntryOf<'delete'>[] = [];
    const failed: { key: Uint8Array; reason: string }[] = [];
    const taken = found.length / 2;
    const gone: Uint8Array[] = [];
    for (const [i, key] of keys.slice(0, taken).entries()) {
      const [dump = null, at = null] = [found[2 * i], found[2 * i + 1]];
      if (dump !== null) entries.push(this.#entry(key, dump, at));
      else if (toText(at) === 'large') failed.push({ key, reason: TOO_LARGE });
      else gone.push(key);
    }
    return { entries, gone, failed, taken };
  }

  #entry(key: Uint8Array, dump: Reply, at: Reply): UndoEntryOf<'delete'> {
    return { kind: 'delete', key, dump: toBuffer(dump), expiresAtMs: this.#expiry.atMs(at) };
  }

  async #readEach(
    redis: ReadClient,
    keys: readonly Uint8Array[],
    { mostBytes, largestBytes }: Limits,
  ): Promise<Snapshot> {
    const sizes = await redis.readAll(keys.map((key) => ['memory|usage', key, 'SAMPLES', 5]));
    const entries: UndoEntryOf<'delete'>[] = [];
    const failed: { key: Uint8Array; reason: string }[] = [];
    const wanted: Uint8Array[] = [];
    const gone: Uint8Array[] = [];
    let taken = 0;
    let bytes = 0;
    for (const [i, key] of keys.entries()) {
      const size = sizeOf(sizes[i]);
      const isLarge = size !== null && size > largestBytes;
      bytes += isLarge ? 0 : (size ?? 0);
      if (taken > 0 && bytes > mostBytes) break;
      taken += 1;
      if (size === null) gone.push(key);
      else if (isLarge) failed.push({ key, reason: TOO_LARGE });
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
