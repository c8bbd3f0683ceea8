import type { PartsChange } from '../../../src-shared/contract/part-changes.ts';
import type { ReadClient, WriteCall, WriteClient } from '../../redis/clients.ts';
import { toCount, toText } from '../../redis/reply.ts';
import { replyOf } from '../../undo/element-state.ts';
import { trimmedOf } from './inspect-list.ts';
import { placesOf, ranksOf, STEP } from './inspect-range.ts';

type Range = Extract<PartsChange, { readonly kind: 'zset.removeRange' | 'list.trim' }>;

interface Removing {
  readonly redis: WriteClient;
  readonly key: Uint8Array;
  readonly signal: AbortSignal;
}

type Step =
  | { readonly is: 'step'; readonly call: WriteCall; readonly count: number }
  | { readonly is: 'end'; readonly stopped: string | null };

type Next = (
  redis: ReadClient,
  key: Uint8Array,
  so: { readonly removed: number; readonly most: number },
) => Promise<Step>;

/** A key that is written to all the time would be tried for ever. */
const TRIES = 20;

const stop = (stopped: string | null): Step => ({ is: 'end', stopped });
const OTHERS = 'Others kept changing the key';
const GONE = 'The key is gone, or something else by now';

/**
 * What was planned of a range, in steps of what the server does in a moment, without an undo: each only if nobody else
 * changed the key in that moment.
 */
export async function removeInSteps(
  { redis, key, signal }: Removing,
  change: Range,
  planned: number,
): Promise<{ readonly parts: number; readonly stopped: string | null }> {
  const next = nextOf(change);
  let removed = 0;
  let tries = 0;
  while (removed < planned) {
    if (signal.aborted) return { parts: removed, stopped: 'It was stopped' };
    const steps: Step[] = [];
    const most = Math.min(STEP, planned - removed);
    const outcome = await redis.transact(key, async (reader) => {
      const step = await next(reader, key, { removed, most });
      steps.push(step);
      return step.is === 'end' ? null : [step.call];
    });
    const step = steps[0] ?? stop(OTHERS);
    if (step.is === 'end') return { parts: removed, stopped: step.stopped };
    if (outcome.done) {
      replyOf(outcome.replies[0]);
      removed += step.count;
      tries = 0;
    } else if (++tries === TRIES) return { parts: removed, stopped: OTHERS };
  }
  return { parts: removed, stopped: null };
}

function nextOf(change: Range): Next {
  if (change.kind === 'list.trim') return trimming(change);
  return change.range.by === 'rank' ? byRank(change.range) : byRange(change.range);
}

/** null: it is not of this type any more. */
async function lengthOf(redis: ReadClient, key: Uint8Array, type: 'list' | 'zset') {
  if (toText(await redis.read('type', key)) !== type) return null;
  return toCount(await redis.read(type === 'list' ? 'llen' : 'zcard', key));
}

const ranks = (start: number, count: number, key: Uint8Array): Step => ({
  is: 'step',
  call: ['zremrangebyrank', key, start, start + count - 1],
  count,
});

/** The lowest of what is in the range now. */
const byRange =
  (part: Extract<Range, { readonly kind: 'zset.removeRange' }>['range']): Next =>
  async (redis, key, { most }) => {
    const total = await lengthOf(redis, key, 'zset');
    if (total === null) return stop(GONE);
    const { start, count } = await ranksOf(redis, key, { part, total });
    return count === 0 ? stop(null) : ranks(start, Math.min(most, count), key);
  };

/** Ranks move when others add or remove: it goes on only while nobody does. */
function byRank(part: { readonly start: number; readonly stop: number }): Next {
  let first = 0;
  return async (redis, key, { removed, most }) => {
    const total = await lengthOf(redis, key, 'zset');
    if (total === null) return stop(GONE);
    if (removed === 0) first = total;
    if (total !== first - removed) return stop(OTHERS);
    const { start, count } = placesOf(part, first);
    const left = count - removed;
    return left <= 0 ? stop(null) : ranks(start, Math.min(most, left), key);
  };
}

/** First at the left, then at the right: as long as nobody else makes the list longer or shorter. */
function trimming(change: { readonly start: number; readonly stop: number }): Next {
  let first = 0;
  return async (redis, key, { removed, most }) => {
    const length = await lengthOf(redis, key, 'list');
    if (length === null) return stop(GONE);
    if (removed === 0) first = length;
    if (length !== first - removed) return stop(OTHERS);
    const { left, right } = trimmedOf(change, first);
    const atLeft = left - removed;
    if (atLeft > 0) {
      const count = Math.min(most, atLeft);
      return { is: 'step', call: ['ltrim', key, count, -1], count };
    }
    const count = Math.min(most, right + atLeft);
    if (count <= 0) return stop(null);
    return { is: 'step', call: ['ltrim', key, 0, -1 - count], count };
  };
}
