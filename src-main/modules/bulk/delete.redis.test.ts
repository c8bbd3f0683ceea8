import fc from 'fast-check';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { toBytes } from '../../../src-shared/redis-value.ts';
import type { Session } from '../../redis/session.ts';
import type { SessionPool } from '../../redis/session-pool.ts';
import { contentOf, names, pattern, setUpBulk } from '../../test-support/bulk-work.ts';
import { openSession } from '../../test-support/open-session.ts';
import {
  missingServer,
  hasFieldTtl,
  protocolsOf,
  serverKinds,
  startRedis,
  type TestServer,
} from '../../test-support/start-redis.ts';
import { waitFor } from '../../test-support/wait-for.ts';
import { fillStrings } from '../../test-support/fill-strings.ts';

for (const kind of serverKinds) {
  const missing = missingServer(kind);
  describe.skipIf(missing !== null)(
    `delete on ${kind}${missing === null ? '' : ` (${missing})`}`,
    () => {
      let server: TestServer;
      let pool: SessionPool;
      let session: Session;
      let admin: Redis;
      beforeAll(async () => {
        server = await startRedis(kind);
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

      const fill = (count: number) =>
        fillStrings(admin, 'cart:', count, { value: 'value ', ttlMs: 1_000_000 });

      async function oneOfEachType(): Promise<void> {
        await admin.set(
          Buffer.from([0xff, 0, 0xfe, 0x0d, 0x0a]),
          Buffer.from([0, 1, 2, 0xff]),
          'PXAT',
          4_102_444_800_123,
        );
        await admin.hset('hash', Buffer.from([0xff]), Buffer.from([0xfe]), 'f', 'v');
        await admin.rpush('list', 'a', 'b');
        await admin.sadd('set', 1, 2, 3);
        await admin.zadd('zset', '1732387654123456', 'm');
        await admin.xadd('stream', '1-1', 'f', 'v');
        await admin.xgroup('CREATE', 'stream', 'g', '0');
        if (hasFieldTtl(kind)) {
          await admin.hset('ttls', 'f', 'v');
          await admin.call('hpexpire', 'ttls', 900_000, 'FIELDS', 1, 'f');
        }
        if (kind === 'redis8')
          for (const [element, x] of [
            ['a', 1],
            [Buffer.from([0xff, 0]), -1],
          ] as const)
            await admin.call('vadd', 'vectors', 'VALUES', 2, x, 0.3, element, 'SETATTR', '{"n":1}');
        if (kind !== 'stack') return;
        await admin.call('json.set', 'json', '$', '{"n":9007199254740993,"a":[1.5,null]}');
        await admin.call('ts.add', 'series', 1_000, '1.5', 'LABELS', 'brand', 'Apple');
        await admin.call('bf.add', 'bloom', 'x');
        await admin.call('topk.reserve', 'topk', 3);
      }

      for (const protocol of protocolsOf(kind))
        test(`every type comes back with its bytes and its TTL over RESP${protocol}`, async () => {
          const one = await openSession(server, { protocol });
          const keys = await setUpBulk(one);
          await oneOfEachType();
          const before = await contentOf(admin);
          const plan = await keys.plan(pattern('*'));
          expect(plan).toMatchObject({
            count: before.size,
            bytesExact: true,
            undo: { kind: 'exact' },
          });
          const result = await keys.apply(plan);
          expect(result).toMatchObject({
            deleted: before.size,
            missing: 0,
            failed: [],
            failedCount: 0,
          });
          expect(Number(await admin.dbsize())).toBe(0);
          expect(await keys.undo(result.ticket)).toEqual({
            restored: before.size,
            conflicts: [],
            conflictCount: 0,
          });
          expect(await contentOf(admin)).toEqual(before);
          one.pool.closeAll();
        });

      test('any bytes of names, fields and values survive a delete and its undo', async () => {
        const keys = await setUpBulk({ pool, session });
        const bytes = fc.uint8Array({ maxLength: 60 }).map((array) => Buffer.from(array));
        const ttl = fc.option(fc.integer({ min: 60_000, max: 10_000_000 }));
        await fc.assert(
          fc.asyncProperty(
            fc.uniqueArray(fc.record({ name: bytes, field: bytes, value: bytes, ttl }), {
              minLength: 1,
              maxLength: 20,
              selector: ({ name }) => name.toString('latin1'),
            }),
            async (all) => {
              await admin.flushall();
              const pipeline = admin.pipeline();
              for (const { name, field, value, ttl: ms } of all) {
                pipeline.hset(Buffer.concat([Buffer.from('h'), name]), field, value);
                pipeline.set(Buffer.concat([Buffer.from('s'), name]), value);
                if (ms !== null) pipeline.pexpire(Buffer.concat([Buffer.from('s'), name]), ms);
              }
              await pipeline.exec();
              const before = await contentOf(admin);
              const { ticket, deleted } = await keys.remove(pattern('*'));
              expect(deleted).toBe(2 * all.length);
              await keys.undo(ticket);
              expect(await contentOf(admin)).toEqual(before);
            },
          ),
          { numRuns: 12 },
        );
      });

      test('a plan tells what would happen, without doing it', async () => {
        const keys = await setUpBulk({ pool, session });
        await fill(2_500);
        await admin.hset('other', 'f', 'v');
        const plan = await keys.plan(pattern('cart:*', 'string'));
        expect(plan).toMatchObject({ count: 2_500, bytesExact: false, undo: { kind: 'exact' } });
        expect(plan.sample).toHaveLength(20);
        expect(plan.sample[0]).toMatchObject({ type: 'string', ttlMs: expect.any(Number) });
        expect(plan.bytes).toBeGreaterThan(2_500 * 40);
        expect(plan.command).toMatch(
          /^EVAL \(UNLINK if unchanged\) cart:\d+ cart:\d+ cart:\d+ … and 2,497 more$/,
        );
        expect(Number(await admin.dbsize())).toBe(2_501);
        expect(await keys.plan(names('other', 'other', 'nothing'))).toMatchObject({
          count: 1,
          bytesExact: true,
          command: 'EVAL (UNLINK if unchanged) other',
        });
        await expect(keys.plan(pattern('nothing:*'))).rejects.toMatchObject({
          error: { code: 'notFound' },
        });
        await expect(keys.plan(names('nothing'))).rejects.toMatchObject({
          error: { code: 'notFound' },
        });
      });

      test('deletes what was planned, counts what had gone, and a plan serves once', async () => {
        const keys = await setUpBulk({ pool, session });
        await fill(1_000);
        const plan = await keys.plan(pattern('cart:*'));
        await admin.del('cart:1', 'cart:2');
        await admin.set('cart:new', 'came later');
        const result = await keys.apply(plan);
        expect(result).toMatchObject({
          deleted: 998,
          missing: 2,
          failedCount: 0,
          ticket: { title: 'Deleted 998 keys' },
        });
        expect(await admin.keys('*')).toEqual(['cart:new']);
        await expect(keys.apply(plan)).rejects.toMatchObject({
          error: { code: 'notFound', what: 'plan' },
        });
        expect(await keys.undo(result.ticket)).toMatchObject({ restored: 998 });
        expect(await admin.get('cart:999')).toBe('value 999');
      });

      test('a key that is there again is left alone and stays in the ticket', async () => {
        const keys = await setUpBulk({ pool, session });
        await fill(5);
        const { ticket } = await keys.remove(pattern('cart:*'));
        await admin.set('cart:3', 'somebody else’s');
        expect(await keys.undo(ticket)).toMatchObject({
          restored: 4,
          conflictCount: 1,
          conflicts: [{ key: toBytes('cart:3') }],
        });
        expect(await admin.get('cart:3')).toBe('somebody else’s');
        await admin.del('cart:3');
        expect(await keys.undo(ticket)).toMatchObject({ restored: 1, conflictCount: 0 });
        expect(await admin.get('cart:3')).toBe('value 3');
        await expect(keys.undo(ticket)).rejects.toMatchObject({ error: { code: 'undo.expired' } });
      });

      test('an undo that was interrupted can be repeated', async () => {
        const keys = await setUpBulk({ pool, session });
        await fill(3);
        const dump = await admin.dumpBuffer('cart:1');
        const { ticket } = await keys.remove(pattern('cart:*'));
        await admin.restore('cart:1', 0, dump);
        expect(await keys.undo(ticket)).toMatchObject({ restored: 3, conflictCount: 0 });
      });

      test('a key whose time has come meanwhile does not come back', async () => {
        const keys = await setUpBulk({ pool, session });
        const end = Date.now() + 1_000;
        await admin.set('soon', 1, 'PXAT', end);
        await admin.set('later', 1, 'EX', 1_000);
        const { ticket } = await keys.remove(names('soon', 'later'));
        await waitFor(() => Date.now() > end + 100, 'the time at which it would have expired');
        expect(await keys.undo(ticket)).toMatchObject({
          restored: 1,
          conflicts: [{ reason: 'Its TTL has run out meanwhile' }],
        });
        expect(await admin.keys('*')).toEqual(['later']);
      });
    },
  );
}
