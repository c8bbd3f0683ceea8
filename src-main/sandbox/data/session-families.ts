import { createRandom, type Random } from './random.ts';
import type { Family } from './step.ts';

export const SESSION_MS = 2 * 3_600_000;
const REMEMBER_MS = 30 * 86_400_000;
const SESSIONS = 300;

/** People who come back often have several sessions. */
const REGULARS = [10482, 9917, 11873, 8830, 12004, 12460, 12391, 7715, 5538, 9640] as const;

export interface Session {
  readonly key: string;
  readonly userId: number;
  readonly ttlMs: number;
  readonly ageMs: number;
}

function ttl(random: Random): number {
  const share = random.next();
  // Some about to end, some kept for weeks, the rest anywhere within the two hours.
  if (share < 0.06) return random.int(20_000, 300_000);
  if (share < 0.18) return random.int(86_400_000, REMEMBER_MS);
  return random.int(300_000, SESSION_MS);
}

export function allSessions(): readonly Session[] {
  const random = createRandom('sessions');
  return Array.from({ length: SESSIONS }, () => {
    const ttlMs = ttl(random);
    const most = ttlMs > SESSION_MS ? REMEMBER_MS - ttlMs : 3 * 86_400_000;
    return {
      key: `session:${random.uuid()}`,
      userId: random.chance(0.35) ? random.pick(REGULARS) : random.int(4000, 12_500),
      ttlMs,
      // A session that was never extended is as old as the TTL it has used up; extended ones are older.
      ageMs: Math.max(SESSION_MS - ttlMs, 0) + random.int(5000, Math.max(most, 60_000)),
    };
  });
}

/** `created_at` is Unix time in seconds with a fraction, as Python's time.time() gives it. */
export const sessionText = (userId: number, createdMs: number): string =>
  JSON.stringify({ user_id: userId, created_at: createdMs / 1000 });

export const sessions: Family = {
  name: 'sessions',
  shortLived: true,
  *steps({ nowMs }) {
    for (const { key, userId, ttlMs, ageMs } of allSessions())
      yield {
        key,
        write: 'if-missing',
        commands: [['set', key, sessionText(userId, nowMs - ageMs), 'PX', ttlMs]],
      };
  },
};
