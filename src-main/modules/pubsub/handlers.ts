import { toCount } from '../../redis/reply.ts';
import type { Handlers } from '../../rpc/handler-types.ts';
import { listActiveChannels } from './active-channels.ts';
import { Tail } from './tail.ts';

export function createPubsubHandlers() {
  return {
    'pubsub.tail': async function* ({ kind, name }, { session, signal }) {
      const tail = new Tail(kind);
      const unsubscribe = await session.subscriber.subscribe(kind, name, tail);
      try {
        let batch: ReturnType<Tail['take']> | null = tail.take();
        while (batch !== null) {
          yield batch;
          batch = await tail.next(signal);
        }
      } finally {
        unsubscribe();
      }
    },
    'pubsub.channels': (_input, { session, redis }) => listActiveChannels(session, redis),
    'pubsub.publish': async ({ channel, payload }, { redis }) => ({
      receivers: toCount(await redis.write('publish', channel, payload)),
    }),
  } satisfies Pick<Handlers, 'pubsub.tail' | 'pubsub.channels' | 'pubsub.publish'>;
}
