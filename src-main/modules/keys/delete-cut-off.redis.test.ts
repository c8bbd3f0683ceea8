import type { Redis } from 'ioredis';
import { describe, expect, test } from 'vitest';
import { startCuttingProxy } from '../../test-support/cutting-proxy.ts';
import { contentOf, inBetween, pattern, setUpDelete } from '../../test-support/deleting.ts';
import { openSession } from '../../test-support/open-session.ts';
import { missingServer, startRedis } from '../../test-support/start-redis.ts';
import { waitFor } from '../../test-support/wait-for.ts';

for (const kind of ['stack', 'plain'] as const) {
  const missing = missingServer(kind);
  describe.skipIf(missing !== null)(`delete on ${kind} that is cut off in the middle`, () => {
    async function fill(admin: Redis, count: number): Promise<Map<string, string>> {
      const pipeline = admin.pipeline();
      for (let i = 0; i < count; i++) pipeline.set(`cart:${i}`, `value ${i}`);
      await pipeline.exec();
      return await contentOf(admin);
    }

    test('loses nothing when the server is killed', async () => {
      const server = await startRedis(kind, ['--appendonly', 'yes', '--appendfsync', 'always']);
      try {
        const before = await fill(server.client(), 5_000);
        const first = await openSession(server);
        const redis = inBetween(first.session.client, async (round) => {
          if (round === 3) await server.kill();
        });
        const keys = await setUpDelete(first.session, { redis });
        const result = await keys.remove(pattern('cart:*'));
        expect(result).toMatchObject({ deleted: 2_000, failedCount: 3_000 });
        first.pool.closeAll();
        await server.restart();
        const second = await openSession(server);
        const later = await setUpDelete(second.session, { journal: keys.journal });
        expect(await later.undo(result.ticket)).toMatchObject({ conflictCount: 0 });
        expect(await contentOf(server.client())).toEqual(before);
        second.pool.closeAll();
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
          if (round === 3) proxy.cutReplyTo('exec');
        });
        const keys = await setUpDelete(first.session, { redis });
        const result = await keys.remove(pattern('cart:*'));
        expect(result).toMatchObject({ deleted: 400, failedCount: 600 });
        expect(result.failed[0]?.reason).toContain('undo brings it back');
        expect(result.failed.at(-1)?.reason).toContain('Not deleted');
        expect(Number(await admin.dbsize())).toBe(400);
        await waitFor(
          () => first.session.describe().state.status === 'ready',
          'the connection is back',
        );
        expect(await keys.undo(result.ticket)).toEqual({
          restored: 600,
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
