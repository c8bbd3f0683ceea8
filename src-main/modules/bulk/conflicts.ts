import type { BulkAction, BulkPlan } from '../../../src-shared/contract/bulk.ts';
import { LIMITS } from '../../../src-shared/limits.ts';
import type { ReadClient } from '../../redis/clients.ts';
import { toText } from '../../redis/reply.ts';
import { NameSet } from '../../scan/name-set.ts';
import { spread } from './delete-estimate.ts';
import { renamed } from './rename-change.ts';

/** Above it only so many names, spread over all, are asked for. */
const ASKED = 100_000;
const SHOWN = 20;

export interface Conflicts extends NonNullable<BulkPlan['conflicts']> {
  /** All that were found. */
  readonly names: NameSet;
  /** Of how many names that were asked for one stands. */
  readonly factor: number;
}

/** Keys that are in the way on `redis`: of the new name, or of the same name where they are copied to. */
export async function findConflicts(
  redis: ReadClient,
  names: NameSet,
  action: BulkAction,
  signal: AbortSignal,
): Promise<Conflicts | null> {
  if (action.kind !== 'rename' && action.kind !== 'copy') return null;
  const exact = names.size <= ASKED;
  const asked = exact ? names.slice(0, names.size) : spread(names, ASKED);
  const found = new NameSet();
  for (let from = 0; from < asked.length; from += LIMITS.describeKeys) {
    signal.throwIfAborted();
    const wanted = asked
      .slice(from, from + LIMITS.describeKeys)
      .flatMap((key) =>
        action.kind === 'copy' ? key : (renamed(key, action.from, action.to) ?? []),
      );
    const replies = await redis.readAll(wanted.map((key) => ['exists', key]));
    for (const [i, key] of wanted.entries()) {
      const reply = replies[i];
      if (reply?.ok !== true || toText(reply.reply) === '0') continue;
      found.add(key);
    }
  }
  const sample = found.slice(0, SHOWN).map((key) => new Uint8Array(key));
  const factor = names.size / Math.max(1, asked.length);
  return { count: found.size, exact, sample, names: found, factor };
}
