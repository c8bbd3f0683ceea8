import type { Output } from '../../../src-shared/contract/index.ts';
import { LIMITS } from '../../../src-shared/limits.ts';
import type { ReadCall, ReadClient } from '../../redis/clients.ts';
import { toCount, toList, toOwnBytes, toPairs, toText } from '../../redis/reply.ts';
import type { Session } from '../../redis/session.ts';
import { AppFailure } from '../../rpc/app-failure.ts';

const NAMES_AT_ONCE = 1_000;

/** How many channels there are, without asking for them; null where INFO is refused. */
async function countChannels(session: Session, redis: ReadClient): Promise<number | null> {
  if (session.facts.refused.includes('info')) return null;
  try {
    const count = /^pubsub_channels:(\d+)/m.exec(toText(await redis.read('info', 'stats')))?.[1];
    return count === undefined ? null : Number(count);
  } catch (error) {
    if (error instanceof AppFailure && error.error.code === 'redis.reply') return null;
    throw error;
  }
}

/** The channels that somebody is subscribed to. */
export async function listActiveChannels(
  session: Session,
  redis: ReadClient,
): Promise<Output<'pubsub.channels'>> {
  const patterns = toCount(await redis.read('pubsub|numpat'));
  const count = await countChannels(session, redis);
  // PUBSUB CHANNELS has no cursor: its reply is as long as there are channels.
  if (count !== null && count > LIMITS.activeChannels)
    return { channels: null, total: count, patterns };
  const names = toList(await redis.read('pubsub|channels')).map(toOwnBytes);
  if (names.length > LIMITS.activeChannels)
    return { channels: null, total: names.length, patterns };
  const calls: ReadCall[] = [];
  for (let i = 0; i < names.length; i += NAMES_AT_ONCE)
    calls.push(['pubsub|numsub', ...names.slice(i, i + NAMES_AT_ONCE)]);
  const channels = (await redis.readAll(calls)).flatMap((reply) => {
    if (!reply.ok) throw reply.failure;
    return toPairs(reply.reply).map(([name, subscribers]) => ({
      name: toOwnBytes(name),
      subscribers: toCount(subscribers),
    }));
  });
  channels.sort((a, b) => b.subscribers - a.subscribers);
  return { channels: channels.slice(0, LIMITS.listedChannels), total: names.length, patterns };
}
