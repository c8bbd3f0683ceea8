import { LIMITS } from '../../../src-shared/limits.ts';
import type { ReadClient } from '../../redis/clients.ts';
import type { ExpiryReader } from '../../redis/expiry.ts';
import { gatheredReads } from '../../redis/gathered-reads.ts';
import { isNotNow } from '../../redis/not-now.ts';
import { type Reply, toCount, toList, toOwnBytes, toPairs, toText } from '../../redis/reply.ts';
import type { Session } from '../../redis/session.ts';
import type { Piece } from '../../transfer/part.ts';
import { isReplyError } from '../keys/key-failures.ts';
import { readWholeEntries } from '../series/stream-replies.ts';
import { scoredIn } from '../values/read-collections.ts';
import { knownKeys } from './plan-export.ts';
import { groupsLeftOut, textOfDocument } from './read-pieces.ts';
import type { KnownKey } from './write-key.ts';

/** All of a key, as it was at one moment. */
export interface WholeValue {
  readonly pieces: readonly Piece[];
  /** What of the key is not in them; null when all is. */
  readonly leftOut: string | null;
}

type Looked =
  | { readonly key: Uint8Array; readonly is: 'gone' }
  | { readonly key: Uint8Array; readonly is: 'refused'; readonly reason: string }
  | {
      readonly key: Uint8Array;
      readonly is: 'there';
      readonly known: KnownKey;
      /** What it takes of the server's memory; null where that is not told. */
      readonly bytes: number | null;
      /** null: it is read in pages. */
      readonly value: WholeValue | null;
    };

/** Larger ones are read in pages; and so much is read by one script, a few milliseconds that others wait. */
const LARGEST_BYTES = 65_536;
const MOST_BYTES = 262_144;

/**
 * Type, expiry, size and, of small ones, the value of each key in one reply: a command of its own for each costs this process
 * many times as much. A size is reckoned from a few elements, so where that is small it is asked for of all of them. It ends
 * where the values come to more than ARGV[2] bytes. ARGV[3]: whether fields have TTLs here.
 */
const SCRIPT = `
local call, largest, most = redis.call, tonumber(ARGV[1]), tonumber(ARGV[2])
local readers = {
  string = function(key) return call('GET', key) end,
  hash = function(key)
    local pairs, names = call('HGETALL', key), {}
    for i = 1, #pairs, 2 do names[#names + 1] = pairs[i] end
    if ARGV[3] ~= '1' then return {pairs, {}} end
    if #names > 1000 then return false end
    return {pairs, call('HPEXPIRETIME', key, 'FIELDS', #names, unpack(names))}
  end,
  list = function(key) return call('LRANGE', key, 0, -1) end,
  set = function(key) return call('SMEMBERS', key) end,
  zset = function(key) return call('ZRANGE', key, 0, -1, 'WITHSCORES') end,
  stream = function(key) return {call('XRANGE', key, '-', '+'), #call('XINFO', 'GROUPS', key)} end,
  ['ReJSON-RL'] = function(key) return call('JSON.GET', key, '$') end,
}
local found, bytes = {}, 0
for i, key in ipairs(KEYS) do
  local kind = call('TYPE', key).ok
  local size = kind ~= 'none' and call('MEMORY', 'USAGE', key) or 0
  local reader = readers[kind]
  if reader and size <= largest then size = call('MEMORY', 'USAGE', key, 'SAMPLES', 0) end
  local isRead = reader and size <= largest
  if isRead then bytes = bytes + size end
  if i > 1 and bytes > most then break end
  found[i] = {kind, call('PEXPIRETIME', key), size, isRead and reader(key)}
end
return found
`;

interface Looking {
  readonly redis: ReadClient;
  readonly session: Session;
  readonly expiry: ExpiryReader;
}

/** What keys that are exported are, with their values where they are small. */
export class KeysLook {
  #looking: Looking;
  #hasScripts: boolean;

  constructor(looking: Looking) {
    this.#looking = looking;
    // EVAL_RO came with PEXPIRETIME, in 7.0.
    this.#hasScripts = looking.expiry.isExact;
  }

