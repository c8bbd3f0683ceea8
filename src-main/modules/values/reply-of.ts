import type { BatchReply } from '../../redis/clients.ts';
import type { Reply } from '../../redis/reply.ts';

/** The reply, or its failure thrown. */
export function replyOf(reply: BatchReply | undefined): Reply {
  if (reply?.ok === true) return reply.reply;
  throw reply?.failure ?? new Error('a reply is missing');
}
