import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toBytes } from '../../src-shared/redis-value.ts';
import { readCounter, readSliding, windowFromTtl } from './rate-limit-shapes.ts';

/** 2026-11-23T16:33:16.072Z */
const NOW = 1_795_451_596_072;
const scored = (score: string, member = score) => ({ member: toBytes(member), score });
const counter = (key: string, value: string, ttlMs: number | null = 30_000, now = NOW) =>
  readCounter(toBytes(key), toBytes(value), ttlMs, now);

describe('the window of a sliding limiter', () => {
  test.each([
    ['a request that has just come', 60_000, NOW, 60_000],
    ['one of 12 s ago', 48_000, NOW - 12_000, 60_000],
    ['latency of the limiter', 47_991, NOW - 12_000, 60_000],
    ['a clock that is a little ahead', 60_000, NOW + 40, 60_000],
    ['an hour', 3_599_100, NOW - 880, 3_600_000],
    ['less than a second', 430, NOW - 70, 500],
    ['no expiry', null, NOW, null],
  ])('%s', (_what, ttlMs, newestMs, windowMs) => {
    expect(windowFromTtl(ttlMs, newestMs, NOW)).toBe(windowMs);
  });

  test('is found for any window, from any moment within it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 86_400 }),
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        fc.integer({ min: -200, max: 200 }),
        (seconds, share, latencyMs) => {
          const age = Math.round(seconds * 1_000 * share);
          expect(windowFromTtl(seconds * 1_000 - age + latencyMs, NOW - age, NOW)).toBe(
            seconds * 1_000,
          );
        },
      ),
    );
  });
});

describe('a sorted set of requests', () => {
  test.each([
    ['seconds', '1795451590', '1795451596'],
    ['milliseconds', '1795451590072', '1795451596072'],
    ['microseconds', '1795451590072123', '1795451596072974'],
    ['nanoseconds', '1795451590072123456', '1795451596072974123'],
  ])('in %s, member and score the same', (name, oldest, newest) => {
    const shape = readSliding([scored(oldest), scored(newest)], 60_000, NOW);
    expect(shape).toMatchObject({
      kind: 'sliding',
      certain: false,
      windowMs: 60_000,
      reason: `member and score are the same Unix time in ${name}, with a TTL`,
    });
  });

  test('one request is enough', () => {
    expect(readSliding([scored('1795451596072974')], 60_000, NOW)).toMatchObject({ unit: 'us' });
  });

  test('scores as Redis writes doubles', () => {
    const shape = readSliding([scored('1.795451596072974e+15', '1795451596072974')], 60_000, NOW);
    expect(shape).toMatchObject({ unit: 'us', windowMs: 60_000 });
    expect(shape?.reason).toMatch(/^member and score/);
  });

  test('a member of its own, or bytes: told by the score alone', () => {
    for (const member of [toBytes('1795451596072:8f14e45f'), Uint8Array.of(255, 0)])
      expect(readSliding([{ member, score: '1795451596072' }], 60_000, NOW)).toMatchObject({
        unit: 'ms',
        reason: 'scores are Unix times in milliseconds',
        certain: false,
      });
  });

  test('without a TTL the window is not known', () => {
    expect(readSliding([scored('1795451596072974')], null, NOW)).toMatchObject({
      windowMs: null,
      reason: 'member and score are the same Unix time in microseconds',
    });
  });

  test.each([
    ['nothing', []],
    ['a leaderboard', [scored('10', 'anna'), scored('9000', 'bert')]],
    ['units that differ', [scored('1795451596'), scored('1795451596072')]],
    ['one score that is no time', [scored('5', 'x'), scored('1795451596072')]],
    ['times of long ago', [scored('1600000000000'), scored('1600000000001')]],
    ['packed scores as of BullMQ', [scored('7354142697066496', 'job')]],
    ['infinity', [scored('inf', 'x')]],
  ])('%s is no limiter', (_what, ends) => {
    expect(readSliding(ends, 60_000, NOW)).toBeNull();
  });
});

describe('python limits', () => {
  test.each([
    ['LIMITS:LIMITER/127.0.0.1/index/10/1/minute', 10, 60_000],
    ['LIMITS:LIMITER/api/user:42/100/2/hour', 100, 7_200_000],
    ['LIMITS:LIMITER/a/b/c/5/1/second', 5, 1_000],
    ['LIMITS:LIMITER/x/1000/1/day', 1_000, 86_400_000],
    ['LIMITS:LIMITER/x/9/1/month', 9, 2_592_000_000],
    ['LIMITS:LIMITER/x/9/1/year', 9, 31_104_000_000],
  ])('%s carries its limit and window', (key, limit, windowMs) => {
    expect(counter(key, '3')).toEqual({
      kind: 'counter',
      recognisedAs: 'Python limits',
      reason: 'limit and window are written in the key',
      certain: true,
      used: 3,
      limit,
      windowMs,
    });
  });

  test.each([
    'LIMITS:LIMITER/x/9/1/fortnight',
    'LIMITS:LIMITER/x/9/0/minute',
    'LIMITS:LIMITER/x/0/1/minute',
    'LIMITS:LIMITER/x/99999999999999999999/1/minute',
    'LIMITS:LIMITER/x/1/99999999999999999999/minute',
    'limits:limiter/x/9/1/minute',
    'LIMITS:LIMITER/9/1/minute',
    'x:LIMITS:LIMITER/x/9/1/minute',
    'LIMITS:{abc}/-1',
  ])('%s is only a counter', (key) => {
    expect(counter(key, '3')).toMatchObject({
      recognisedAs: 'Counter',
      certain: false,
      limit: null,
      windowMs: null,
    });
  });
});

