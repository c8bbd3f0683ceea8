// The floor of a tail: ioredis as it comes, counting messages and doing nothing with them.
import { Redis } from 'ioredis';
import answers from './answer-parent.cjs';

const { port, password, protocol } = JSON.parse(process.argv[2]);
const client = new Redis({ host: '127.0.0.1', port, password, protocol });
let received = 0;
client.on('messageBuffer', () => received++);
client.on('error', () => undefined);

answers.answerParent({
  subscribe: ({ channel }) => client.subscribe(channel),
  count: () => received,
  quit: () => process.exit(),
});
