import { LIMITS } from '../../src-shared/limits.ts';
import type { BatchReply, ReadCall, ReadClient } from './clients.ts';

interface Asked {
  readonly calls: readonly ReadCall[];
  readonly answer: PromiseWithResolvers<BatchReply[]>;
}

/** Reads for many readers at once: what they ask for in one turn goes to the server in one pipeline, or a few. */
export function gatheredReads(redis: ReadClient): ReadClient {
  let waiting: Asked[] = [];

  const send = (): void => {
    const asked = waiting;
    waiting = [];
    for (const some of pipelines(asked)) void sendTogether(redis, some);
  };

  const ask = (calls: readonly ReadCall[]): Promise<BatchReply[]> => {
    const answer = Promise.withResolvers<BatchReply[]>();
    // Not before all who were answered just now have asked.
    if (waiting.length === 0) setImmediate(send);
    waiting.push({ calls, answer });
    return answer.promise;
  };

  return {
    async read(...call) {
      const [reply] = await ask([call]);
      if (reply?.ok === true) return reply.reply;
      throw reply?.failure ?? new Error('a reply is missing');
    },
    readAll: ask,
    together: (keys) => redis.together(keys),
    nodes: () => redis.nodes(),
    placeOf: (key) => redis.placeOf(key),
  };
}

/** Each small, unless one alone asked for more. */
function pipelines(asked: readonly Asked[]): Asked[][] {
  const all: Asked[][] = [];
  let size = 0;
  for (const one of asked) {
    const last = all.at(-1);
    size += one.calls.length;
    if (last !== undefined && size <= LIMITS.describeKeys) last.push(one);
    else {
      all.push([one]);
      size = one.calls.length;
    }
  }
  return all;
}

async function sendTogether(redis: ReadClient, asked: readonly Asked[]): Promise<void> {
  try {
    const replies = await redis.readAll(asked.flatMap(({ calls }) => calls));
    let from = 0;
    for (const { calls, answer } of asked) {
      answer.resolve(replies.slice(from, from + calls.length));
      from += calls.length;
    }
  } catch (thrown) {
    for (const { answer } of asked) answer.reject(thrown);
  }
}
