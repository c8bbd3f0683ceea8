import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { openSession } from '../test-support/open-session.ts';
import {
  missingServer,
  hasFieldTtl,
  serverKinds,
  startRedis,
  type TestServer,
} from '../test-support/start-redis.ts';
import { waitFor } from '../test-support/wait-for.ts';
import { toText } from './reply.ts';

const versions = { stack: /^7\./, plain: /^7\./, redis8: /^8\.0\./, valkey8: /^8\.1\./ };

for (const kind of serverKinds) {
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
            kind: kind === 'valkey8' ? 'valkey' : 'redis',
            mode: 'standalone',
            role: 'master',
            protocol,
            dbSize: 0,
            refused: [],
            noWrites: null,
            user: 'default',
          });
          expect(session.facts.version).toMatch(versions[kind]);
          expect(session.has('json.get')).toBe(kind === 'stack');
          expect(session.has('hpexpire')).toBe(hasFieldTtl(kind));
          expect(session.has('vinfo')).toBe(kind === 'redis8');
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
        expect(session.facts).toMatchObject({
          kind: kind === 'valkey8' ? 'valkey' : 'redis',
          dbSize: null,
          user: null,
        });
        expect(session.facts.version).toMatch(versions[kind]);
        expect(session.facts.refused).toContain('info');
        expect(session.facts.refused).toContain('dbsize');
        pool.closeAll();
      });

      test('knows who may write nothing, and says so of nobody else', async () => {
        const admin = server.client();
        const rights = {
          reader: ['+@all', '-@write'],
          one: ['+@all', '-@write', '+incr'],
          keys: ['+@all', 'resetkeys', '~mine:*'],
          unknown: ['+@read', '+@connection'],
        };
        const found: Record<string, unknown> = {};
        for (const [username, words] of Object.entries(rights)) {
          await admin.call('acl', 'setuser', username, 'on', '>pw', '~*', ...words);
          const { pool, session } = await openSession(server, { username, password: 'pw' });
          found[username] = session.facts.noWrites;
          pool.closeAll();
        }
        expect(found).toEqual({ reader: 'user', one: null, keys: null, unknown: null });
      });

      test('knows a replica that takes no writes', async () => {
        const { host, port, password } = server;
        const master = ['--replicaof', host, String(port), '--masterauth', password];
        const replica = await startRedis(kind, master);
        onTestFinished(() => replica.stop());
        const { pool, session } = await openSession(replica);
        expect(session.facts).toMatchObject({ role: 'replica', noWrites: 'replica' });
        pool.closeAll();
        await replica.client().config('SET', 'replica-read-only', 'no');
        const again = await openSession(replica);
        expect(again.session.facts.noWrites).toBeNull();
        again.pool.closeAll();
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
        session.setLock(true);
        await expect(session.client.write('publish', 'c', 'm')).rejects.toMatchObject({
          error: { code: 'readonly' },
        });
        pool.closeAll();
      });

      test('an unlocked session locks itself after ten minutes and says so', async () => {
        vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
        onTestFinished(() => {
          vi.useRealTimers();
        });
        const { pool, session } = await openSession(server, { readOnly: true });
        session.setLock(false);
        expect(session.describe().unlockedUntilMs).toBe(Date.now() + 600_000);
        let changes = 0;
        pool.watch(() => {
          changes += 1;
        });
        vi.advanceTimersByTime(599_999);
        session.assertWritable();
        vi.advanceTimersByTime(1);
        expect(() => session.assertWritable()).toThrow(/read-only/);
        expect(session.describe().unlockedUntilMs).toBeNull();
        expect(changes).toBe(1);
        pool.closeAll();
      });

      test('stays the same session through a restart of its server', async () => {
        const { pool, session } = await openSession(server);
        const seen: string[] = [];
        pool.watch(() => seen.push(session.describe().state.status));
        await server.kill();
        await waitFor(() => seen.at(-1) === 'reconnecting', 'the loss');
        await expect(session.client.read('ping')).rejects.toMatchObject({
          error: { code: 'redis.offline' },
        });
        await server.restart();
        session.retryNow();
        await waitFor(() => seen.at(-1) === 'ready', 'it is back');
        expect(toText(await session.client.read('ping'))).toBe('PONG');
        expect(session.signal.aborted).toBe(false);
        pool.closeAll();
        expect(session.signal.aborted).toBe(true);
        expect(pool.list()).toEqual([]);
        expect(() => pool.get(session.id)).toThrow(/closed/);
      });

      test('a connection that fails is not kept', async () => {
        const { pool, session } = await openSession(server);
        const { name, environment, separators, sandbox, readOnly, profile } = session.describe();
        pool.closeAll();
        const tls = { enabled: false, caFile: null, servername: null };
        const { host, port } = server;
        const user = { username: '', password: 'wrong', tls, protocol: 3 } as const;
        const endpoint = { host, port, db: 0, ...user };
        const opening = pool.open({
          name,
          environment,
          separators,
          sandbox,
          readOnly,
          profile,
          endpoint,
        });
        await expect(opening).rejects.toMatchObject({ error: { code: 'redis.auth' } });
        expect(pool.list()).toEqual([]);
      });

      test('reads leave idle times alone where the server can do that', async () => {
        const admin = server.client();
        const { pool, session } = await openSession(server);
        const flags = String(await admin.call('client', 'list', 'type', 'normal'));
        const ours = flags.split('\n').find((line) => line.includes('name=redstart:data')) ?? '';
        const [major = 0, minor = 0] = (session.facts.version ?? '').split('.').map(Number);
        expect(/ flags=\S*T/.test(ours)).toBe(major > 7 || (major === 7 && minor >= 2));
        pool.closeAll();
      });
    },
  );
}
