import { forkProgram } from './ask-child.mjs';
import { inTurn, ratio, spread } from './figures.mjs';
import { openRedstart } from './open-app.mjs';
import { inThousands, openPriceChannel } from './price-channel.mjs';
import { startServer } from './servers.mjs';

const messageBytes = 65;

/**
 * The highest rate of price messages that the Live view takes and counts without loss, against a bare subscriber. Each
 * round begins a step below what the one before came to.
 */
export async function measureTail({ rounds, isQuick, say }) {
  const server = await startServer();
  const prices = openPriceChannel(server);
  const halvings = isQuick ? 2 : 3;
  const measure = (open) => {
    let from;
    return async () => {
      const reader = await open(server, prices.channel);
      try {
        await prices.untilSubscribed();
        const found = await prices.highestRate(reader.received, say, { from, halvings });
        from = found.perSecond / 1.5;
        return found;
      } finally {
        await reader.close();
      }
    };
  };
  const bare = (protocol) => measure((...args) => bareSubscriber(protocol, ...args));
  try {
    const inWords = ({ perSecond, limitedBy }) => `${inThousands(perSecond)} (${limitedBy})`;
    const sides = { live: measure(liveView), bareResp2: bare(2), bareResp3: bare(3) };
    const found = await inTurn(rounds, sides, say, inWords);
    const rates = (side) => found[side].map(({ perSecond }) => perSecond);
    const ratios = ['bareResp2', 'bareResp3'].map((side) => ratio(rates('live'), rates(side)));
    return {
      ratios: { 'tail.vsBareSubscriber': Math.min(...ratios) },
      ingredients: {
        what: `messages a second (JSON of ${messageBytes} bytes), published for 3 s, all counted within 1 s after; against the better of two bare subscribers`,
        livePerSecond: spread(rates('live'), 0),
        bareResp2PerSecond: spread(rates('bareResp2'), 0),
        bareResp3PerSecond: spread(rates('bareResp3'), 0),
        limitedBy: found.live.map(({ limitedBy }) => limitedBy),
      },
    };
  } finally {
    await prices.close();
    await server.stop();
  }
}

async function bareSubscriber(protocol, server, channel) {
  const program = forkProgram('bare-subscriber.mjs', { ...server, protocol });
  await program.ask('subscribe', { channel });
  return { received: () => program.ask('count'), close: program.close };
}

const showLive = `
  [...document.querySelectorAll('nav[aria-label="Views"] button')]
    .find(({ textContent }) => textContent.includes('Live'))
    .click()`;
const focusField = `(async () => {
  const field = () => document.querySelector('input[placeholder^="channel or pattern"]');
  while (field() === null) await new Promise(requestAnimationFrame);
  field().focus();
})()`;
const received = `Number(
  /^[\\d,]+/.exec(document.querySelector('[title$="received since it was subscribed"]').title)[0]
    .replaceAll(',', '')
)`;

/** The view as a user has it in front: messages in the table, prices on the board. */
async function liveView(server, channel) {
  const app = openRedstart({ REDSTART_URL: server.url });
  await app.until('filled');
  await app.ask('focus');
  await app.run(showLive);
  await app.run(focusField);
  await app.ask('text', { text: channel });
  await app.ask('key', { keyCode: 'Enter' });
  return { received: () => app.run(received), close: app.close };
}
