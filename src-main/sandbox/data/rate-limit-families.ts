import { createRandom } from './random.ts';
import { SHOPS } from './shops.ts';
import type { Argument, Family } from './step.ts';

/** A sliding window: at most `limit` requests in any `windowMs`. The limit is known to the shop, not to Redis. */
export interface Limiter {
  readonly key: string;
  readonly windowMs: number;
  readonly limit: number;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const limiters = (
  prefix: string,
  names: readonly (string | number)[],
  limit: number,
  windowMs: number,
): readonly Limiter[] =>
  names.map((name) => ({ key: `ratelimit:${prefix}:${name}`, windowMs, limit }));

const ADDRESSES = [
  '203.0.113.24',
  '198.51.100.7',
  '192.0.2.61',
  '198.51.100.9',
  '203.0.113.77',
  '2001:db8::8a2e:370',
  '192.0.2.118',
] as const;

export const LIMITERS: readonly Limiter[] = [
  ...limiters('api:user', [10482, 9917, 11873, 12391, 12402, 12455], 100, MINUTE),
  ...limiters('api:ip', ADDRESSES.slice(0, 3), 240, MINUTE),
  ...limiters('search:user', [10482, 12004, 8830], 30, MINUTE),
  ...limiters(
    'scrape',
    SHOPS.slice(0, 6).map(({ name }) => `${name}.example`),
    60,
    MINUTE,
  ),
  ...limiters('login:ip', ADDRESSES, 5, 15 * MINUTE),
  ...limiters('api:key', ['partner-3', 'partner-7', 'partner-12', 'internal-bi'], 500, 10 * MINUTE),
  ...limiters(
    'webhook',
    ['partner-3', 'partner-7', 'partner-9', 'partner-12', 'erp', 'crm'],
    1000,
    HOUR,
  ),
  ...limiters('export:user', [10482, 8830, 9002, 11020, 6641], 3, HOUR),
];

/** Used share of the limit, from nearly nothing to refusing; dealt out in this order. */
const LEVELS = [0.63, 1, 0.92, 0.17, 0.04, 0.55, 1.08, 0.31, 0.77, 0.01, 0.88, 0.46] as const;

export const limiterLevel = (index: number): number => LEVELS[index % LEVELS.length] ?? 1;

/** A time in microseconds as its text, which is both score and member. */
export const microseconds = (ms: number, extra: number): string =>
  `${Math.floor(ms)}${String(extra).padStart(3, '0')}`;

export const rateLimits: Family = {
  name: 'rate limits',
  shortLived: true,
  *steps({ nowMs }) {
    const random = createRandom('rate limits');
    for (const [index, { key, windowMs, limit }] of LIMITERS.entries()) {
      const used = Math.max(1, Math.round(limiterLevel(index) * limit));
      // The newest request decides when the key ends; the limiter sets the TTL to the window at each one.
      const newest = nowMs - random.int(50, Math.min(windowMs * 0.2, 20_000));
      const members: Argument[] = [];
      for (let i = 0; i < used; i++) {
        const age = i === 0 ? 0 : random.next() * windowMs * 0.97;
        const text = microseconds(newest - age, random.int(0, 999));
        members.push(text, text);
      }
      yield {
        key,
        write: 'if-missing',
        commands: [
          ['zadd', key, ...members],
          ['pexpireat', key, newest + windowMs],
        ],
      };
    }
  },
};
