import type { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { contract, type Item, type Output } from '../../../src-shared/contract/index.ts';
import { escapeBytes, toBytes } from '../../../src-shared/redis-value.ts';
import type { Session } from '../../redis/session.ts';
import type { SessionPool } from '../../redis/session-pool.ts';
import { startCuttingProxy } from '../../test-support/cutting-proxy.ts';
import { contextOf } from '../../test-support/handler-context.ts';
import { openSession } from '../../test-support/open-session.ts';
import { missingServer, startRedis, type TestServer } from '../../test-support/start-redis.ts';
import { createSessionsHandlers } from './handlers.ts';

const handlers = createSessionsHandlers();
const cookie = { originalMaxAge: 86_400_000, expires: null, httpOnly: true, path: '/' };
const binaryName = Buffer.from([...Buffer.from('session:'), 0, 255, 10]);

for (const kind of ['stack', 'plain'] as const)
  for (const protocol of [2, 3] as const) {
    const missing = missingServer(kind);
    describe.skipIf(missing !== null)(
      `sessions on ${kind} over RESP${protocol}${missing === null ? '' : ` (${missing})`}`,
      () => {
        let server: TestServer;
        let admin: Redis;
        let pool: SessionPool;
        let session: Session;
        beforeAll(async () => {
          server = await startRedis(kind);
          admin = server.client();
        });
        afterAll(() => server.stop());
        beforeEach(async () => {
          await admin.flushall();
          ({ pool, session } = await openSession(server, { protocol }));
        });
        afterEach(() => pool.closeAll());

        async function scan(pattern: string | Uint8Array, of = session) {
          const input = contract['sessions.scan'].input.parse({
            connection: of.id,
            pattern: typeof pattern === 'string' ? toBytes(pattern) : pattern,
          });
          const pages: Item<'sessions.scan'>[] = [];
          for await (const page of handlers['sessions.scan'](input, contextOf(of)))
            pages.push(contract['sessions.scan'].item.parse(page));
          const rows = pages.flatMap((page) => page.rows);
          const others = pages.reduce((sum, page) => sum + page.others, 0);
          const refused = pages.reduce((sum, page) => sum + page.refused, 0);
          const byName = new Map(rows.map((row) => [escapeBytes(row.key), row]));
          return { pages, rows, others, refused, byName };
        }
        async function read(
          key: string | Uint8Array,
          of = session,
        ): Promise<Output<'sessions.read'>> {
          const input = contract['sessions.read'].input.parse({
            connection: of.id,
            key: typeof key === 'string' ? toBytes(key) : key,
          });
          return contract['sessions.read'].output.parse(
            await handlers['sessions.read'](input, contextOf(of)),
          );
        }

        test('finds strings and hashes that read as sessions, and counts the rest', async () => {
          await admin.set('session:express', JSON.stringify({ cookie, userId: 7 }), 'PX', 60_000);
          await admin.set(binaryName, JSON.stringify({ user_id: 8 }));
          await admin.set('session:msgpack', Buffer.from('\x81\xaa_permanent\xc3', 'latin1'));
          await admin.hset('session:hash', { user_id: '9', created_at: '2026-11-23T12:00:00Z' });
          await admin.set('session:count', '5');
          await admin.lpush('session:list', 'x');
          await admin.zadd('session:index', 1, 'x');
          await admin.set('other:1', JSON.stringify({ cookie, userId: 1 }));
          const { rows, others, byName, pages } = await scan('session:*');
          expect(rows).toHaveLength(4);
          expect(others).toBe(3);
          expect(byName.get('session:express')).toMatchObject({
            type: 'string',
            recognisedAs: 'express-session',
            user: '7',
            certain: true,
          });
          const { ttlMs = null } = byName.get('session:express') ?? {};
          expect(ttlMs).toBeGreaterThan(50_000);
          expect(ttlMs).toBeLessThanOrEqual(60_000);
          expect(byName.get(escapeBytes(binaryName))).toMatchObject({
            key: Uint8Array.from(binaryName),
            ttlMs: null,
            sizeBytes: 13,
            certain: false,
          });
          expect(byName.get('session:msgpack')).toMatchObject({ recognisedAs: 'Flask-Session' });
          expect(byName.get('session:hash')).toMatchObject({
            type: 'hash',
            sizeBytes: 2,
            createdMs: Date.UTC(2026, 10, 23, 12),
          });
          expect(pages.at(-1)).toMatchObject({ done: true, of: 8 });
        });

        test('a pattern of bytes, and one that only one key can match', async () => {
          await admin.set(binaryName, JSON.stringify({ user_id: 8 }));
          expect(
            (await scan(Buffer.from([...Buffer.from('session:'), 0, 255, 0x2a]))).rows,
          ).toHaveLength(1);
          expect((await scan('session:none')).rows).toEqual([]);
          await admin.set('session:one', JSON.stringify({ user_id: 8 }));
          expect((await scan('session:one')).rows).toHaveLength(1);
        });

        test('many are found in pages, each once or more, none missing', async () => {
          const pipeline = admin.pipeline();
          for (let i = 0; i < 3_000; i++) pipeline.set(`session:${i}`, `{"user_id":${i % 7}}`);
          await pipeline.exec();
          const { byName, pages } = await scan('session:*');
          expect(byName.size).toBe(3_000);
          expect(pages.at(-1)?.done).toBe(true);
        });

        test('the content is shown line by line, what is secret marked wherever it is', async () => {
          const value = {
            cookie,
            userId: 9_007_199_254_740,
            csrf: { value: 'hunter2' },
            oauth: { provider: 'x', tokens: ['hunter2'] },
            profile: { name: 'Anna', more: { deep: [{ password: 'hunter2' }] } },
            cart: [1, { price: 1.5 }],
          };
          const text = JSON.stringify(value).replace('9007199254740', '9007199254740993.10');
          await admin.set('session:1', text);
          const { row, fields } = await read('session:1');
          expect(row).toMatchObject({ user: '9007199254740993.10' });
          expect(fields).toContainEqual({
            name: 'userId',
            value: '9007199254740993.10',
            secret: false,
          });
          expect(fields).toContainEqual({ name: 'profile.name', value: 'Anna', secret: false });
          expect(fields).toContainEqual({ name: 'cookie.path', value: '/', secret: false });
          expect(fields).toContainEqual({
            name: 'cart',
            value: '[1, {"price": 1.5}]',
            secret: false,
          });
          const open = fields.filter(({ secret }) => !secret).map((field) => JSON.stringify(field));
          expect(open.join()).not.toContain('hunter2');
          const hidden = fields.filter(({ secret }) => secret).map(({ name }) => name);
          expect(hidden).toEqual(['csrf.value', 'oauth.tokens', 'profile.more']);
        });

        test('text that pretends to be another is shown for what it is', async () => {
          const odd = 'admin\u202e\u200b\n';
          const value = { user_id: odd, [odd]: odd, list: [odd, { [odd]: 'a\\b' }] };
          await admin.set('session:1', JSON.stringify(value));
          const { row, fields } = await read('session:1');
          expect(row.user).toBe('admin\\u{202e}\\u{200b}\\n');
          expect(fields.map((field) => [field.name, field.value])).toEqual([
            ['user_id', 'admin\\u{202e}\\u{200b}\\n'],
            ['admin\\u{202e}\\u{200b}\\n', 'admin\\u{202e}\\u{200b}\\n'],
            ['list', '["admin\\u202e\\u200b\\n", {"admin\\u202e\\u200b\\n": "a\\\\b"}]'],
          ]);
        });

        test('a hash: names and text, bytes escaped and hidden', async () => {
          await admin.hset('session:h', 'user_id', '7', 'password_hash', 'hunter2', 'note', 'a\nb');
          await admin.hset('session:h', Buffer.from([255]), Buffer.from([0xac, 0xed, 0]));
          const { fields } = await read('session:h');
          expect(fields).toHaveLength(4);
          expect(fields).toContainEqual({ name: 'user_id', value: '7', secret: false });
          expect(fields).toContainEqual({ name: 'password_hash', value: 'hunter2', secret: true });
          expect(fields).toContainEqual({ name: 'note', value: 'a\\nb', secret: false });
          expect(fields).toContainEqual({ name: '\\xff', value: '\\xac\\xed\\x00', secret: true });
        });

        test('a format that is only recognised is shown as bytes, hidden', async () => {
          await admin.set('session:m', Buffer.from('\x81\xaa_permanent\xc3', 'latin1'));
          expect((await read('session:m')).fields).toEqual([
            { name: 'value', value: '\\x81\\xaa_permanent\\xc3', secret: true },
          ]);
        });

        test('what is nested very deep is read or is none, never a bug', async () => {
          for (const depth of [500, 2_000, 3_500, 7_000]) {
            const nested = `${'['.repeat(depth)}${']'.repeat(depth)}`;
            await admin.set('session:deep', `{"user_id":1,"deep":${nested}}`);
            const failed = await read('session:deep').catch((thrown: unknown) => thrown);
            if (failed instanceof Error)
              expect(failed).toMatchObject({ error: { code: 'notFound' } });
          }
          await scan('session:*');
        });

        test('a key that has gone, or is something else now', async () => {
          await expect(read('session:gone')).rejects.toMatchObject({ error: { code: 'notFound' } });
          await admin.lpush('session:list', 'x');
          await expect(read('session:list')).rejects.toMatchObject({ error: { code: 'notFound' } });
        });

        test('keys this user may not read are counted as such, and said so when opened', async () => {
          await admin.call('acl', 'setuser', 'some', 'on', '>pw', '+@all', '~session:open*');
          await admin.set('session:open', JSON.stringify({ user_id: 1 }));
          await admin.set('session:closed', JSON.stringify({ user_id: 2 }));
          const some = await openSession(server, { protocol, username: 'some', password: 'pw' });
          await admin.set('session:open:none', 'x');
          const { byName, others, refused } = await scan('session:*', some.session);
          expect([...byName.keys()]).toEqual(['session:open']);
          expect({ others, refused }).toEqual({ others: 1, refused: 1 });
          await expect(read('session:closed', some.session)).rejects.toMatchObject({
            error: { code: 'redis.reply', prefix: 'NOPERM' },
          });
          some.pool.closeAll();
        });

        test('a connection that goes is an error, not the end of all sessions', async () => {
          await admin.set('session:1', JSON.stringify({ user_id: 1 }));
          await admin.set('session:2', JSON.stringify({ user_id: 2 }));
          const proxy = await startCuttingProxy(server.port);
          const through = await openSession({ ...server, port: proxy.port }, { protocol });
          proxy.cutReplyTo('getrange');
          await expect(scan('session:*', through.session)).rejects.toMatchObject({
            error: { code: 'redis.offline' },
          });
          await expect(read('session:1', through.session)).rejects.toMatchObject({
            error: { code: 'redis.offline' },
          });
          through.pool.closeAll();
          await proxy.close();
        });

        test('a reader that leaves stops the walk', async () => {
          const pipeline = admin.pipeline();
          for (let i = 0; i < 2_000; i++) pipeline.set(`session:${i}`, `{"user_id":${i}}`);
          await pipeline.exec();
          const controller = new AbortController();
          const input = { connection: session.id, pattern: toBytes('session:*') };
          const context = contextOf(session, controller.signal);
          let pages = 0;
          for await (const page of handlers['sessions.scan'](input, context)) {
            pages += 1;
            expect(page.rows.length).toBeGreaterThan(0);
            controller.abort();
          }
          expect(pages).toBe(1);
        });
      },
    );
  }
