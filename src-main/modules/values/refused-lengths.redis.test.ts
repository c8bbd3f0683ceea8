import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toBytes } from '../../../src-shared/redis-value.ts';
import { contextOf } from '../../test-support/handler-context.ts';
import { openSession } from '../../test-support/open-session.ts';
import {
  missingServer,
  serverKinds,
  startRedis,
  type TestServer,
} from '../../test-support/start-redis.ts';
import { createValuesHandlers } from './handlers.ts';

for (const kind of serverKinds) {
  const missing = missingServer(kind);
  describe.skipIf(missing !== null)(
    `lengths that are refused on ${kind}${missing === null ? '' : ` (${missing})`}`,
    () => {
      let server: TestServer;
      let admin: Redis;
      beforeAll(async () => {
        server = await startRedis(kind);
        admin = server.client();
      });
      afterAll(async () => {
        await server.stop();
      });

      test('elements are paged all the same; what is missing or of another type is told', async () => {
        const lengths = ['-hlen', '-llen', '-scard', '-zcard', '-xlen'];
        const rights = ['reset', 'on', '>pw', '~*', '+@all', ...lengths];
        await admin.call('acl', 'setuser', 'narrow', ...rights);
        await admin.hset('h', 'f', 'v');
        await admin.sadd('m', 'one');
        await admin.rpush('l', 'a', 'b', 'c');
        await admin.zadd('z', 1, 'one');
        await admin.xadd('x', '1-0', 'f', 'v');
        const user = { username: 'narrow', password: 'pw' };
        const { pool, session } = await openSession(server, user);
        const values = createValuesHandlers();
        const context = contextOf(session);
        const at = (key: string) => ({ connection: session.id, key: toBytes(key), count: 2 });
        const scan = { position: '0', match: null };
        const total = null;
        const hash = async (key: string) =>
          await values['values.hash']({ ...at(key), ...scan }, context);
        const set = async (key: string) =>
          await values['values.set']({ ...at(key), ...scan }, context);
        const list = async (key: string, start = 0) =>
          await values['values.list']({ ...at(key), start }, context);
        const zset = async (key: string) =>
          await values['values.zset']({ ...at(key), start: 0, reverse: false }, context);
        expect(await hash('h')).toMatchObject({ fields: [{}], next: null, total });
        expect(await set('m')).toMatchObject({ members: [{}], next: null, total });
        expect(await list('l')).toMatchObject({ elements: [{}, {}], total });
        expect(await list('l', 2)).toMatchObject({ elements: [{}], total });
        expect(await list('l', 3)).toMatchObject({ elements: [], total });
        expect(await zset('z')).toMatchObject({ members: [{ score: '1' }], total });
        const stream = { ...at('x'), order: 'newest' as const, past: null };
        const read = await values['values.stream'](stream, context);
        expect(read).toMatchObject({ entries: [{ id: '1-0' }], total });
        for (const open of [hash, set, list, zset])
          await expect(open('nothing')).rejects.toMatchObject({ error: { code: 'notFound' } });
        await expect(hash('l')).rejects.toMatchObject({ error: { prefix: 'WRONGTYPE' } });
        pool.closeAll();
      });
    },
  );
}
