import type { ReadClient } from '../../redis/clients.ts';
import { toCount, toText } from '../../redis/reply.ts';
import type { Session } from '../../redis/session.ts';
import { AppFailure } from '../../rpc/app-failure.ts';
import type { Handlers } from '../../rpc/handler-types.ts';

/** The number after `name:` in INFO's text. */
function infoNumber(info: string, name: string): number | null {
  const value = new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1];
  return value === undefined ? null : Number(value);
}

async function infoOrNothing(session: Session, redis: ReadClient): Promise<string> {
  if (session.facts.refused.includes('info')) return '';
  try {
    // Without a section: INFO with several sections needs Redis 7.
    return toText(await redis.read('info'));
  } catch (error) {
    if (error instanceof AppFailure && error.error.code === 'redis.reply') return '';
    throw error;
  }
}

async function dbSizeOrNothing(session: Session, redis: ReadClient): Promise<number | null> {
  return session.facts.refused.includes('dbsize') ? null : toCount(await redis.read('dbsize'));
}

export function createServerHandlers() {
  return {
    'server.stats': async (_input, { session, redis }) => {
      const startedAt = performance.now();
      await redis.read('ping');
      const roundTripMs = performance.now() - startedAt;
      const [info, keys] = await Promise.all([
        infoOrNothing(session, redis),
        dbSizeOrNothing(session, redis),
      ]);
      return {
        keys,
        usedMemoryBytes: infoNumber(info, 'used_memory'),
        maxMemoryBytes: infoNumber(info, 'maxmemory'),
        opsPerSecond: infoNumber(info, 'instantaneous_ops_per_sec'),
        roundTripMs,
        clockOffsetMs: session.clockOffsetMs,
      };
    },
  } satisfies Pick<Handlers, 'server.stats'>;
}
