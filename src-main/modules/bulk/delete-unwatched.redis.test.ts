import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Session } from '../../redis/session.ts';
import type { SessionPool } from '../../redis/session-pool.ts';
import { contentOf, inBetween, pattern, setUpBulk } from '../../test-support/bulk-work.ts';
import { openSession } from '../../test-support/open-session.ts';
import { missingServer, startRedis, type TestServer } from '../../test-support/start-redis.ts';
import { fillStrings } from '../../test-support/fill-strings.ts';

const missing = missingServer('plain');
describe.skipIf(missing !== null)(
  `delete without WATCH${missing === null ? '' : ` (${missing})`}`,
  () => {
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
      await admin.config('RESETSTAT');
    });

    const fill = async (count: number): Promise<Map<string, string>> => {
      await fillStrings(admin, 'cart:', count, { value: 'value ' });
      return await contentOf(admin);
    };
    const callsOf = async (command: string): Promise<number> => {
      const found = new RegExp(`cmdstat_${command}:calls=(\\d+)`).exec(
        await admin.info('commandstats'),
      );
      return Number(found?.[1] ?? 0);
    };

    test('several chunks are under way at once, and nothing is watched', async () => {
      const before = await fill(2_000);
      const all = Promise.withResolvers<void>();
      const redis = inBetween(session.client, async (round) => {
        if (round === 4) all.resolve();
        await all.promise;
      });
      const keys = await setUpBulk({ pool, session }, { redis });
      const plan = await keys.plan(pattern('cart:*'));
      await admin.config('RESETSTAT');
      const result = await keys.apply(plan);
      expect(result).toMatchObject({ deleted: 2_000, missing: 0, failedCount: 0 });
      expect(await callsOf('watch')).toBe(0);
      expect(await keys.undo(result.ticket)).toMatchObject({ restored: 2_000, conflictCount: 0 });
      expect(await contentOf(admin)).toEqual(before);
    });

    test('a change of the expiry alone is noticed, and the key goes with it', async () => {
      await fill(10);
      const at = Date.now() + 1_000_000;
      const redis = inBetween(session.client, async (round) => {
        if (round === 1) await admin.pexpireat('cart:3', at);
      });
      const keys = await setUpBulk({ pool, session }, { redis });
      const result = await keys.remove(pattern('cart:*'));
      expect(result).toMatchObject({ deleted: 10, failedCount: 0 });
      await keys.undo(result.ticket);
      expect(Number(await admin.pexpiretime('cart:3'))).toBe(at);
    });

    test('a large value is watched instead of being read twice', async () => {
      await fill(10);
      await admin.set('cart:large', 'x'.repeat(300_000));
      const before = await contentOf(admin);
      const keys = await setUpBulk({ pool, session });
      const plan = await keys.plan(pattern('cart:*'));
      await admin.config('RESETSTAT');
      const result = await keys.apply(plan);
      expect(result).toMatchObject({ deleted: 11, done: 11, missing: 0, failedCount: 0 });
      expect(await callsOf('watch')).toBe(1);
      expect(await callsOf('dump')).toBe(21);
      expect(await keys.undo(result.ticket)).toMatchObject({ restored: 11 });
      expect(await contentOf(admin)).toEqual(before);
    });

    test.each(['eval', 'eval_ro'])('where %s is refused they are watched', async (command) => {
      const before = await fill(600);
      await admin.call('acl', 'setuser', 'no', 'reset', 'on', '>pw', '~*', '+@all', `-${command}`);
      const one = await openSession(server, { username: 'no', password: 'pw' });
      const keys = await setUpBulk(one);
      const result = await keys.remove(pattern('cart:*'));
      expect(result).toMatchObject({ deleted: 600, done: 600, missing: 0, failedCount: 0 });
      expect(await callsOf('watch')).toBeGreaterThan(0);
      expect(await keys.undo(result.ticket)).toMatchObject({ restored: 600 });
      expect(await contentOf(admin)).toEqual(before);
      one.pool.closeAll();
    });
  },
);
