import { isNodeFailure } from '../redis/node-failure.ts';
import { toText } from '../redis/reply.ts';
import { AppFailure } from '../rpc/app-failure.ts';
import type { UndoEntryOf } from './entry.ts';
import type { Conflict, Restoring } from './restoring.ts';

const BATCH = 500;
const NO_KEY = 'no such key';

/** RENAMENX back to the earlier names. Gives what was left alone. */
export async function restoreNames(
  { redis }: Restoring,
  entries: readonly UndoEntryOf<'rename'>[],
): Promise<Conflict[]> {
  const conflicts: Conflict[] = [];
  for (let from = 0; from < entries.length; from += BATCH) {
    const batch = entries.slice(from, from + BATCH);
    const replies = await redis.writeAll(batch.map((entry) => ['renamenx', entry.to, entry.from]));
    for (const [i, entry] of batch.entries()) {
      const reply = replies[i];
      if (reply?.ok === true && toText(reply.reply) === '1') continue;
      const reason =
        reply?.ok === true
          ? 'There is a key of its earlier name again'
          : reasonOf(reply?.failure ?? new Error('no answer'));
      conflicts.push({ entry, key: entry.to, reason, lasting: false });
    }
  }
  return conflicts;
}

function reasonOf(failure: Error): string {
  if (isNodeFailure(failure)) return failure.message;
  if (!(failure instanceof AppFailure) || failure.error.code !== 'redis.reply') throw failure;
  return failure.message.includes(NO_KEY) ? 'The key is gone' : failure.message;
}
