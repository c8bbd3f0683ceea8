import type { ReadClient } from '../../redis/clients.ts';
import { toCount } from '../../redis/reply.ts';
import { isReplyError } from './key-failures.ts';
import { lengthCalls } from './length-call.ts';

/** The user may read the key, but has no TYPE: the server's words name the command. */
export const lacksType = (failure: Error): boolean =>
  isReplyError(failure) && /'type'/i.test(failure.message);

/**
 * Types by which length command takes the key: the others say WRONGTYPE. As TYPE says it, "none" for a key that is not there;
 * null: not known. One pipeline, and each of them costs the server as
 * little as TYPE.
 */
export async function typesByLength(
  redis: ReadClient,
  keys: readonly Uint8Array[],
): Promise<(string | null)[]> {
  const calls = keys.map(lengthCalls);
  const replies = await redis.readAll(calls.flatMap((ofKey) => ofKey.map(({ call }) => call)));
  let from = 0;
  return calls.map((ofKey) => {
    const told = ofKey.map(({ type }, i) => ({ type, reply: replies[from + i] }));
    from += ofKey.length;
    const taken = told.flatMap(({ type, reply }) =>
      reply?.ok === true ? [{ type, length: toCount(reply.reply) }] : [],
    );
    const isOther = told.some(
      ({ reply }) =>
        reply?.ok === false &&
        isReplyError(reply.failure) &&
        reply.failure.message.includes('WRONGTYPE'),
    );
    const found = taken.find(({ length }) => length > 0);
    if (found !== undefined) return found.type;
    // An empty string and an empty stream are there; a key that is not has no length of any type.
    if (isOther) return taken.length === 1 ? (taken[0]?.type ?? null) : null;
    return taken.length > 1 ? 'none' : null;
  });
}
