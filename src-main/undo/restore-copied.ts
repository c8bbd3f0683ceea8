import { toBinaryString } from '../../src-shared/redis-value.ts';
import type { DestroyCall } from '../redis/clients.ts';
import { digestOf } from './digest.ts';
import type { UndoEntryOf } from './entry.ts';
import type { Restoring } from './restoring.ts';

const NOT_NOTED =
  'It is not known what was left there: Redstart was stopped, or the connection lost, before that could be noted';

/** Takes a copied key away again, and puts back what it went over, if it is still what we left. null when done, else why not. */
export async function restoreCopied(
  { redis, left }: Restoring,
  { key, before }: UndoEntryOf<'copied'>,
): Promise<string | null> {
  const digest = left.get(toBinaryString(key));
  if (digest === undefined) return NOT_NOTED;
  let reason = 'It was changed since';
  const outcome = await redis.transactDestroy(key, async (reader) => {
    const now = await reader.read('dump', key);
    // It may be that nothing was left: then what was there before comes back.
    if (now === null && digestOf(now) !== digest) reason = 'The key is gone';
    if (digestOf(now) !== digest) return null;
    const calls: DestroyCall[] = [['del', key]];
    if (before !== null)
      calls.push([
        'restore',
        key,
        before.expiresAtMs === null ? 0 : Math.max(1, before.expiresAtMs),
        before.dump,
        ...(before.expiresAtMs === null ? [] : ['ABSTTL']),
      ]);
    return calls;
  });
  if (!outcome.done) return reason;
  const failed = outcome.replies.find((reply) => !reply.ok);
  return failed?.ok === false ? failed.failure.message : null;
}
