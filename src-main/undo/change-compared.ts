import { toBinaryString } from '../../src-shared/redis-value.ts';
import type { BatchReply, DestroyCall } from '../redis/clients.ts';
import { comparedCall, comparedOutcome, type Seen } from '../redis/compared-script.ts';
import { isReplyError } from '../modules/keys/key-failures.ts';
import { isAnswered, type Restoring } from './restoring.ts';

/** A key as it was just read, and what brings back what was. */
export interface Change extends Seen {
  readonly calls: readonly DestroyCall[];
}

/**
 * Changes keys that are as they were read, those of each slot of a cluster by one script, all of them sent together. Gives the
 * replies of each; null: nothing was done to it, and why a transaction will tell. Throws when an answer was lost.
 */
export async function changeCompared(
  { redis, scripts }: Pick<Restoring, 'redis' | 'scripts'>,
  compared: 'value' | 'expiry',
  changes: readonly Change[],
): Promise<(readonly BatchReply[] | null)[]> {
  const byKey = new Map(changes.map((change) => [change.key, change]));
  const slots = redis
    .together(changes.map(({ key }) => key))
    .map((keys) => keys.flatMap((key) => byKey.get(key) ?? []));
  const callsOf = (slot: readonly Change[]): DestroyCall[] => slot.flatMap(({ calls }) => calls);
  const replies = await redis.destroyAll(
    slots.map((slot) => comparedCall(compared, slot, callsOf(slot))),
  );
  const found = new Map<string, readonly BatchReply[]>();
  for (const [i, slot] of slots.entries()) {
    const reply = replies[i];
    if (!isAnswered(reply)) {
      // Not where one node of a cluster is away.
      scripts.areRefused ||= reply !== undefined && isReplyError(reply.failure);
      continue;
    }
    const outcome = comparedOutcome(reply.reply, callsOf(slot));
    if (outcome.kind !== 'done') continue;
    let from = 0;
    for (const { key, calls } of slot) {
      found.set(toBinaryString(key), outcome.replies.slice(from, from + calls.length));
      from += calls.length;
    }
  }
  return changes.map(({ key }) => found.get(toBinaryString(key)) ?? null);
}
