import { setTimeout as pause } from 'node:timers/promises';
import type { ReadClient } from '../redis/clients.ts';
import type { Argument } from '../redis/commands.ts';
import { type Reply, toList, toText } from '../redis/reply.ts';

/** What one SCAN gave: `count` is the COUNT that was asked for. */
export interface ScanStep {
  readonly names: readonly Reply[];
  readonly cursor: string;
  readonly count: number;
}

export interface Walk {
  readonly from: string;
  readonly filter: readonly Argument[];
  /** Of a command that costs the server nothing: the rest of a step's time is its work. */
  readonly roundTripMs: number;
  readonly gentle: boolean;
  readonly signal: AbortSignal;
}

interface Pace {
  readonly first: number;
  readonly least: number;
  readonly most: number;
  /** How long one SCAN may keep the server to itself. */
  readonly budgetMs: number;
  /** Rest after each step, as a multiple of the time it took, and at least so long. */
  readonly restTimes: number;
  readonly restMs: number;
}

const QUICK: Pace = {
  // A screen or a few: the first rows are there while the next step is asked for.
  first: 200,
  least: 100,
  most: 10_000,
  budgetMs: 10,
  restTimes: 0,
  restMs: 0,
};
const GENTLE: Pace = { first: 100, least: 50, most: 1_000, budgetMs: 2, restTimes: 2, restMs: 8 };

interface TimedStep extends ScanStep {
  readonly tookMs: number;
}

/**
 * SCAN on one node from a cursor to its end. COUNT follows what the server needs for a step. At full pace the next
 * step is asked for before this one is worked on, so at most one reply waits when the reader pauses.
 */
export async function* walkNode(redis: ReadClient, walk: Walk): AsyncGenerator<ScanStep> {
  const pace = walk.gentle ? GENTLE : QUICK;
  let count = pace.first;
  const ask = (cursor: string): Promise<TimedStep> => {
    const step = scanOnce(redis, cursor, count, walk.filter);
    // It is met when it is awaited: a reader that pauses may let the connection go in between.
    step.catch(() => undefined);
    return step;
  };
  let pending: Promise<TimedStep> | null = ask(walk.from);
  try {
    while (pending !== null && !walk.signal.aborted) {
      const step: TimedStep = await pending;
      pending = null;
      count = nextCount(count, Math.max(0.1, step.tookMs - walk.roundTripMs), pace);
      const ended = step.cursor === '0';
      if (!ended && !walk.gentle) pending = ask(step.cursor);
      yield step;
      if (ended || !walk.gentle) continue;
      await rest(Math.max(pace.restMs, step.tookMs * pace.restTimes), walk.signal);
      if (!walk.signal.aborted) pending = ask(step.cursor);
    }
  } finally {
    // The reader has left: the answer on its way has nobody to go to.
    if (pending !== null) await pending.catch(() => undefined);
  }
}

function nextCount(count: number, workMs: number, pace: Pace): number {
  const factor = Math.min(2, Math.max(0.5, pace.budgetMs / workMs));
  return Math.min(pace.most, Math.max(pace.least, Math.round(count * factor)));
}

async function scanOnce(
  redis: ReadClient,
  cursor: string,
  count: number,
  filter: readonly Argument[],
): Promise<TimedStep> {
  const startedAt = performance.now();
  const [next = null, names = null] = toList(
    await redis.read('scan', cursor, ...filter, 'COUNT', count),
  );
  return {
    names: toList(names),
    cursor: toText(next),
    count,
    tookMs: performance.now() - startedAt,
  };
}

async function rest(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await pause(ms, undefined, { signal });
  } catch (thrown) {
    if (!signal.aborted) throw thrown;
  }
}
