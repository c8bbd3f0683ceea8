import { describe, expect, test } from 'vitest';
import type { RateLimitRow } from '../../../src-shared/contract/shapes.ts';
import { toBytes } from '../../../src-shared/redis-value.ts';
import { allowedAtMs, judge, prefixOf, ruleFor } from './verdict.ts';

const row: RateLimitRow = {
  key: toBytes('ratelimit:api:user:10482'),
  type: 'zset',
  kind: 'sliding',
  recognisedAs: 'Sliding window',
  reason: '',
  certain: false,
  used: 63,
  windowMs: 60_000,
  ttlMs: 58_000,
  oldestMs: 1_000_000,
  limitFromKey: null,
};
const rule = { prefix: 'ratelimit:api:', limit: 100, windowMs: null };

describe('rules', () => {
  test('the longest prefix wins', () => {
    const rules = [{ ...rule, prefix: '' }, rule, { ...rule, prefix: 'ratelimit:' }];
    expect(ruleFor(row.key, rules)).toBe(rule);
    expect(ruleFor(toBytes('other'), [rule])).toBeNull();
  });

  test('are proposed for all but the last part', () => {
    expect(prefixOf(row.key, ':')).toBe('ratelimit:api:user:');
    expect(prefixOf(toBytes('plain'), ':')).toBe('plain');
  });
});

describe('judge', () => {
  test('without a limit says so and nothing more', () => {
    expect(judge(row, null, 1_020_000)).toMatchObject({
      limit: null,
      remaining: null,
      next: 'unknown',
      windowFrom: 'ttl',
    });
  });

  test('counts what remains', () => {
    expect(judge(row, rule, 1_020_000)).toMatchObject({
      remaining: 37,
      next: 'allowed',
      limitFrom: 'you',
      freeAtMs: 1_060_000,
      resetsAtMs: 1_078_000,
    });
  });

  test('denies at the limit, and over it', () => {
    for (const used of [100, 120])
      expect(judge({ ...row, used }, rule, 0)).toMatchObject({ remaining: 0, next: 'denied' });
  });

  test('what was counted in another window than the rule’s is not judged', () => {
    const own = { ...rule, windowMs: 30_000 };
    const unknown = { remaining: null, next: 'unknown', freeAtMs: null, limit: 100 };
    expect(judge({ ...row, countedMs: 60_000 }, own, 0)).toMatchObject(unknown);
    expect(judge({ ...row, countedMs: 30_000 }, own, 0)).toMatchObject({ remaining: 37 });
    expect(judge({ ...row, countedMs: 60_000 }, rule, 0)).toMatchObject({ remaining: 37 });
    const counter: RateLimitRow = { ...row, kind: 'counter', windowMs: null };
    expect(judge({ ...counter, countedMs: null }, own, 0)).toMatchObject({ remaining: 37 });
  });

  test('a limit in the key needs no rule', () => {
    expect(judge({ ...row, kind: 'counter', limitFromKey: 64 }, null, 0)).toMatchObject({
      limit: 64,
      limitFrom: 'key',
      remaining: 1,
      windowFrom: 'key',
    });
  });
});

test('over the limit, several have to leave before the next is let in', () => {
  const requests = [10, 20, 30, 40, 50];
  const verdict = judge({ ...row, used: 5 }, { ...rule, limit: 3, windowMs: 1_000 }, 60);
  expect(allowedAtMs(verdict, 5, requests)).toBe(1_030);
  const atLimit = judge({ ...row, used: 5 }, { ...rule, limit: 5, windowMs: 1_000 }, 60);
  expect(allowedAtMs(atLimit, 5, requests)).toBe(1_010);
});
