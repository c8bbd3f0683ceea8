import type { BulkPlan } from '../../../src-shared/contract/bulk.ts';
import type { ReadClient } from '../../redis/clients.ts';
import { idleCalls, idleOf } from '../keys/idle-time.ts';
import type { PlannedFacts } from '../keys/describe-keys.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** How long the sampled keys have to live. */
export function ttlMixOf(facts: readonly PlannedFacts[]): BulkPlan['ttl'] {
  const present = facts.filter((one) => one.state === 'present');
  const among = (test: (ttlMs: number | null) => boolean): number =>
    present.filter(({ ttlMs }) => test(ttlMs)).length;
  return {
    sampled: present.length,
    without: among((ttl) => ttl === null),
    underHour: among((ttl) => ttl !== null && ttl < HOUR_MS),
    underDay: among((ttl) => ttl !== null && ttl >= HOUR_MS && ttl < DAY_MS),
    longer: among((ttl) => ttl !== null && ttl >= DAY_MS),
  };
}

/** OBJECT IDLETIME of the sampled keys; null where of none of them it is known. */
export async function readIdle(
  redis: ReadClient,
  keys: readonly Uint8Array[],
): Promise<BulkPlan['idleSeconds']> {
  const replies = await redis.readAll(keys.flatMap(idleCalls));
  const idle = keys
    .flatMap((_key, i) => idleOf(replies[2 * i], replies[2 * i + 1]) ?? [])
    .sort((a, b) => a - b);
  const [least] = idle;
  const median = idle[idle.length >> 1];
  const most = idle.at(-1);
  return least === undefined || median === undefined || most === undefined
    ? null
    : { least, median, most };
}
