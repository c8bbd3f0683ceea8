import type { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { toBytes } from '../../../src-shared/redis-value.ts';
import type { Session } from '../../redis/session.ts';
import type { SessionPool } from '../../redis/session-pool.ts';
import { inBetween, names, pattern, setUpBulk } from '../../test-support/bulk-work.ts';
import { keyOn, nodeOf } from '../../test-support/cluster-keys.ts';
import { openSession } from '../../test-support/open-session.ts';
import { startCluster } from '../../test-support/start-cluster.ts';
import {
  missingServer,
  serverKinds,
  startRedis,
  type TestServer,
} from '../../test-support/start-redis.ts';
import { fillStrings } from '../../test-support/fill-strings.ts';

for (const kind of serverKinds) {
  const missing = missingServer(kind);
  describe.skipIf(missing !== null)(
    `a server whose memory is full, ${kind}${missing === null ? '' : ` (${missing})`}`,
    () => {
      let server: TestServer;
      let pool: SessionPool;
      let session: Session;
      let admin: Redis;
      beforeEach(async () => {
        server = await startRedis(kind, ['--maxmemory-policy', 'noeviction']);
        admin = server.client();
        ({ pool, session } = await openSession(server));
        await fillStrings(admin, 'cart:', 2_500, { value: 'value ' });
      });
      afterEach(async () => {
        pool.closeAll();
        await server.stop();
      });
      /** Whether this server then refuses what is in a MULTI, as up to 7.0 all did. */
      async function fill(): Promise<boolean> {
        await admin.config('SET', 'maxmemory', 1);
        await admin.call('multi');
        const refuses = await admin.call('unlink', 'no such key').then(
          () => false,
          () => true,
        );
        await admin.call('discard');
        return refuses;
      }

      test('small values go with their undo; that large ones are left is told', async () => {
        const keys = await setUpBulk({ pool, session });
        expect((await keys.plan(pattern('cart:*'))).undo).toMatchObject({ leaves: null });
        const large = 'x'.repeat(70_000);
        for (let i = 0; i < 3; i++) await admin.set(`cart:large:${i}`, large);
        const refuses = await fill();
        // The sample is all there is, and none is large.
        expect((await keys.plan(pattern('cart:1?'))).undo).toMatchObject({ leaves: null });
        const plan = await keys.plan(pattern('cart:*'));
        const told = expect.stringMatching(/memory is full.*values above 64 KB.*left alone$/);
        expect(plan.undo).toMatchObject({ kind: 'exact', leaves: refuses ? told : null });
        const job = await keys.apply(plan);
        const left = refuses ? 3 : 0;
        expect(job).toMatchObject({ status: 'done', deleted: 2_503 - left, failedCount: left });
        for (const { key, reason } of job.failed) {
          expect(String(Buffer.from(key))).toContain('large');
          expect(reason).toMatch(/^OOM .*Plan the rest anew/);
        }
        await admin.config('SET', 'maxmemory', 0);
        expect(await keys.undo(job.ticket)).toMatchObject({ restored: 2_503 - left });
      });

      test('is noticed by the plan, which offers a delete of large values without undo', async () => {
        const keys = await setUpBulk({ pool, session });
        const large = 'x'.repeat(70_000);
        for (let i = 0; i < 10; i++) await admin.set(`large:${i}`, large);
        const refuses = await fill();
        const plan = await keys.plan(pattern('large:*'));
        if (!refuses) {
          expect(plan.undo.kind).toBe('exact');
          expect(await keys.apply(plan)).toMatchObject({ deleted: 10, failedCount: 0 });
          return;
        }
        expect(plan.undo).toEqual({
          kind: 'none',
          reason: expect.stringMatching(
            /^The server’s memory is full \(\d+\.\d MB used of 0\.0 MB, noeviction\).*refuses every transaction.*cannot be brought back$/,
          ),
        });
        expect(await keys.apply(plan)).toMatchObject({ deleted: 10, failedCount: 0, ticket: null });
        expect(await admin.dbsize()).toBe('2500');
      });

      test('is noticed where INFO is denied', async () => {
        await admin.call('acl', 'setuser', 'blind', 'on', '>pw', '~*', '+@all', '-info', '-config');
        const one = await openSession(server, { username: 'blind', password: 'pw' });
        const keys = await setUpBulk(one);
        await admin.set('large', 'x'.repeat(70_000));
        const refuses = await fill();
        const { undo } = await keys.plan(pattern('large'));
        const reason = expect.stringMatching(/memory is full \(OOM .*\), and then it refuses/);
        expect(undo).toMatchObject(refuses ? { kind: 'none', reason } : { kind: 'exact' });
        one.pool.closeAll();
      });

      test('nothing else is planned where it could not be done', async () => {
        const keys = await setUpBulk({ pool, session });
        const refuses = await fill();
        const rename = { kind: 'rename', from: toBytes('cart:'), to: toBytes('x:') } as const;
        const planning = keys.plan(pattern('cart:*'), rename);
        if (refuses)
          await expect(planning).rejects.toMatchObject({
            error: { code: 'unsupported' },
            message: expect.stringContaining('memory is full'),
          });
        else expect((await keys.apply(await planning)).failedCount).toBe(0);
      });

      test('a TTL is set, and taken back, all the same', async () => {
        const keys = await setUpBulk({ pool, session });
        await fill();
        const job = await keys.run(pattern('cart:*'), { kind: 'expire', ttlMs: 1_000_000 });
        expect(job).toMatchObject({ status: 'done', changed: 2_500, failedCount: 0 });
        expect(await keys.undo(job.ticket)).toMatchObject({ restored: 2_500, conflictCount: 0 });
      });

      test('small values go with their undo also when it is met in the middle', async () => {
        let rounds = 0;
        const redis = inBetween(session.client, async () => {
          rounds += 1;
          // Between the DUMPs of a chunk and the script that removes it.
          if (rounds === 2) await fill();
        });
        const keys = await setUpBulk({ pool, session }, { redis });
        const job = await keys.remove(pattern('cart:*'));
        expect(rounds).toBeGreaterThan(2);
        expect(job).toMatchObject({ status: 'done', deleted: 2_500, failedCount: 0 });
        await admin.config('SET', 'maxmemory', 0);
        expect(await keys.undo(job.ticket)).toMatchObject({ restored: 2_500 });
      });

      test('is told once a transaction meets it in the middle, and the rest is left alone', async () => {
        const large = 'x'.repeat(70_000);
        for (let i = 0; i < 200; i++) await admin.set(`large:${i}`, large);
        let rounds = 0;
        let refuses = false;
        const redis = inBetween(session.client, async () => {
          rounds += 1;
          // The first leaves all to transactions of 8 MB; this is between the DUMPs of the second of them and its EXEC.
          if (rounds === 3) refuses = await fill();
        });
        const keys = await setUpBulk({ pool, session }, { redis });
        const job = await keys.remove(pattern('large:*'));
        expect(rounds).toBe(3);
        expect(job.deleted).toBeGreaterThan(0);
        expect(job.deleted < 200).toBe(refuses);
        expect(job).toMatchObject({ status: 'done', failedCount: 200 - job.deleted });
        expect(new Set(job.failed.map(({ reason }) => reason))).toEqual(
          new Set(refuses ? [expect.stringMatching(/^OOM .*memory is full.*Plan the rest/)] : []),
        );
        expect(Number(await admin.dbsize())).toBe(2_700 - job.deleted);
        await admin.config('SET', 'maxmemory', 0);
        expect(await keys.undo(job.ticket)).toMatchObject({ restored: job.deleted });
      });
    },
  );
}

const missing = missingServer('plain');
describe.skipIf(missing !== null)(
  `a node of a cluster whose memory is full${missing === null ? '' : ` (${missing})`}`,
  () => {
    test('is named by the plan; met in the middle, it keeps back its own keys only', async () => {
      const cluster = await startCluster('plain', {});
      const [first, full] = cluster.primaries;
      if (first === undefined || full === undefined) throw new Error('no primaries');
      const { pool, session } = await openSession(first);
      try {
        for (let i = 0; i < 300; i++) {
          const key = `k:{${i}}`;
          await nodeOf(cluster, key).admin.set(key, i);
        }
        const keys = await setUpBulk({ pool, session });
        const rename = { kind: 'rename', from: toBytes('k:'), to: toBytes('x:') } as const;
        const plan = await keys.plan(pattern('k:*'), rename);
        const large = keyOn(cluster, full, 'large:');
        await full.admin.set(large, 'x'.repeat(70_000));
        const kept = Number(await full.admin.dbsize()) - 1;
        await full.admin.config('SET', 'maxmemory', 1);
        const job = await keys.apply(plan);
        // A later server takes what frees memory.
        if (job.failedCount === 0) return;
        expect(job).toMatchObject({ changed: 300 - kept, failedCount: kept });
        expect(job.failed[0]?.reason).toMatch(/^OOM .*memory is full/);
        expect((await keys.plan(names(large))).undo).toMatchObject({
          kind: 'none',
          reason: expect.stringContaining(`The memory of 127.0.0.1:${full.port} is full (OOM`),
        });
      } finally {
        pool.closeAll();
        await cluster.stop();
      }
    }, 60_000);
  },
);
