import { isNodeFailure } from '../redis/node-failure.ts';
import { toText } from '../redis/reply.ts';
import { AppFailure } from '../rpc/app-failure.ts';
import type { UndoEntryOf } from './entry.ts';
import { type Conflict, isAnswered, isLost, type Restoring } from './restoring.ts';

const BATCH = 500;
const NO_KEY = 'no such key';
const GONE = 'The key is gone';

/** RENAMENX back to the earlier names. Gives what was left alone. */
export async function restoreNames(
  { redis, isAgain }: Restoring,
  entries: readonly UndoEntryOf<'rename'>[],
): Promise<Conflict[]> {
  const conflicts: Conflict[] = [];
  for (let from = 0; from < entries.length; from += BATCH) {
    const batch = entries.slice(from, from + BATCH);
    const replies = await redis.writeAll(batch.map((entry) => ['renamenx', entry.to, entry.from]));
    const there = isAgain
      ? await redis.readAll(batch.map(({ from: name }) => ['exists', name]))
      : [];
    for (const [i, entry] of batch.entries()) {
      const reply = replies[i];
      if (reply?.ok === true && toText(reply.reply) === '1') continue;
      const reason =
        reply?.ok === true
          ? 'There is a key of its earlier name again'
          : reasonOf(reply?.failure ?? new Error('no answer'));
      const before = there[i];
      if (reason === GONE && isAnswered(before) && toText(before.reply) === '1') continue;
      conflicts.push({ entry, key: entry.to, reason, lasting: false });
    }
  }
  return conflicts;
}

function reasonOf(failure: Error): string {
  if (isNodeFailure(failure)) return failure.message;
  const { message } = failure;
  const isReply = failure instanceof AppFailure && failure.error.code === 'redis.reply';
  if (!isReply || isLost(failure)) throw failure;
  return message.includes(NO_KEY) ? GONE : message;
}
