import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Session } from '../redis/session.ts';
import { SessionPool } from '../redis/session-pool.ts';
import { contentOf, inBetween, pattern, setUpBulk } from '../test-support/bulk-work.ts';
import { type Cut, type CuttingProxy, startCuttingProxy } from '../test-support/cutting-proxy.ts';
import { type JobKind, jobKinds, setUpJob } from '../test-support/every-job.ts';
import { openSession } from '../test-support/open-session.ts';
import { missingServer, startRedis, type TestServer } from '../test-support/start-redis.ts';

const COUNT = 430;
/** Without the chunk that is disturbed, the second of 200. */
const KNOWN = COUNT - 200;
/** How the look at what was done begins, as it is sent. */
const LOOK: Record<Exclude<JobKind, 'export'>, string> = {
  delete: '*2\r\n$4\r\ndump',
  expire: '*2\r\n$4\r\ntype',
  rename: '*2\r\n$6\r\nexists',
  copy: '*2\r\n$4\r\ndump',
  import: '*2\r\n$4\r\ndump',
};
/** What its changes are sent with. */
const sentWith = (kind: JobKind): string => (kind === 'rename' ? 'exec' : '$4\r\neval\r\n');
const kinds = jobKinds.filter((kind) => kind !== 'export');

const missing = missingServer('plain');
describe.skipIf(missing !== null)(
  `the answer to a change is lost${missing === null ? '' : ` (${missing})`}`,
  () => {
    let servers: readonly [TestServer, TestServer];
    let proxy: CuttingProxy;
    let pool: SessionPool;
    let session: Session;
    let source: Session;
    let admin: Redis;
    let sourceAdmin: Redis;
    beforeAll(async () => {
      servers = [await startRedis('plain'), await startRedis('plain')];
      admin = servers[0].client();
      sourceAdmin = servers[1].client();
    });
    afterAll(async () => {
      for (const server of servers) await server.stop();
    });
    beforeEach(async () => {
      proxy = await startCuttingProxy(servers[0].port);
      pool = new SessionPool();
      // In steps of 200 keys.
      const small = { pool, environment: 'production' } as const;
      session = (await openSession({ ...servers[0], port: proxy.port }, small)).session;
      source = (await openSession(servers[1], small)).session;
      // Without the countdown, once that has been begun.
      pool.watch(() => queueMicrotask(() => session.retryNow()));
      return async () => {
        pool.closeAll();
        await proxy.close();
      };
    });

    const setUp = async (kind: JobKind, cuts: readonly Cut[]) => {
      const redis = inBetween(session.client, async (round) => {
        // Of an import, the export of its file comes before.
        if (isBegun && round === first + 2) proxy.cutAt(...cuts);
        else if (!isBegun) first = round;
      });
      let isBegun = false;
      let first = 0;
      const where = { pool, session, redis, admin, source, sourceAdmin, pausesMs: [1] };
      const job = await setUpJob(where, kind, COUNT);
      isBegun = true;
      return job;
    };

    const lost = (kind: JobKind, arrives: boolean) => ({ word: sentWith(kind), arrives });

    describe.each(kinds)('of %s', (kind) => {
      test.each([
        ['it was done', true, 0],
        ['it was not done', false, 0],
        ['it was done, and the look at it is cut off too', true, 1],
        ['it was not done, and the look at it is cut off too', false, 1],
      ] as const)('%s', async (_name, arrives, looks) => {
        const look = { word: LOOK[kind], arrives: true };
        const cuts = Array.from({ length: looks }, () => look);
        const job = await setUp(kind, [lost(kind, arrives), ...cuts]);
        const result = await job.ended(await job.begin());
        expect(result).toMatchObject({
          status: 'done',
          done: COUNT,
          changed: COUNT,
          missing: 0,
          failedCount: 0,
        });
        expect(await job.state()).toEqual({ done: COUNT, undone: 0 });
        expect(await job.undo(result.ticket)).toMatchObject({ restored: COUNT, conflicts: [] });
        expect(await job.state()).toEqual({ done: 0, undone: COUNT });
      });

      test.each([true, false])(
        'what cannot be looked at is unknown (done: %s)',
        async (arrives) => {
          const look = { word: LOOK[kind], arrives: true };
          const job = await setUp(kind, [lost(kind, arrives), look, look]);
          const result = await job.ended(await job.begin());
          expect(result).toMatchObject({
            status: 'done',
            done: COUNT,
            changed: KNOWN,
            failedCount: 200,
          });
          for (const { reason } of result.failed)
            expect(reason).toContain('Not known whether it was done');
          expect(result.failed[0]?.reason).toContain('No connection');
          const isCopy = kind === 'copy' || kind === 'import';
          const done = arrives ? COUNT : KNOWN;
          expect(await job.state()).toEqual({ done, undone: COUNT - done });
          const undone = await job.undo(result.ticket);
          // What a copy left is not known: it is left alone, and said. A key that was not deleted is as it was, as is a TTL.
          const isSeen = kind === 'delete' || kind === 'expire';
          const restored = isCopy ? KNOWN : isSeen ? COUNT : done;
          expect(undone).toMatchObject({ restored, conflictCount: COUNT - restored });
          expect(await job.state()).toEqual(
            isCopy && arrives ? { done: 200, undone: KNOWN } : { done: 0, undone: COUNT },
          );
        },
      );
    });
  },
);

const noOther = missing ?? missingServer('redis8');
describe.skipIf(noOther !== null)(
  `the answer is lost while keys are copied to a later server${noOther === null ? '' : ` (${noOther})`}`,
  () => {
    test.each([true, false])('of every type, replaced or new (done: %s)', async (arrives) => {
      const servers = [await startRedis('plain'), await startRedis('redis8')] as const;
      const proxy = await startCuttingProxy(servers[1].port);
      const pool = new SessionPool();
      try {
        const [there, here] = [servers[0].client(), servers[1].client()];
        const source = (await openSession(servers[0], { pool })).session;
        const target = (await openSession({ ...servers[1], port: proxy.port }, { pool })).session;
        await there.set('string', 'v', 'PXAT', 4_102_444_800_123);
        const many = Array.from({ length: 2_000 }, (_, i) => `e${i}`);
        await there.hset('hash', Object.fromEntries(many.map((one, i) => [one, i])));
        await there.sadd('set', ...many);
        await there.rpush('list', ...many);
        await there.zadd('zset', '0.1', 'm');
        await there.xadd('stream', '1-1', 'f', 'v');
        await here.set('zset', 'another', 'PXAT', 4_102_444_800_123);
        const before = await contentOf(here);
        const redis = inBetween(target.client, async (round) => {
          if (round === 1) proxy.cutAt({ word: '$4\r\neval\r\n', arrives });
        });
        const keys = await setUpBulk({ pool, session: target }, { redis });
        const action = { kind: 'copy', from: source.id, replace: true } as const;
        const plan = await keys.plan(pattern('*'), action);
        const result = await keys.apply(plan);
        expect(result).toMatchObject({ changed: 6, missing: 0, failed: [] });
        expect(await here.type('zset')).toBe('zset');
        expect(await here.hlen('hash')).toBe('2000');
        expect(await keys.undo(result.ticket)).toMatchObject({ restored: 6, conflictCount: 0 });
        expect(await contentOf(here)).toEqual(before);
      } finally {
        pool.closeAll();
        await proxy.close();
        for (const server of servers) await server.stop();
      }
    });
  },
);
