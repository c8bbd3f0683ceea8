import fc from 'fast-check';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { toBytes } from '../../../src-shared/redis-value.ts';
import type { Session } from '../../redis/session.ts';
import type { SessionPool } from '../../redis/session-pool.ts';
import { contentOf, inBetween, names, pattern, setUpBulk } from '../../test-support/bulk-work.ts';
import { openSession } from '../../test-support/open-session.ts';
import { waitFor } from '../../test-support/wait-for.ts';
import { missingServer, startRedis, type TestServer } from '../../test-support/start-redis.ts';
import { fillStrings } from '../../test-support/fill-strings.ts';

const missing = missingServer('plain');
describe.skipIf(missing !== null)(`bulk work${missing === null ? '' : ` (${missing})`}`, () => {
  let server: TestServer;
  let pool: SessionPool;
  let session: Session;
  let admin: Redis;
  beforeAll(async () => {
    server = await startRedis('plain');
    admin = server.client();
    ({ pool, session } = await openSession(server));
  });
  afterAll(async () => {
    pool.closeAll();
    await server.stop();
  });
  beforeEach(async () => {
    await admin.flushall();
  });

  const fill = (count: number) => fillStrings(admin, 'cart:', count, { value: 'value ' });

  test('of a folder in a list with a pattern, only what is of both is taken', async () => {
    const keys = await setUpBulk({ pool, session });
    await admin.mset('shop:old:1', 1, 'shop:new:1', 1, 'shop', 1, 'cart:old:1', 1, 'old:shop:1', 1);
    await admin.hset('shop:old:2', 'f', 1);
    const both = await keys.plan(pattern('*old:*', null, 'shop:'));
    expect(both.count).toBe(2);
    expect((await keys.remove(pattern('*old:*', 'string', 'shop:'))).deleted).toBe(1);
    expect((await admin.keys('*')).sort()).toEqual(
      ['shop:new:1', 'shop', 'cart:old:1', 'old:shop:1', 'shop:old:2'].sort(),
    );
  });

  describe('TTL', () => {
    test('is set, told in the plan and taken back', async () => {
      const keys = await setUpBulk({ pool, session });
      await fill(2_500);
      await admin.pexpireat('cart:7', 4_102_444_800_123);
      const plan = await keys.plan(pattern('cart:*'), { kind: 'expire', ttlMs: 3_600_000 });
      expect(plan).toMatchObject({ count: 2_500, undo: { kind: 'exact' }, conflicts: null });
      expect(plan.command).toMatch(
        /^EVAL \(PEXPIREAT if unchanged\) cart:\d+ now\+3600000 … and 2,499 more$/,
      );
      expect(plan.ttl.sampled).toBe(200);
      const before = await contentOf(admin);
      const result = await keys.apply(plan);
      expect(result).toMatchObject({ status: 'done', changed: 2_500, failedCount: 0 });
      const ttl = Number(await admin.pttl('cart:7'));
      expect(ttl).toBeGreaterThan(3_500_000);
      expect(ttl).toBeLessThanOrEqual(3_600_000);
      expect(await keys.undo(result.ticket)).toMatchObject({ restored: 2_500, conflictCount: 0 });
      expect(await contentOf(admin)).toEqual(before);
    });

    test('is set to one time for all, and taken back', async () => {
      const keys = await setUpBulk({ pool, session });
      await fill(1_200);
      await admin.pexpireat('cart:7', 4_102_444_800_123);
      const before = await contentOf(admin);
      const atMs = Date.now() + 86_400_123;
      const plan = await keys.plan(pattern('cart:*'), { kind: 'expireAt', atMs });
      expect(plan.command).toMatch(
        new RegExp(`^EVAL \\(PEXPIREAT if unchanged\\) cart:\\d+ ${atMs} … and 1,199 more$`),
      );
      const result = await keys.apply(plan);
      expect(result).toMatchObject({ kind: 'expire', changed: 1_200, failedCount: 0 });
      for (const key of ['cart:0', 'cart:7', 'cart:1199'])
        expect(Number(await admin.pexpiretime(key))).toBe(atMs);
      expect(await keys.undo(result.ticket)).toMatchObject({ restored: 1_200, conflictCount: 0 });
      expect(await contentOf(admin)).toEqual(before);
    });

    test('to a time that is over deletes nothing, in the plan and after it', async () => {
      const keys = await setUpBulk({ pool, session });
      await fill(3);
      const at = (atMs: number) => keys.plan(pattern('cart:*'), { kind: 'expireAt', atMs });
      await expect(at(Date.now() - 2_000)).rejects.toThrow('over by the server’s clock');
      // The server's clock is known to some milliseconds, on a busy machine to more.
      const atMs = Date.now() + 1_000;
      const plan = await at(atMs);
      await waitFor(() => Date.now() > atMs + 300, 'that time');
      const result = await keys.apply(plan);
      expect(result).toMatchObject({ changed: 0, failedCount: 3, ticket: null });
      expect(result.failed[0]?.reason).toMatch(/^Left alone: the time/);
      expect(await admin.dbsize()).toBe('3');
    });

    test('is removed; keys that have none are not touched; undo leaves what was changed since', async () => {
      const keys = await setUpBulk({ pool, session });
      await fill(3);
      await admin.expire('cart:0', 1_000);
      await admin.expire('cart:1', 1_000);
      const result = await keys.run(pattern('cart:*'), { kind: 'expire', ttlMs: null });
      expect(result).toMatchObject({ changed: 2, done: 3 });
      await admin.expire('cart:1', 50);
      expect(await keys.undo(result.ticket)).toMatchObject({
        restored: 1,
        conflicts: [{ key: toBytes('cart:1'), reason: 'Its TTL was changed since' }],
      });
      expect(Number(await admin.ttl('cart:0'))).toBeGreaterThan(900);
      expect(Number(await admin.ttl('cart:1'))).toBeLessThanOrEqual(50);
    });

    test('keys gone in between are counted', async () => {
      const keys = await setUpBulk({ pool, session });
      await fill(10);
      const plan = await keys.plan(pattern('cart:*'), { kind: 'expire', ttlMs: 60_000 });
      await admin.del('cart:1', 'cart:2');
      expect(await keys.apply(plan)).toMatchObject({ changed: 8, missing: 2, failedCount: 0 });
    });
  });

  describe('rename', () => {
    const rename = { kind: 'rename', from: toBytes('cart:'), to: toBytes('basket:') } as const;

    test('gives the new prefix, with the TTL, and takes it back', async () => {
      const keys = await setUpBulk({ pool, session });
      await fill(1_500);
      await admin.pexpireat('cart:7', 4_102_444_800_123);
      const before = await contentOf(admin);
      const plan = await keys.plan(pattern('cart:*'), rename);
      expect(plan.conflicts).toEqual({ count: 0, exact: true, sample: [] });
      expect(plan.sample[0]?.to).not.toBeNull();
      const result = await keys.apply(plan);
      expect(result).toMatchObject({ changed: 1_500, failedCount: 0 });
      expect(await admin.get('basket:7')).toBe('value 7');
      expect(Number(await admin.pexpiretime('basket:7'))).toBe(4_102_444_800_123);
      expect(await keys.undo(result.ticket)).toMatchObject({ restored: 1_500, conflictCount: 0 });
      expect(await contentOf(admin)).toEqual(before);
    });

    test('names that were given on from one key to the next all go back', async () => {
      const of = (prefix: string): string[] => Array.from({ length: 200 }, (_, i) => prefix + i);
      await admin.mset([...of('a:a:'), ...of('a:')].flatMap((key) => [key, `value of ${key}`]));
      const before = await contentOf(admin);
      // In steps of 200 keys: the second takes the names that the first has left.
      const one = await openSession(server, { environment: 'production' });
      const keys = await setUpBulk(one);
      const action = { kind: 'rename', from: toBytes('a:'), to: toBytes('a:a:') } as const;
      const result = await keys.run(names(...of('a:a:'), ...of('a:')), action);
      expect(result).toMatchObject({ changed: 400, failedCount: 0 });
      expect(await admin.get('a:a:7')).toBe('value of a:7');
      expect(await keys.undo(result.ticket)).toMatchObject({ restored: 400, conflictCount: 0 });
      expect(await contentOf(admin)).toEqual(before);
      one.pool.closeAll();
    });

    test('leaves a key whose new name is taken, and says so before and after', async () => {
      const keys = await setUpBulk({ pool, session });
      await fill(3);
      await admin.set('basket:1', 'mine');
      const plan = await keys.plan(pattern('cart:*'), rename);
      expect(plan.conflicts).toMatchObject({ count: 1, sample: [toBytes('basket:1')] });
      const result = await keys.apply(plan);
      expect(result).toMatchObject({
        changed: 2,
        failedCount: 1,
        failed: [{ key: toBytes('cart:1'), reason: 'There is already a key of its new name' }],
      });
      expect(await admin.mget('basket:1', 'cart:1')).toEqual(['mine', 'value 1']);
    });

    test('a name that is taken at the last moment is left alone', async () => {
      const redis = inBetween(session.client, async (round) => {
        if (round === 1) await admin.set('basket:1', 'mine');
      });
      const keys = await setUpBulk({ pool, session }, { redis });
      await fill(3);
      expect(await keys.run(pattern('cart:*'), rename)).toMatchObject({
        changed: 2,
        failedCount: 1,
      });
      expect(await admin.get('basket:1')).toBe('mine');
    });

    test('any bytes of names survive it and its undo', async () => {
      const keys = await setUpBulk({ pool, session });
      const bytes = fc.uint8Array({ maxLength: 40 });
      await fc.assert(
        fc.asyncProperty(bytes, bytes, bytes, bytes, async (from, to, tail, value) => {
          await admin.flushall();
          const key = Buffer.concat([from, tail]);
          await admin.set(key, Buffer.from(value));
          const before = await contentOf(admin);
          const result = await keys.run(names(key), { kind: 'rename', from, to });
          const name = Buffer.concat([to, tail]);
          expect(await admin.getBuffer(name)).toEqual(Buffer.from(value));
          if (result.ticket !== null) await keys.undo(result.ticket);
          expect(await contentOf(admin)).toEqual(before);
        }),
        { numRuns: 30 },
      );
    });
  });

  test('a user who may do nothing is told once, and nothing is lost', async () => {
    await admin.call('acl', 'setuser', 'reader', 'reset', 'on', '>pw', '~*', '+@all', '-@write');
    const one = await openSession(server, { username: 'reader', password: 'pw' });
    const keys = await setUpBulk(one);
    await fill(1_000);
    const before = await contentOf(admin);
    for (const action of [
      { kind: 'expire', ttlMs: 60_000 },
      { kind: 'rename', from: toBytes('cart:'), to: toBytes('x:') },
    ] as const) {
      const result = await keys.run(pattern('cart:*'), action);
      expect(result).toMatchObject({ changed: 0, failedCount: 1_000, ticket: null });
      expect(result.failed[0]?.reason).toContain('no permissions');
    }
    expect(await contentOf(admin)).toEqual(before);
    one.pool.closeAll();
  });

  test('can be paused, and cancelled with what was done kept for the undo', async () => {
    const gate = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    const redis = inBetween(session.client, async (round) => {
      if (round < 3) return;
      reached.resolve();
      await gate.promise;
    });
    const keys = await setUpBulk({ pool, session }, { redis });
    await fill(5_000);
    const before = await contentOf(admin);
    const job = await keys.start(await keys.plan(pattern('cart:*')));
    await reached.promise;
    keys.jobs.get(job).pause();
    gate.resolve();
    keys.jobs.get(job).cancel();
    const result = await keys.ended(job);
    expect(result).toMatchObject({ status: 'cancelled', failedCount: 0 });
    // The first two chunks of 250, and what was under way.
    expect(result.changed).toBeGreaterThanOrEqual(750);
    expect(result.changed).toBeLessThanOrEqual(1_500);
    expect(Number(await admin.dbsize())).toBe(5_000 - result.changed);
    await keys.undo(result.ticket);
    expect(await contentOf(admin)).toEqual(before);
  });
});
