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

/** An error reply by which this user may not: nothing is known of the key, though it is there. */
export const isRefused = (one: BatchReply | undefined): boolean =>
  one?.ok === false &&
  one.failure instanceof AppFailure &&
  one.failure.error.code === 'redis.reply' &&
  one.failure.error.prefix === 'NOPERM';

/** An error reply by which the server has no such command. */
export const isUnknownCommand = (one: BatchReply | undefined): boolean =>
  one?.ok === false && /unknown command/i.test(one.failure.message);
