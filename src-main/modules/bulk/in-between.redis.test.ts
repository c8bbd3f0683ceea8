import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { BulkAction } from '../../../src-shared/contract/bulk.ts';
import type { Job } from '../../../src-shared/contract/jobs.ts';
import { toBytes } from '../../../src-shared/redis-value.ts';
import type { Session } from '../../redis/session.ts';
import { SessionPool } from '../../redis/session-pool.ts';
import { inBetween, names, pattern, setUpBulk } from '../../test-support/bulk-work.ts';
import { openSession } from '../../test-support/open-session.ts';
import { missingServer, startRedis, type TestServer } from '../../test-support/start-redis.ts';
import { setUpTransfer } from '../../test-support/transfer-work.ts';
import { fillStrings } from '../../test-support/fill-strings.ts';

const missing = missingServer('plain');
describe.skipIf(missing !== null)(
  `what changes between the plan and its turn${missing === null ? '' : ` (${missing})`}`,
  () => {
    let servers: readonly [TestServer, TestServer];
    let admin: Redis;
    let pool: SessionPool;
    let session: Session;
    let target: Session;
    beforeAll(async () => {
      servers = [await startRedis('plain'), await startRedis('plain')];
      admin = servers[0].client();
      pool = new SessionPool();
      session = (await openSession(servers[0], { pool })).session;
      target = (await openSession(servers[1], { pool })).session;
    });
    afterAll(async () => {
      pool.closeAll();
      for (const server of servers) await server.stop();
    });
    beforeEach(async () => {
      await admin.flushall();
      await servers[1].client().flushall();
      await admin.mset('c:1', 1, 'c:2', 2, 'c:3', 3, 'c:4', 4, 'c:5', 5, 'c:6', 6);
      await admin.expire('c:4', 1_000);
    });

    /** One goes, one becomes a hash, the TTL of one comes and of another goes; one comes that matches too. */
    async function meanwhile(): Promise<void> {
      await admin.del('c:1', 'c:2');
      await admin.hset('c:2', 'f', 1);
      await admin.expire('c:3', 500);
      await admin.persist('c:4');
      await admin.set('c:new', 1);
    }
    type Keys = Awaited<ReturnType<typeof setUpBulk>>;
    const told = (jobs: Keys['jobs'], { id }: Pick<Job, 'id'>) =>
      Object.fromEntries(
        (['gone', 'otherType', 'otherTtl'] as const).map((part) => [
          part,
          jobs
            .get(id)
            .named(part)
            .slice(0, 10)
            .map(({ key, reason }) => `${String(Buffer.from(key))}: ${reason}`)
            .sort(),
        ]),
      );
    const GONE = ['c:1: Gone when its turn came'];
    const OTHER = ['c:2: Left alone: it was string and is hash now'];
    const TTL = ['c:3: It has a TTL, and had none', 'c:4: It has no TTL any more'];

    test.each<[string, BulkAction, number, readonly string[]]>([
      ['delete', { kind: 'delete' }, 4, TTL],
      ['expire', { kind: 'expire', ttlMs: 60_000 }, 4, TTL],
      ['persist', { kind: 'expire', ttlMs: null }, 1, TTL],
      ['expireAt', { kind: 'expireAt', atMs: Date.now() + 3_600_000 }, 4, TTL],
      ['rename', { kind: 'rename', from: toBytes('c:'), to: toBytes('d:') }, 4, []],
    ])('%s counts and names it', async (_name, action, changed, ttl) => {
      const keys = await setUpBulk({ pool, session });
      const plan = await keys.plan(pattern('c:*'), action);
      await meanwhile();
      const job = await keys.apply(plan);
      expect(job).toMatchObject({
        status: 'done',
        done: 6,
        changed,
        missing: 1,
        otherType: 1,
        otherTtl: ttl.length,
        failedCount: 0,
      });
      expect(told(keys.jobs, job)).toEqual({ gone: GONE, otherType: OTHER, otherTtl: ttl });
      expect(await admin.hgetall('c:2')).toEqual({ f: '1' });
      expect(Number(await admin.pttl('c:2'))).toBe(-1);
      // It was not planned.
      expect(Number(await admin.pttl('c:new'))).toBe(-1);
      expect(await keys.undo(job.ticket)).toMatchObject({ restored: changed, conflictCount: 0 });
    });

    test('a copy counts and names it', async () => {
      const keys = await setUpBulk({ pool, session: target });
      const action = { kind: 'copy', from: session.id, replace: false } as const;
      const plan = await keys.plan(pattern('c:*'), action);
      await meanwhile();
      const job = await keys.apply(plan);
      expect(job).toMatchObject({ changed: 4, missing: 1, otherType: 1, otherTtl: 2 });
      expect(told(keys.jobs, job)).toEqual({ gone: GONE, otherType: OTHER, otherTtl: TTL });
      expect((await servers[1].client().keys('*')).sort()).toEqual(['c:3', 'c:4', 'c:5', 'c:6']);
    });

    test('a delete without an undo leaves alone what has become another type', async () => {
      await admin.call('acl', 'setuser', 'nodump', 'reset', 'on', '>pw', '~*', '+@all', '-dump');
      const one = await openSession(servers[0], { username: 'nodump', password: 'pw' });
      const keys = await setUpBulk(one);
      const plan = await keys.plan(pattern('c:*'));
      expect(plan.undo.kind).toBe('none');
      await meanwhile();
      const job = await keys.apply(plan);
      expect(job).toMatchObject({ done: 6, changed: 4, missing: 1, otherType: 1, ticket: null });
      expect(told(keys.jobs, job)).toEqual({ gone: GONE, otherType: OTHER, otherTtl: TTL });
      expect((await admin.keys('*')).sort()).toEqual(['c:2', 'c:new']);
      one.pool.closeAll();
    });

    test('an export names what has gone', async () => {
      const keys = await setUpTransfer({ pool, session }, { planned: meanwhile });
      for (const format of ['exact', 'readable'] as const) {
        await admin.set('c:1', 1);
        const job = await keys.ended(await keys.start(names('c:1', 'c:5'), format));
        expect(job).toMatchObject({ changed: 1, missing: 1 });
        expect(told(keys.jobs, job)['gone']).toEqual(GONE);
      }
    });

    test('what is tried again is told once', async () => {
      const redis = inBetween(session.client, async (round) => {
        if (round === 1) await meanwhile();
      });
      const keys = await setUpBulk({ pool, session }, { redis });
      const job = await keys.apply(await keys.plan(pattern('c:*')));
      expect(job).toMatchObject({ done: 6, changed: 4, missing: 1, otherType: 1, otherTtl: 2 });
      expect(told(keys.jobs, job)).toEqual({ gone: GONE, otherType: OTHER, otherTtl: TTL });
    });

    test('of more than a selection the type that was asked for is known', async () => {
      await fillStrings(admin, 'many:', 10_001);
      const keys = await setUpBulk({ pool, session });
      const plan = await keys.plan(pattern('many:*', 'string'));
      for (let i = 0; i < 10_001; i += 100) {
        await admin.del(`many:${i}`);
        await admin.rpush(`many:${i}`, 'v');
      }
      expect(await keys.apply(plan)).toMatchObject({
        changed: 9_900,
        otherType: 101,
        failedCount: 0,
      });
      expect(await admin.dbsize()).toBe('107');
    });

    test('where TYPE is refused it is done all the same, and what has gone is named', async () => {
      await admin.call('acl', 'setuser', 'notype', 'reset', 'on', '>pw', '~*', '+@all', '-type');
      const one = await openSession(servers[0], { username: 'notype', password: 'pw' });
      const keys = await setUpBulk(one);
      const plan = await keys.plan(pattern('c:*', 'string'), { kind: 'expire', ttlMs: 60_000 });
      await meanwhile();
      const job = await keys.apply(plan);
      expect(job).toMatchObject({ changed: 5, missing: 1, otherType: 0, failedCount: 0 });
      expect(told(keys.jobs, job)['gone']).toEqual(GONE);
      one.pool.closeAll();
    });
  },
);
