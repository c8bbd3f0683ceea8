import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSession } from '../test-support/open-session.ts';
import { missingServer, startRedis, type TestServer } from '../test-support/start-redis.ts';
import { toText } from './reply.ts';

for (const kind of ['stack', 'plain'] as const) {
  const missing = missingServer(kind);
  describe.skipIf(missing !== null)(
    `session on ${kind}${missing === null ? '' : ` (${missing})`}`,
    () => {
      let server: TestServer;
      beforeAll(async () => {
        server = await startRedis(kind);
      });
      afterAll(async () => {
        await server.stop();
      });

      for (const protocol of [2, 3] as const)
        test(`finds out what is there over RESP${protocol}`, async () => {
          const { pool, session } = await openSession(server, { protocol });
          expect(session.facts).toMatchObject({
            kind: 'redis',
            mode: 'standalone',
            role: 'master',
            protocol,
            dbSize: 0,
            refused: [],
            user: 'default',
          });
          expect(session.facts.version).toMatch(/^7\./);
          expect(session.has('json.get')).toBe(kind === 'stack');
          expect(Math.abs(session.clockOffsetMs)).toBeLessThan(1_000);
          pool.closeAll();
        });

      test('works for a user who may run next to nothing', async () => {
        const admin = server.client();
        await admin.call(
          'acl',
          'setuser',
          'narrow',
          'on',
          '>pw',
          '~*',
          '+get',
          '+ping',
          '+hello',
          '+select',
        );
        const { pool, session } = await openSession(server, { username: 'narrow', password: 'pw' });
        expect(session.facts).toMatchObject({ kind: 'redis', dbSize: null, user: null });
        expect(session.facts.refused).toContain('info');
        expect(session.facts.refused).toContain('dbsize');
        pool.closeAll();
      });

      test('a wrong password fails with its cause and is not retried', async () => {
        await expect(openSession(server, { password: 'wrong' })).rejects.toMatchObject({
          error: { code: 'redis.auth' },
        });
      });

      test('a read-only session refuses writes when sending, and lets them through while unlocked', async () => {
        const { pool, session } = await openSession(server, { readOnly: true });
        await expect(session.client.write('publish', 'c', 'm')).rejects.toMatchObject({
          error: { code: 'readonly' },
        });
        session.setLock(false);
        expect(toText(await session.client.write('publish', 'c', 'm'))).toBe('0');
        pool.closeAll();
      });
    },
  );
}
