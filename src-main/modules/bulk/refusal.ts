import type { BatchReply } from '../../redis/clients.ts';
import { isNotNow } from '../../redis/not-now.ts';
import { isReplyError } from '../keys/key-failures.ts';

/**
 * Why this user is not told; null when there is an answer. An error reply concerns its key only; a lost connection, and
 * one that is about this moment, all.
 */
export function refusalOf(reply: BatchReply | undefined): string | null {
  if (reply?.ok !== false) return null;
  if (isReplyError(reply.failure) && !isNotNow(reply.failure)) return reply.failure.message;
  throw reply.failure;
}
