import { AppFailure } from '../rpc/app-failure.ts';
import type { DestroyCall, DestroyClient, ReadClient, TransactionOutcome } from './clients.ts';
import { isNotNow } from './not-now.ts';

/** `destroyChecked` of a client: an error reply is the answer of its call, whatever else went wrong is thrown. */
export async function checked(
  redis: Pick<DestroyClient, 'destroyAll'> & ReadClient,
  decide: (redis: ReadClient) => Promise<readonly DestroyCall[] | null>,
): Promise<TransactionOutcome> {
  const calls = await decide(redis);
  if (calls === null) return { done: false };
  const replies = await redis.destroyAll(calls);
  const lost = replies.flatMap((reply) =>
    reply.ok || isRefusal(reply.failure) ? [] : [reply.failure],
  );
  const [first] = lost;
  if (first === undefined) return { done: true, replies };
  // Some have arrived: each of them is to be looked at, also where this one was never sent.
  throw lost.length < replies.length && first instanceof AppFailure
    ? new AppFailure({
        code: 'redis.unknownOutcome',
        command: calls[0]?.[0].toUpperCase() ?? '',
        message: first.message,
      })
    : (lost.find(isUnknown) ?? first);
}

const isUnknown = (failure: Error): boolean =>
  failure instanceof AppFailure && failure.error.code === 'redis.unknownOutcome';

const isRefusal = (failure: Error): boolean =>
  failure instanceof AppFailure && failure.error.code === 'redis.reply' && !isNotNow(failure);
