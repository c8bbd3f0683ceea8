import type { Redis } from 'ioredis';
import { describe, expect, test } from 'vitest';
import { startCuttingProxy } from '../../test-support/cutting-proxy.ts';
import { contentOf, inBetween, pattern, setUpBulk } from '../../test-support/bulk-work.ts';
import { openSession } from '../../test-support/open-session.ts';
import { missingServer, startRedis } from '../../test-support/start-redis.ts';
import { waitFor } from '../../test-support/wait-for.ts';
import { fillStrings } from '../../test-support/fill-strings.ts';

for (const kind of ['stack', 'plain'] as const) {
  const missing = missingServer(kind);
  describe.skipIf(missing !== null)(`delete on ${kind} that is cut off in the middle`, () => {
    async function fill(admin: Redis, count: number): Promise<Map<string, string>> {
      await fillStrings(admin, 'cart:', count, { value: 'value ' });
      return await contentOf(admin);
    }

    test('loses nothing when the server is killed', async () => {
      const server = await startRedis(kind, ['--appendonly', 'yes', '--appendfsync', 'always']);
      try {
        const before = await fill(server.client(), 2_000);
        const first = await openSession(server);
        const redis = inBetween(first.session.client, async (round) => {
          if (round === 3) await server.kill();
        });
        const keys = await setUpBulk(first, { redis });
        const job = await keys.start(await keys.plan(pattern('cart:*')));
        await waitFor(
          () => first.session.describe().state.status === 'reconnecting',
          'the connection is lost',
        );
        await server.restart();
        first.session.retryNow();
        const result = await keys.ended(job);
        expect(result).toMatchObject({
          status: 'done',
          deleted: 2_000,
          missing: 0,
          failedCount: 0,
        });
        expect(Number(await server.client().dbsize())).toBe(0);
        expect(await keys.undo(result.ticket)).toMatchObject({ restored: 2_000, conflictCount: 0 });
        expect(await contentOf(server.client())).toEqual(before);
        first.pool.closeAll();
      } finally {
        await server.stop();
      }
    });

    test('loses nothing when the server did it and could not say so', async () => {
      const server = await startRedis(kind);
      const proxy = await startCuttingProxy(server.port);
      try {
        const admin = server.client();
        const before = await fill(admin, 1_000);
        // In small steps.
        const first = await openSession(
          { ...server, port: proxy.port },
          { environment: 'production' },
        );
        const redis = inBetween(first.session.client, async (round) => {
          if (round === 3) proxy.cutReplyTo('$4\r\neval\r\n');
        });
        const keys = await setUpBulk(first, { redis });
        const result = await keys.remove(pattern('cart:*'));
        // It looked after the connection was back, and did nothing twice.
        expect(result).toMatchObject({ deleted: 1_000, missing: 0, failedCount: 0 });
        expect(Number(await admin.dbsize())).toBe(0);
        expect(await keys.undo(result.ticket)).toEqual({
          restored: 1_000,
          conflicts: [],
          conflictCount: 0,
        });
        expect(await contentOf(admin)).toEqual(before);
        first.pool.closeAll();
      } finally {
        await proxy.close();
        await server.stop();
      }
    });
  });
}
