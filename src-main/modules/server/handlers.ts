import type { ReadClient } from '../../redis/clients.ts';
import { isNodeFailure } from '../../redis/node-failure.ts';
import { toCount, toText } from '../../redis/reply.ts';
import type { Session } from '../../redis/session.ts';
import type { Handlers } from '../../rpc/handler-types.ts';
import { isReplyError } from '../keys/key-failures.ts';

/** The number after `name:` in INFO's text. */
function infoNumber(info: string, name: string): number | null {
  const value = new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1];
  return value === undefined ? null : Number(value);
}

/** Of each server that holds keys; empty where INFO is refused. */
async function infoOfAll(session: Session, redis: ReadClient): Promise<string[]> {
  if (session.facts.refused.includes('info')) return [''];
  const nodes = await redis.nodes();
  return await Promise.all(
    // Without a section: INFO with several sections needs Redis 7.
    nodes.map((node) => unlessUnknown('', async () => toText(await node.redis.read('info')))),
  );
}

async function dbSizeOrNothing(session: Session, redis: ReadClient): Promise<number | null> {
  if (session.facts.refused.includes('dbsize')) return null;
  return await unlessUnknown(null, async () => toCount(await redis.read('dbsize')));
}

/** What is refused, or kept by a primary that cannot be reached, is not known: a sum without it would be wrong. */
async function unlessUnknown<T>(otherwise: T, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (isReplyError(error) || isNodeFailure(error)) return otherwise;
    throw error;
  }
}

function sumOf(infos: readonly string[], name: string): number | null {
  let sum = 0;
  for (const info of infos) {
    const one = infoNumber(info, name);
    if (one === null) return null;
    sum += one;
  }
  return sum;
}

/** 0 stands for no limit: where one of several has none, they have none together. */
function maxMemoryOf(infos: readonly string[]): number | null {
  return infos.some((info) => infoNumber(info, 'maxmemory') === 0) ? 0 : sumOf(infos, 'maxmemory');
}

export function createServerHandlers() {
  return {
    'server.stats': async (_input, { session, redis }) => {
      const startedAt = performance.now();
      await redis.read('ping');
      const roundTripMs = performance.now() - startedAt;
      const [infos, keys] = await Promise.all([
        infoOfAll(session, redis),
        dbSizeOrNothing(session, redis),
      ]);
      return {
        keys,
        usedMemoryBytes: sumOf(infos, 'used_memory'),
        maxMemoryBytes: maxMemoryOf(infos),
        opsPerSecond: sumOf(infos, 'instantaneous_ops_per_sec'),
        roundTripMs,
        clockOffsetMs: session.clockOffsetMs,
      };
    },
  } satisfies Pick<Handlers, 'server.stats'>;
}
