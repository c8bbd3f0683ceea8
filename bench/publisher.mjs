// Publishes at a steady rate over a raw socket, so that publishing takes as little of the machine as can be.
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import answers from './answer-parent.cjs';

const { port, password, channel } = JSON.parse(process.argv[2]);
const products = 500;
const replyBytes = ':1\r\n'.length;
const mostUnanswered = 200_000;

const socket = connect({ host: '127.0.0.1', port, noDelay: true });
const text = (word) => `$${word.length}\r\n${word}\r\n`;
const command = (...words) => `*${words.length}\r\n${words.map(text).join('')}`;

/** 65 bytes of JSON, as a shop tells its prices; all commands have the same length. */
function priceMessage(i) {
  const cents = String(100_000 + ((i * 7_919) % 90_000));
  const price = `${cents.slice(0, 4)}.${cents.slice(4)}`;
  const id = `product-${String(i).padStart(5, '0')}`;
  return `{"product_id":"${id}","price":${price},"shop":"nordphone"}`;
}

const commands = Array.from({ length: products }, (_, i) =>
  command('PUBLISH', channel, priceMessage(i)),
);
const block = Buffer.from(commands.join(''));
const commandBytes = block.length / products;

let answeredBytes = 0;
const signedIn = new Promise((resolve) => {
  socket.once('data', () => {
    socket.on('data', (chunk) => (answeredBytes += chunk.length));
    resolve();
  });
});
socket.write(command('AUTH', password));

function write(count, from) {
  let at = from % products;
  for (let left = count; left > 0; at = 0) {
    const now = Math.min(left, products - at);
    socket.write(block.subarray(at * commandBytes, (at + now) * commandBytes));
    left -= now;
  }
}

async function publish({ rate, seconds }) {
  await signedIn;
  answeredBytes = 0;
  let sent = 0;
  const total = Math.round(rate * seconds);
  const startedAt = performance.now();
  while (sent < total || answeredBytes / replyBytes < sent) {
    const due = Math.min(total, Math.ceil(((performance.now() - startedAt) / 1000) * rate));
    const room = mostUnanswered - (sent - answeredBytes / replyBytes);
    const count = Math.max(0, Math.min(due - sent, room));
    write(count, sent);
    sent += count;
    await pause(1);
  }
  return { sent, perSecond: sent / ((performance.now() - startedAt) / 1000) };
}

answers.answerParent({ publish, quit: () => process.exit() });