describe('@upstash/ratelimit', () => {
  test('its bucket tells the window: the measured one', () => {
    expect(
      counter('@upstash/ratelimit:user-1:29924082', '4', 60_000, 29_924_082 * 60_000 + 1_234),
    ).toEqual({
      kind: 'counter',
      recognisedAs: '@upstash/ratelimit',
      reason: 'the number at the end of the key is the time divided by the window',
      certain: true,
      used: 4,
      windowMs: 60_000,
      limit: null,
    });
  });

  const windows = [
    1, 5, 7, 10, 15, 30, 60, 90, 300, 600, 900, 1_800, 3_600, 7_200, 21_600, 43_200, 86_400,
  ];
  test.each(windows)(
    'a window of %i s is found at any moment of its bucket, and of the one before',
    (seconds) => {
      const windowMs = seconds * 1_000;
      fc.assert(
        fc.property(fc.nat(windowMs - 1), fc.nat(1_000_000_000), (within, shift) => {
          const bucket = Math.floor((NOW + shift) / windowMs);
          const now = bucket * windowMs + within;
          for (const name of [bucket, bucket - 1])
            expect(
              counter(`@upstash/ratelimit/app:1.2.3.4:${name}`, '1', 5_000, now),
            ).toMatchObject({ windowMs, certain: true });
        }),
      );
    },
  );

  test.each([
    ['no bucket', '@upstash/ratelimit:user'],
    ['a bucket that is no time', '@upstash/ratelimit:user:42'],
    ['bucket 0', '@upstash/ratelimit:user:0'],
    ['one too large', '@upstash/ratelimit:user:99999999999999999999'],
    ['a time in milliseconds', '@upstash/ratelimit:user:1795451596072'],
    ['another prefix', 'ratelimit:user:29924193'],
    ['a window of a week', `@upstash/ratelimit:user:${Math.floor(NOW / 604_800_000)}`],
  ])('%s: only a counter', (_what, key) => {
    expect(counter(key, '3')).toMatchObject({ recognisedAs: 'Counter', windowMs: null });
  });
});

describe('a counter', () => {
  test.each([
    ['rate-limit-redis', 'rl:::1', '13'],
    ['rate-limiter-flexible, blocked', 'rlflx:login_7', '7'],
    ['a minute counter', 'rate:42:29924193', '1'],
    ['none yet', 'rl:x', '0'],
  ])('of %s is likely', (_who, key, value) => {
    expect(counter(key, value)).toEqual({
      kind: 'counter',
      recognisedAs: 'Counter',
      reason: 'a whole number with a TTL under this prefix',
      certain: false,
      used: Number(value),
      windowMs: null,
      limit: null,
    });
  });

  test.each([
    ['without an end', '13', null],
    ['that is negative', '-1', 1_000],
    ['with a fraction', '1.5', 1_000],
    ['of ten digits: a time', '1795451596', 1_000],
    ['that is text', 'true', 1_000],
    ['with a space', '1 ', 1_000],
    ['with a line end', '1\n', 1_000],
    ['that is empty', '', 1_000],
    ['in hexadecimal', '0x10', 1_000],
  ])('%s is none', (_what, value, ttlMs) => {
    expect(counter('rl:x', value, ttlMs)).toBeNull();
  });

  test('of bytes that are not text is none; its key may be any', () => {
    expect(readCounter(toBytes('rl:x'), Uint8Array.of(0xff, 0x31), 1_000, NOW)).toBeNull();
    expect(readCounter(Uint8Array.of(0xff, 0), toBytes('3'), 1_000, NOW)).toMatchObject({
      used: 3,
    });
  });
});

test('no bytes and no numbers make it throw, and what it gives fits the contract', () => {
  const key = fc.oneof(
    fc.uint8Array({ maxLength: 100 }),
    fc
      .tuple(fc.constantFrom('LIMITS:LIMITER/', '@upstash/ratelimit', 'rl:'), fc.string())
      .map(([a, b]) => toBytes(a + b)),
    fc
      .tuple(fc.bigInt(), fc.bigInt())
      .map(([a, b]) => toBytes(`LIMITS:LIMITER/x/${a}/${b}/minute`)),
    fc.bigInt().map((n) => toBytes(`@upstash/ratelimit:x:${n}`)),
  );
  const value = fc.oneof(
    fc.uint8Array({ maxLength: 40 }),
    fc.bigInt().map((n) => toBytes(String(n))),
  );
  const ttl = fc.oneof(fc.constant(null), fc.nat());
  fc.assert(
    fc.property(key, value, ttl, fc.string(), (name, bytes, ttlMs, score) => {
      const shape = readCounter(name, bytes, ttlMs, NOW);
      if (shape !== null) {
        expect(Number.isSafeInteger(shape.used)).toBe(true);
        expect(shape.limit === null || Number.isSafeInteger(shape.limit)).toBe(true);
        expect(shape.windowMs === null || shape.windowMs > 0).toBe(true);
      }
      const sliding = readSliding([{ member: bytes, score }], ttlMs, NOW);
      expect(sliding === null || sliding.windowMs === null || sliding.windowMs >= 0).toBe(true);
    }),
    { numRuns: 1_000 },
  );
});
