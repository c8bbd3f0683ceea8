import type { Ticket } from '../../../src-shared/contract/define.ts';
import { equalBytes } from '../../../src-shared/redis-value.ts';
import type { BatchReply } from '../../redis/clients.ts';
import { expiryReader } from '../../redis/expiry.ts';
import { type Reply, toText } from '../../redis/reply.ts';
import { AppFailure } from '../../rpc/app-failure.ts';
import { type Changing, changeWithUndo } from '../../undo/change-with-undo.ts';
import { commandText, titleName } from '../../undo/name-text.ts';
import { keyIsGone } from './key-failures.ts';

function replyOf(reply: BatchReply | undefined): Reply {
  if (reply?.ok === true) return reply.reply;
  throw reply?.failure ?? new Error('a reply is missing');
}

/** PEXPIRE, or PERSIST for null. */
export async function setTtl(
  changing: Changing,
  key: Uint8Array,
  ttlMs: number | null,
): Promise<Ticket> {
  const expiry = await expiryReader(changing.redis, changing.session, key);
  const name = titleName(key);
  const { ticket } = await changeWithUndo(changing, {
    key,
    title: ttlMs === null ? `Removed the TTL of ${name}` : `Changed the TTL of ${name}`,
    command:
      ttlMs === null ? commandText('PERSIST', key) : commandText('PEXPIRE', key, String(ttlMs)),
    decide: async (redis) => {
      const [exists, at] = await redis.readAll([['exists', key], expiry.call(key)]);
      if (toText(replyOf(exists)) === '0') throw keyIsGone(key);
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
