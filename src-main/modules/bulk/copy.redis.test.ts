import fc from 'fast-check';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { toBytes } from '../../../src-shared/redis-value.ts';
import type { Session } from '../../redis/session.ts';
import { SessionPool } from '../../redis/session-pool.ts';
import { contentOf, names, pattern, setUpBulk } from '../../test-support/bulk-work.ts';
import { openSession } from '../../test-support/open-session.ts';
import { missingServer, startRedis, type TestServer } from '../../test-support/start-redis.ts';

const missing = missingServer('plain');
describe.skipIf(missing !== null)(`copy${missing === null ? '' : ` (${missing})`}`, () => {
  let servers: readonly [TestServer, TestServer];
  let pool: SessionPool;
  let source: Session;
  let target: Session;
  let there: Redis;
  let here: Redis;
  beforeAll(async () => {
    servers = [await startRedis('plain'), await startRedis('plain')];
    there = servers[0].client();
    here = servers[1].client();
    pool = new SessionPool();
    source = (await openSession(servers[0], { pool })).session;
    target = (await openSession(servers[1], { pool })).session;
  });
  afterAll(async () => {
    pool.closeAll();
    for (const server of servers) await server.stop();
  });
  beforeEach(async () => {
    await there.flushall();
    await here.flushall();
  });
  const copy = (replace: boolean) => ({ kind: 'copy', from: source.id, replace }) as const;

  test('every type arrives with its bytes and its TTL, and undo takes it away again', async () => {
    const keys = await setUpBulk({ pool, session: target });
    await there.set(Buffer.from([0xff, 0, 10]), 'v', 'PXAT', 4_102_444_800_123);
    await there.hset('hash', 'f', Buffer.from([0xfe]));
    await there.rpush('list', 'a', 'b');
    await there.zadd('zset', '1732387654123456', 'm');
    await there.xadd('stream', '1-1', 'f', 'v');
    await here.set('mine', 1);
    const mine = await contentOf(here);
    const result = await keys.run(pattern('*'), copy(false));
    expect(result).toMatchObject({ changed: 5, failedCount: 0 });
    const copied = await contentOf(here);
    copied.delete('mine');
    expect(copied).toEqual(await contentOf(there));
    expect(await keys.undo(result.ticket)).toMatchObject({ restored: 5, conflictCount: 0 });
    expect(await contentOf(here)).toEqual(mine);
  });

  test('a key that is there is left alone, or replaced and kept for the undo', async () => {
    const keys = await setUpBulk({ pool, session: target });
    await there.mset('a', 'new', 'b', 'new');
    await here.set('a', 'old', 'PXAT', 4_102_444_800_123);
    const before = await contentOf(here);
    const plan = await keys.plan(pattern('*'), copy(false));
    expect(plan.conflicts).toEqual({ count: 1, exact: true, sample: [toBytes('a')] });
    const left = await keys.apply(plan);
    expect(left).toMatchObject({ changed: 1, failedCount: 1 });
    expect(await here.get('a')).toBe('old');
    await keys.undo(left.ticket);
    const replaced = await keys.run(pattern('*'), copy(true));
    expect(replaced).toMatchObject({ changed: 2, failedCount: 0 });
    expect(await here.mget('a', 'b')).toEqual(['new', 'new']);
    await keys.undo(replaced.ticket);
    expect(await contentOf(here)).toEqual(before);
  });

  test('undo leaves a copy that was changed since', async () => {
    const keys = await setUpBulk({ pool, session: target });
    await there.mset('a', 1, 'b', 2);
    const { ticket } = await keys.run(pattern('*'), copy(false));
    await here.set('b', 'changed');
    expect(await keys.undo(ticket)).toMatchObject({
      restored: 1,
      conflicts: [{ key: toBytes('b'), reason: 'It was changed since' }],
    });
    expect(await here.keys('*')).toEqual(['b']);
  });

  test('a target that is full refuses, and says so', async () => {
    const keys = await setUpBulk({ pool, session: target });
    await there.set('a', 'x'.repeat(100_000));
    const plan = await keys.plan(names('a'), copy(false));
    await here.config('SET', 'maxmemory-policy', 'noeviction', 'maxmemory', 1);
    try {
      const result = await keys.apply(plan);
      expect(result).toMatchObject({ changed: 0, failedCount: 1, ticket: null });
      expect(result.failed[0]?.reason).toContain('OOM');
    } finally {
      await here.config('SET', 'maxmemory', 0);
    }
    expect(Number(await here.dbsize())).toBe(0);
  });

  test('no more is read at the target than is to be replaced, and only so much of it at once', async () => {
    const keys = await setUpBulk({ pool, session: target });
    const large = 'x'.repeat(5_000_000);
    const all = ['a', 'b', 'c'];
    await there.mset(all.flatMap((key) => [key, 'new']));
    await here.mset(all.flatMap((key) => [key, large]));
    const before = await contentOf(here);
    const plans = [
      await keys.plan(pattern('*'), copy(false)),
      await keys.plan(pattern('*'), copy(true)),
    ];
    const calls = async (plan: (typeof plans)[number] | undefined) => {
      if (plan === undefined) throw new Error('no plan');
      await here.config('RESETSTAT');
      const result = await keys.apply(plan);
      const stats = await here.info('commandstats');
      const of = (name: string): number =>
        Number(new RegExp(`cmdstat_${name}:calls=(\\d+)`).exec(stats)?.[1] ?? 0);
      return { result, dumps: of('dump'), execs: of('exec') };
    };
    const left = await calls(plans[0]);
    expect(left).toMatchObject({ result: { changed: 0, failedCount: 3 }, dumps: 0 });
    const replaced = await calls(plans[1]);
    // Before and after each; two of them at once would be too much.
    expect(replaced).toMatchObject({ result: { changed: 3, failedCount: 0 }, dumps: 6, execs: 3 });
    expect(await here.mget(...all)).toEqual(['new', 'new', 'new']);
    expect(await keys.undo(replaced.result.ticket)).toMatchObject({ restored: 3, conflicts: [] });
    expect(await contentOf(here)).toEqual(before);
  });

  test('any bytes of names and values survive it', async () => {
    const keys = await setUpBulk({ pool, session: target });
    const bytes = fc.uint8Array({ maxLength: 60 }).map((array) => Buffer.from(array));
    await fc.assert(
      fc.asyncProperty(bytes, bytes, async (key, value) => {
        await there.flushall();
        await here.flushall();
        await there.set(key, value);
        const { ticket } = await keys.run(names(key), copy(false));
        expect(await here.getBuffer(key)).toEqual(value);
        await keys.undo(ticket);
        expect(Number(await here.dbsize())).toBe(0);
      }),
      { numRuns: 40 },
    );
  });
});
