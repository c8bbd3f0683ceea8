import type { ReadCall, ReadClient } from '../../redis/clients.ts';
import { type Reply } from '../../redis/reply.ts';
import { keyIsGone } from '../keys/key-failures.ts';
import { isMissing, replyOf } from '../values/reply-of.ts';

/** The replies of some calls on a key; throws `notFound` when it is gone. */
export async function readOf(
  redis: ReadClient,
  key: Uint8Array,
  calls: readonly ReadCall[],
): Promise<Reply[]> {
  const [exists, ...replies] = await redis.readAll([['exists', key], ...calls]);
  if (isMissing(exists)) throw keyIsGone(key);
  return replies.map(replyOf);
}
