// The floor of a scan: a loop of SCAN by ioredis as it comes, which counts names and keeps none.
import { Redis } from 'ioredis';
import answers from './answer-parent.cjs';

const { port, password, protocol } = JSON.parse(process.argv[2]);
const client = new Redis({ host: '127.0.0.1', port, password, protocol });

/** `counts`: the COUNT of each step; the last one is that of all further steps. */
async function scan({ counts }) {
  const startedAt = performance.now();
  let cursor = '0';
  let keys = 0;
  let steps = 0;
  do {
    const count = counts[Math.min(steps, counts.length - 1)];
    const [next, names] = await client.scan(cursor, 'COUNT', count);
    cursor = next;
    keys += names.length;
    steps++;
  } while (cursor !== '0');
  return { ms: performance.now() - startedAt, keys, steps };
}

answers.answerParent({ scan, quit: () => process.exit() });
