import type { BatchReply } from '../../redis/clients.ts';
import { AppFailure } from '../../rpc/app-failure.ts';
import { isReplyError } from '../keys/key-failures.ts';

/** Said while a server loads, a script holds it, or a cluster decides who takes over: it is over by itself. */
const NOT_NOW = /^(?:LOADING|BUSY|CLUSTERDOWN|MASTERDOWN|TRYAGAIN)$/;

/** An error reply that is about this moment, whatever the key. */
export const isNotNow = (thrown: unknown): boolean =>
  thrown instanceof AppFailure &&
  thrown.error.code === 'redis.reply' &&
  NOT_NOW.test(thrown.error.prefix);

/**
 * Why this user is not told; null when there is an answer. An error reply concerns its key only; a lost connection, and
 * one that is about this moment, all.
 */
export function refusalOf(reply: BatchReply | undefined): string | null {
  if (reply?.ok !== false) return null;
  if (isReplyError(reply.failure) && !isNotNow(reply.failure)) return reply.failure.message;
  throw reply.failure;
}
