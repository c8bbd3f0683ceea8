import type { TransactionOutcome, WriteCall } from '../redis/clients.ts';
import { type Reply, toList, toText } from '../redis/reply.ts';
import type { UndoEntryOf } from './entry.ts';
import type { Restoring } from './restoring.ts';

const GONE = 'The key is gone';
const CHANGED = 'There are other samples now';
/** Samples of one TS.MADD. */
const BATCH = 500;

/** Removes the sample that was added, if it still is what it was. null when done, else why not. */
export async function restoreSample(
  { redis }: Restoring,
  { key, atMs, value }: UndoEntryOf<'sample'>,
): Promise<string | null> {
  let reason = CHANGED;
  const outcome = await redis.transact(key, async (reader) => {
    const [now] = await reader.readAll([['ts.range', key, atMs, atMs]]);
    if (now?.ok !== true) reason = GONE;
    const [sample] = now?.ok === true ? toList(now.reply) : [];
    const [, held] = sample === undefined ? [] : toList(sample);
    // Samples are doubles, whichever way they are written.
    if (held === undefined || Number(toText(held)) !== Number(value)) return null;
    return [['ts.del', key, atMs, atMs]];
  });
  return resultOf(outcome, reason);
}

/** The deleted samples back into their range, if nothing is in it now. null when done, else why not. */
export async function restoreSamples(
  { redis }: Restoring,
  { key, from, to, samples }: UndoEntryOf<'samples'>,
): Promise<string | null> {
  let reason = CHANGED;
  const outcome = await redis.transact(key, async (reader) => {
    const [now] = await reader.readAll([['ts.range', key, from, to, 'COUNT', 1]]);
    if (now?.ok !== true) reason = GONE;
    if (now?.ok !== true || toList(now.reply).length > 0) return null;
    const calls: WriteCall[] = [];
    for (let at = 0; at < samples.length; at += BATCH)
      calls.push([
        'ts.madd',
        ...samples.slice(at, at + BATCH).flatMap(({ atMs, value }) => [key, atMs, value]),
      ]);
    return calls;
  });
  return resultOf(outcome, reason);
}

const isTime = (reply: Reply): boolean =>
  !Array.isArray(reply) && reply !== null && /^\d+$/.test(toText(reply));

function resultOf(outcome: TransactionOutcome, reason: string): string | null {
  if (!outcome.done) return reason;
  for (const reply of outcome.replies) {
    if (!reply.ok) return reply.failure.message;
    // TS.MADD answers for each sample: its time, or what is wrong with it (older than the retention).
    const refused = Array.isArray(reply.reply) ? reply.reply.find((one) => !isTime(one)) : null;
    if (refused !== null && refused !== undefined)
      return Array.isArray(refused) ? 'The server refused a sample' : toText(refused);
  }
  return null;
}
