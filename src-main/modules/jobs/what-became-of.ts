import type { Output } from '../../../src-shared/contract/index.ts';
import { LIMITS } from '../../../src-shared/limits.ts';
import type { ReadClient } from '../../redis/clients.ts';
import { toText } from '../../redis/reply.ts';
import { packNames } from '../../scan/page-names.ts';

/** Which of these keys are there now, by type, and which are not. One that this user may not ask for is left out. */
export async function whatBecameOf(
  redis: ReadClient,
  keys: readonly Uint8Array[],
  signal: AbortSignal,
): Promise<Omit<Output<'jobs.touched'>, 'isAll'>> {
  const gone: Uint8Array[] = [];
  const there = new Map<string, Uint8Array[]>();
  for (let from = 0; from < keys.length; from += LIMITS.describeKeys) {
    signal.throwIfAborted();
    const batch = keys.slice(from, from + LIMITS.describeKeys);
    const replies = await redis.readAll(batch.map((key) => ['type', key]));
    for (const [i, key] of batch.entries()) {
      const reply = replies[i];
      if (reply?.ok !== true) continue;
      const type = toText(reply.reply);
      if (type === 'none') gone.push(key);
      else there.set(type, [...(there.get(type) ?? []), key]);
    }
  }
  return {
    there: Array.from(there, ([type, names]) => ({ type, ...packNames(names) })),
    gone: packNames(gone),
  };
}
