import type { BatchReply, ReadClient } from '../../redis/clients.ts';
import type { ReadCommand } from '../../redis/commands.ts';
import { type Reply, toCount } from '../../redis/reply.ts';
import { isReplyError, keyIsGone } from '../keys/key-failures.ts';

/** A page of large elements has fewer of them: it is read into memory whole. */
const PAGE_BYTES = 4_194_304;

/** The reply, or its failure thrown. */
export function replyOf(reply: BatchReply | undefined): Reply {
  if (reply?.ok === true) return reply.reply;
  throw reply?.failure ?? new Error('a reply is missing');
}

/**
 * Length first: how many elements there are and how many of them make a page, by what one takes on average. Throws
 * `notFound` when the key is gone (collections are never empty).
 */
export async function pageOf(
  redis: ReadClient,
  length: ReadCommand,
  key: Uint8Array,
  count: number,
): Promise<{ readonly total: number; readonly count: number }> {
  const [size, memory] = await redis.readAll([
    [length, key],
    ['memory|usage', key, 'SAMPLES', 5],
  ]);
  const total = toCount(replyOf(size));
  if (total === 0) throw keyIsGone(key);
  if (memory?.ok === false && !isReplyError(memory.failure)) throw memory.failure;
  const bytes = memory?.ok === true && memory.reply !== null ? toCount(memory.reply) : 0;
  const fitting = bytes === 0 ? count : Math.floor(PAGE_BYTES / (bytes / total));
  return { total, count: Math.min(count, Math.max(1, fitting)) };
}
