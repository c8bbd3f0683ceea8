import { AppFailure } from '../rpc/app-failure.ts';
import type { BatchReply } from './clients.ts';
import type { Reply } from './reply.ts';

/**
 * One reply of a batch, null for an error reply (the key has gone, is of another type, may not be read). What is no
 * reply, as a lost connection, is thrown: nothing would be known of the key.
 */
export function replyOrNull(one: BatchReply | undefined): Reply {
  if (one === undefined) return null;
  if (one.ok) return one.reply;
  if (one.failure instanceof AppFailure && one.failure.error.code === 'redis.reply') return null;
  throw one.failure;
}
