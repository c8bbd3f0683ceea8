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
  for (const reply of replies) if (!reply.ok && !isRefusal(reply.failure)) throw reply.failure;
  return { done: true, replies };
}

const isRefusal = (failure: Error): boolean =>
  failure instanceof AppFailure && failure.error.code === 'redis.reply' && !isNotNow(failure);
