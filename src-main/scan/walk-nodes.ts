import type { ReadClient } from '../redis/clients.ts';
import { isNodeFailure } from '../redis/node-failure.ts';
import { type ScanStep, type Walk, walkNode } from './walk-node.ts';

/** A server to be walked from a cursor on. */
export interface NodeWalk {
  readonly name: string;
  readonly redis: ReadClient;
  readonly from: string;
}

interface Running {
  readonly node: NodeWalk;
  readonly steps: AsyncGenerator<ScanStep>;
}

type Arrived =
  | { readonly running: Running; readonly step: IteratorResult<ScanStep> }
  | { readonly running: Running; readonly failure: Error };

/** Each has its own machine, but all answer to one reader. */
const SIDE_BY_SIDE = 2;

/**
 * SCAN on several nodes, two side by side, when gentle one after another. A node that cannot be reached does not keep the
 * others from being walked: its failure is thrown when they have come to their end.
 */
export async function* walkNodes(
  nodes: readonly NodeWalk[],
  walk: Omit<Walk, 'from'>,
): AsyncGenerator<ScanStep & { readonly node: string }> {
  const waiting = [...nodes];
  const under = new Map<Running, Promise<Arrived>>();
  let failure: Error | null = null;
  const start = (): void => {
    const node = waiting.shift();
    if (node === undefined) return;
    const running = { node, steps: walkNode(node.redis, { ...walk, from: node.from }) };
    under.set(running, next(running));
  };
  for (let i = 0; i < (walk.gentle ? 1 : SIDE_BY_SIDE); i++) start();
  try {
    while (under.size > 0) {
      const arrived = await Promise.race(under.values());
      const { running } = arrived;
      under.delete(running);
      if ('failure' in arrived) {
        if (!isNodeFailure(arrived.failure)) throw arrived.failure;
        failure ??= arrived.failure;
        start();
      } else if (arrived.step.done === true) start();
      else {
        yield { ...arrived.step.value, node: running.node.name };
        under.set(running, next(running));
      }
    }
  } finally {
    await Promise.all(Array.from(under.keys(), ({ steps }) => steps.return(undefined)));
  }
  if (failure !== null) throw failure;
}

async function next(running: Running): Promise<Arrived> {
  try {
    return { running, step: await running.steps.next() };
  } catch (thrown) {
    const failure = thrown instanceof Error ? thrown : new Error(String(thrown));
    return { running, failure };
  }
}