  /** Of the first of these keys, as many as fit into memory at once. */
  async at(keys: readonly Uint8Array[]): Promise<readonly Looked[]> {
    if (this.#hasScripts)
      try {
        return await this.#bySlots(keys);
      } catch (thrown) {
        // What a script is refused for one key may be allowed without it; each of them tells.
        if (!isReplyError(thrown) || isNotNow(thrown)) throw thrown;
        this.#hasScripts = false;
      }
    return await this.#each(keys);
  }

  async #bySlots(keys: readonly Uint8Array[]): Promise<readonly Looked[]> {
    const { redis } = this.#looking;
    const slots = redis.together(keys);
    if (slots.length <= 1) return await this.#byScript(redis, keys);
    // A script may only name keys of one slot.
    const gathered = gatheredReads(redis);
    const all = slots.map(async (some) => {
      const looked: Looked[] = [];
      while (looked.length < some.length)
        looked.push(...(await this.#byScript(gathered, some.slice(looked.length))));
      return looked;
    });
    return (await Promise.all(all)).flat();
  }

  async #byScript(redis: ReadClient, keys: readonly Uint8Array[]): Promise<Looked[]> {
    const hasFieldTtl = this.#looking.session.has('hpexpiretime');
    const args = [String(LARGEST_BYTES), String(MOST_BYTES), hasFieldTtl ? '1' : '0'];
    const reply = await redis.read('eval_ro', SCRIPT, String(keys.length), ...keys, ...args);
    return toList(reply).map((one, i): Looked => {
      const key = keys[i] ?? new Uint8Array();
      const [kind = null, at = null, size = null, value = null] = toList(one);
      const type = toText(kind);
      if (type === 'none') return { key, is: 'gone' };
      const known = { key, type, expiresAtMs: this.#looking.expiry.atMs(at) };
      const whole = value === null ? null : wholeOf(type, value);
      return { key, is: 'there', known, bytes: toCount(size), value: whole };
    });
  }

  async #each(keys: readonly Uint8Array[]): Promise<readonly Looked[]> {
    const { redis } = this.#looking;
    const sizes = await redis.readAll(keys.map((key) => ['memory|usage', key, 'SAMPLES', 5]));
    const all = await knownKeys(this.#looking, keys);
    return all.map((one, i): Looked => {
      const key = keys[i] ?? new Uint8Array();
      if (one === null) return { key, is: 'gone' };
      if ('refused' in one) return { key, is: 'refused', reason: one.refused };
      const size = sizes[i];
      const bytes = size?.ok === true && size.reply !== null ? toCount(size.reply) : null;
      return { key, is: 'there', known: one, bytes, value: null };
    });
  }
}

/** In pages of as many elements as those of a value that is read in pages. */
function inPages<T>(all: readonly T[], pageOf: (some: readonly T[]) => Piece): Piece[] {
  const pieces: Piece[] = [];
  for (let from = 0; from < all.length; from += LIMITS.pageElements)
    pieces.push(pageOf(all.slice(from, from + LIMITS.pageElements)));
  return pieces;
}

/** null for what is not read here. */
function wholeOf(type: string, value: Reply): WholeValue | null {
  const all = (pieces: readonly Piece[]): WholeValue => ({ pieces, leftOut: null });
  switch (type) {
    case 'string':
      return all([{ kind: 'string', bytes: toOwnBytes(value) }]);
    case 'hash': {
      const [pairs = null, times = null] = toList(value);
      const expiries = toList(times);
      const fields = toPairs(pairs).map(([field, one], i) => {
        const at = expiries[i] ?? null;
        const ms = at === null ? -1 : toCount(at);
        return {
          field: toOwnBytes(field),
          value: toOwnBytes(one),
          expiresAtMs: ms < 0 ? null : ms,
        };
      });
      return all(inPages(fields, (some) => ({ kind: 'hash', fields: some })));
    }
    case 'list':
      return all(
        inPages(toList(value).map(toOwnBytes), (elements) => ({ kind: 'list', elements })),
      );
    case 'set':
      return all(inPages(toList(value).map(toOwnBytes), (members) => ({ kind: 'set', members })));
    case 'zset': {
      const members = scoredIn(value).map(([member, score]) => ({
        member: toOwnBytes(member),
        score: toText(score),
      }));
      return all(inPages(members, (some) => ({ kind: 'zset', members: some })));
    }
    case 'stream': {
      const [entries = null, groups = null] = toList(value);
      const whole = readWholeEntries(toList(entries));
      const pieces = inPages(whole, (some) => ({ kind: 'stream', entries: some }));
      return { pieces, leftOut: groupsLeftOut(toCount(groups)) };
    }
    case 'ReJSON-RL':
      return all([{ kind: 'json', text: textOfDocument(value) }]);
    default:
      return null;
  }
}
