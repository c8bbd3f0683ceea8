import type { Ticket } from '../../../src-shared/contract/define.ts';
import { equalBytes } from '../../../src-shared/redis-value.ts';
import type { BatchReply } from '../../redis/clients.ts';
import { expiryReader } from '../../redis/expiry.ts';
import { type Reply, toCount, toText } from '../../redis/reply.ts';
import { AppFailure } from '../../rpc/app-failure.ts';
import { type Changing, changeWithUndo } from '../../undo/change-with-undo.ts';
import { commandText, titleName } from '../../undo/name-text.ts';
import { keyIsGone } from './key-failures.ts';

function replyOf(reply: BatchReply | undefined): Reply {
  if (reply?.ok === true) return reply.reply;
  throw reply?.failure ?? new Error('a reply is missing');
}

/** A PTTL is as old as its way here took, and the two of them went two ways. */
const TTL_TOLERANCE_MS = 3_000;

/** Compared by what is left, so that a server whose clock is wrong does not matter. */
function isAsRead(left: number | null, readAsMs: number | null): boolean {
  if (left === null || readAsMs === null) return left === readAsMs;
  return Math.abs(Date.now() + left - readAsMs) <= TTL_TOLERANCE_MS;
}

/** PEXPIRE, or PERSIST for null, unless somebody else has changed when the key expires. */
export async function setTtl(
  changing: Changing,
  key: Uint8Array,
  { ttlMs, readAsMs }: { readonly ttlMs: number | null; readonly readAsMs: number | null },
): Promise<Ticket> {
  const expiry = await expiryReader(changing.redis, changing.session, key);
  const name = titleName(key);
  const { ticket } = await changeWithUndo(changing, {
    key,
    title: ttlMs === null ? `Removed the TTL of ${name}` : `Changed the TTL of ${name}`,
    command:
      ttlMs === null ? commandText('PERSIST', key) : commandText('PEXPIRE', key, String(ttlMs)),
    decide: async (redis) => {
      const [exists, at, pttl] = await redis.readAll([
        ['exists', key],
        expiry.call(key),
        ['pttl', key],
      ]);
      if (toText(replyOf(exists)) === '0') throw keyIsGone(key);
      const left = toCount(replyOf(pttl));
      if (!isAsRead(left < 0 ? null : left, readAsMs))
        throw new AppFailure({
          code: 'conflict',
          current: String(left),
          message: 'Its TTL was changed by somebody else meanwhile: nothing was changed',
        });
      const beforeMs = expiry.atMs(replyOf(at));
      const afterMs = ttlMs === null ? null : expiry.nowMs() + ttlMs;
      return {
        entry: { kind: 'ttl', key, beforeMs, afterMs },
        calls: [ttlMs === null ? ['persist', key] : ['pexpire', key, ttlMs]],
      };
    },
    done: () => ({ result: null, note: null }),
  });
  return ticket;
}

/** RENAMENX: the TTL goes with the key; a key that has the new name is left alone. */
export async function renameKey(
  changing: Changing,
  key: Uint8Array,
  to: Uint8Array,
): Promise<Ticket> {
  const taken = new AppFailure({
    code: 'conflict',
    current: null,
    message: equalBytes(key, to)
      ? 'That is its name already'
      : `There is already a key ${titleName(to)}`,
  });
  if (equalBytes(key, to)) throw taken;
  const { ticket } = await changeWithUndo(changing, {
    key,
    title: `Renamed ${titleName(key)} to ${titleName(to)}`,
    command: commandText('RENAMENX', key, to),
    decide: async (redis) => {
      if (toText(await redis.read('exists', key)) === '0') throw keyIsGone(key);
      return { entry: { kind: 'rename', from: key, to }, calls: [['renamenx', key, to]] };
    },
    done: ([renamed]) => {
      if (toText(renamed ?? null) !== '1') throw taken;
      return { result: null, note: null };
    },
  });
  return ticket;
}
