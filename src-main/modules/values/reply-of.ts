import type { BatchReply } from '../../redis/clients.ts';
import { type Reply, toText } from '../../redis/reply.ts';
import { isReplyError } from '../keys/key-failures.ts';

/** What EXISTS says; a user who may not run it reads on. */
export function isMissing(exists: BatchReply | undefined): boolean {
  if (exists?.ok === false && isReplyError(exists.failure)) return false;
  return toText(replyOf(exists)) === '0';
}

/** The reply, or its failure thrown. */
export function replyOf(reply: BatchReply | undefined): Reply {
  if (reply?.ok === true) return reply.reply;
  throw reply?.failure ?? new Error('a reply is missing');
}
