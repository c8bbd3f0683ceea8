import { setTimeout as pause } from 'node:timers/promises';
import { forkProgram } from './ask-child.mjs';
import { highestRate } from './highest-rate.mjs';
import { rounded } from './figures.mjs';

const channel = 'price_updates';
const publishSeconds = 3;
const pollMs = 25;
/** All of it has to be counted so long after the last message was published: else the reader has not kept up. */
const countedWithinMs = 1_000;
const subscribedWithinMs = 20_000;

/** A server's channel with a publisher, and what a reader of it is put to. */
export function openPriceChannel(server) {
  const admin = server.client();
  const publisher = forkProgram('publisher.mjs', { ...server, channel });

  async function untilSubscribed() {
    const end = performance.now() + subscribedWithinMs;
    for (;;) {
      const [, subscribers] = await admin.pubsub('NUMSUB', channel);
      if (Number(subscribers) === 1) return;
      if (performance.now() > end) throw new Error(`${channel} has ${subscribers} subscribers`);
      await pause(pollMs);
    }
  }

  /** The server closes a subscriber that is too slow, and says how often it had to. */
  async function subscribersClosed() {
    const [, count] = /client_output_buffer_limit_disconnections:(\d+)/.exec(
      await admin.info('stats'),
    );
    return Number(count);
  }

  /** Publishes at a rate; `received` asks the reader how many messages it has counted since it began. */
  async function attempt(rate, received, say) {
    await untilSubscribed();
    const before = { received: await received(), closed: await subscribersClosed() };
    const { sent, perSecond } = await publisher.ask('publish', { rate, seconds: publishSeconds });
    const endedAt = performance.now();
    let counted = 0;
    do {
      counted = (await received()) - before.received;
      if (counted < sent) await pause(pollMs);
    } while (counted < sent && performance.now() - endedAt < countedWithinMs);
    const closed = (await subscribersClosed()) - before.closed;
    const ok = counted === sent && closed === 0;
    const lost = closed > 0 ? 'closed by the server' : `${sent - counted} not counted in time`;
    say(`    ${inThousands(perSecond)} published: ${ok ? 'all counted' : lost}`);
    if (!ok) await untilQuiet(received);
    return { ok, perSecond };
  }

  /** What is still on its way must not count as the next attempt's. */
  async function untilQuiet(received) {
    let last = -1;
    for (let now = await received(); now !== last; now = await received()) {
      last = now;
      await pause(countedWithinMs);
    }
  }

  return {
    channel,
    untilSubscribed,
    highestRate: (received, say, options) =>
      highestRate((rate) => attempt(rate, received, say), options),
    close: () => publisher.close(),
  };
}

export const inThousands = (perSecond) => `${rounded(perSecond / 1_000)} k/s`;
