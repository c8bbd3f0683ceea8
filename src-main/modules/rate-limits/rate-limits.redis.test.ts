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
import { createRateLimitsHandlers } from './handlers.ts';

const handlers = createRateLimitsHandlers();
const binaryName = Buffer.from([...Buffer.from('ratelimit:'), 0, 255, 10]);

for (const kind of ['stack', 'plain'] as const)
  for (const protocol of [2, 3] as const) {
    const missing = missingServer(kind);
    describe.skipIf(missing !== null)(
      `rate limits on ${kind} over RESP${protocol}${missing === null ? '' : ` (${missing})`}`,
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

        /** Now in microseconds by the server's clock, as Go limiters take it. */
        async function nowUs(): Promise<number> {
          const [seconds, micros] = await admin.time();
          return Number(seconds) * 1_000_000 + Number(micros);
        }
        /** Requests of so many seconds ago, as a limiter with that window leaves them. */
        async function request(
          key: string | Buffer,
          windowMs: number,
          ...agesMs: number[]
        ): Promise<number> {
          const us = await nowUs();
          for (const age of agesMs) {
            const time = String(us - age * 1_000);
            await admin.zadd(key, time, time);
          }
          await admin.pexpire(key, windowMs - Math.min(...agesMs));
          return us / 1_000;
        }
        async function scan(pattern: string, of = session) {
          const input = contract['rateLimits.scan'].input.parse({
            connection: of.id,
            pattern: toBytes(pattern),
          });
          const pages: Item<'rateLimits.scan'>[] = [];
          for await (const page of handlers['rateLimits.scan'](input, contextOf(of)))
            pages.push(contract['rateLimits.scan'].item.parse(page));
          const byName = new Map(
            pages.flatMap(({ rows }) => rows).map((row) => [escapeBytes(row.key), row]),
          );
          const others = pages.reduce((sum, page) => sum + page.others, 0);
          const refused = pages.reduce((sum, page) => sum + page.refused, 0);
          return { pages, byName, others, refused };
        }
        async function read(
          key: string | Uint8Array,
          windowMs: number | null = null,
          of = session,
        ): Promise<Output<'rateLimits.read'>> {
          const input = contract['rateLimits.read'].input.parse({
            connection: of.id,
            key: typeof key === 'string' ? toBytes(key) : key,
            windowMs,
          });
          return contract['rateLimits.read'].output.parse(
            await handlers['rateLimits.read'](input, contextOf(of)),
          );
        }

        test('a sliding window: only what is inside it counts, though stale requests are stored', async () => {
          const nowMs = await request(
            'ratelimit:api:1',
            60_000,
            90_000,
            61_000,
            50_000,
            10_000,
            1_000,
          );
          const { byName, pages } = await scan('ratelimit:*');
          const row = byName.get('ratelimit:api:1');
          expect(row).toMatchObject({
            kind: 'sliding',
            type: 'zset',
            used: 3,
            windowMs: 60_000,
            certain: false,
            limitFromKey: null,
          });
          expect(Math.abs((row?.oldestMs ?? 0) - (nowMs - 50_000))).toBeLessThan(1);
          expect(Math.abs((pages.at(-1)?.serverNowMs ?? 0) - nowMs)).toBeLessThan(1_000);
          // Counting changes nothing.
          expect(await admin.zcard('ratelimit:api:1')).toBe('5');
        });

        test('a request a little older than the window has left it', async () => {
          await request('ratelimit:edge', 60_000, 60_050, 50_000, 1_000);
          expect((await read('ratelimit:edge')).row).toMatchObject({ used: 2 });
        });

        test('scores in milliseconds and in seconds', async () => {
          const ms = Math.floor((await nowUs()) / 1_000);
          await admin.zadd(
            'ratelimit:ms',
            ms - 30_000,
            `${ms}:a`,
            ms - 1_000,
            `${ms}:b`,
            ms - 70_000,
            `${ms}:c`,
          );
          await admin.pexpire('ratelimit:ms', 59_000);
          const s = ms / 1_000;
          await admin.zadd('ratelimit:s', s - 30.5, 'a', s - 1, 'b');
          await admin.pexpire('ratelimit:s', 59_000);
          const { byName } = await scan('ratelimit:*');
          expect(byName.get('ratelimit:ms')).toMatchObject({ used: 2, windowMs: 60_000 });
          expect(byName.get('ratelimit:s')).toMatchObject({ used: 2, windowMs: 60_000 });
          expect(Math.abs((byName.get('ratelimit:s')?.oldestMs ?? 0) - (ms - 30_500))).toBeLessThan(
            2,
          );
        });

        test('counters, and what only looks like them', async () => {
          await admin.set('rl:1', '13', 'PX', 30_000);
          await admin.set('LIMITS:LIMITER/x/y/10/1/minute', '4', 'PX', 30_000);
          await admin.set('rl:forever', '13');
          await admin.set('rl:text', 'blocked', 'PX', 30_000);
          await admin.set('rl:long', '1'.repeat(500), 'PX', 30_000);
          await admin.zadd('rl:board', 10, 'anna');
          await admin.hset('rl:bucket', 'tokens', '3');
          const all = await scan('*');
          expect([...all.byName.keys()].sort()).toEqual(['LIMITS:LIMITER/x/y/10/1/minute', 'rl:1']);
          expect(all.others).toBe(5);
          expect(all.byName.get('rl:1')).toMatchObject({
            kind: 'counter',
            used: 13,
            windowMs: null,
          });
          expect(all.byName.get('rl:1')?.ttlMs).toBeGreaterThan(20_000);
          expect(all.byName.get('LIMITS:LIMITER/x/y/10/1/minute')).toMatchObject({
            certain: true,
            limitFromKey: 10,
            windowMs: 60_000,
            used: 4,
          });
        });

        test('without a TTL the window is not known: all are counted', async () => {
          await request('ratelimit:x', 60_000, 90_000, 1_000);
          await admin.persist('ratelimit:x');
          expect((await scan('ratelimit:*')).byName.get('ratelimit:x')).toMatchObject({
            windowMs: null,
            used: 2,
          });
          expect((await read('ratelimit:x', 60_000)).row).toMatchObject({
            windowMs: null,
            used: 1,
          });
        });

        test('a window that the user has set counts instead of that of the TTL', async () => {
          await request('ratelimit:y', 60_000, 50_000, 20_000, 1_000);
          expect((await read('ratelimit:y')).row.used).toBe(3);
          const { row } = await read('ratelimit:y', 30_000);
          expect(row).toMatchObject({ used: 2, windowMs: 60_000 });
        });

        test('the requests, newest first, to the microsecond', async () => {
          await request('ratelimit:z', 60_000, 90_000, 50_000, 1_000);
          const { requests, total, row } = await read('ratelimit:z');
          expect(total).toBe(3);
          expect(row.used).toBe(2);
          const scores = requests.map(({ score }) => score);
          expect(scores).toEqual([...scores].sort().reverse());
          for (const { member, score, atMs } of requests) {
            expect(escapeBytes(member)).toBe(score);
            expect(score).toMatch(/^\d{16}$/);
            expect(atMs).toBeCloseTo(Number(score) / 1_000, 2);
          }
        });

        test('of many requests the newest 2,000, and how many there are', async () => {
          const us = await nowUs();
          const pipeline = admin.pipeline();
          for (let i = 0; i < 2_500; i++) pipeline.zadd('ratelimit:many', us - i, String(us - i));
          await pipeline.exec();
          await admin.pexpire('ratelimit:many', 60_000);
          const { requests, total, row } = await read('ratelimit:many');
          expect({ shown: requests.length, total, used: row.used }).toEqual({
            shown: 2_000,
            total: 2_500,
            used: 2_500,
          });
          expect(requests[0]?.score).toBe(String(us));
        });

        test('a counter has no requests to show', async () => {
          await admin.set('rl:1', '13', 'PX', 30_000);
          expect(await read('rl:1')).toMatchObject({ requests: [], total: 13, row: { used: 13 } });
        });

        test('names and members are bytes', async () => {
          const us = await nowUs();
          await admin.zadd(binaryName, us, Buffer.from([255, 0]));
          await admin.pexpire(binaryName, 60_000);
          const row = (await scan('ratelimit:*')).byName.get(escapeBytes(binaryName));
          expect(row?.key).toEqual(Uint8Array.from(binaryName));
          const { requests } = await read(binaryName);
          expect(requests.map(({ member }) => [...member])).toEqual([[255, 0]]);
        });

        test('a limiter that has gone, or is something else now', async () => {
          await expect(read('rl:gone')).rejects.toMatchObject({ error: { code: 'notFound' } });
          await admin.lpush('rl:list', 'x');
          await expect(read('rl:list')).rejects.toMatchObject({ error: { code: 'notFound' } });
        });

        test('keys this user may not read are counted as such, and said so when opened', async () => {
          await admin.call('acl', 'setuser', 'some', 'on', '>pw', '+@all', '~rl:open*');
          await admin.set('rl:open', '1', 'PX', 30_000);
          await admin.set('rl:closed', '1', 'PX', 30_000);
          const some = await openSession(server, { protocol, username: 'some', password: 'pw' });
          const { byName, others, refused } = await scan('rl:*', some.session);
          expect([...byName.keys()]).toEqual(['rl:open']);
          expect({ others, refused }).toEqual({ others: 0, refused: 1 });
          await expect(read('rl:closed', null, some.session)).rejects.toMatchObject({
            error: { code: 'redis.reply', prefix: 'NOPERM' },
          });
          some.pool.closeAll();
        });

        test('a user who may not count gets no wrong count', async () => {
          await admin.call(
            'acl',
            'setuser',
            'few',
            'on',
            '>pw',
            '~*',
            '+@all',
            '-zcount',
            '-zcard',
          );
          await request('ratelimit:w', 60_000, 1_000);
          const few = await openSession(server, { protocol, username: 'few', password: 'pw' });
          await expect(read('ratelimit:w', null, few.session)).rejects.toMatchObject({
            error: { code: 'redis.reply', prefix: 'NOPERM' },
          });
          expect(await scan('ratelimit:*', few.session)).toMatchObject({ others: 0, refused: 1 });
          few.pool.closeAll();
        });

        test('a connection that goes is an error, not the end of all limiters', async () => {
          await admin.set('rl:1', '1', 'PX', 30_000);
          await admin.set('rl:2', '1', 'PX', 30_000);
          const proxy = await startCuttingProxy(server.port);
          const through = await openSession({ ...server, port: proxy.port }, { protocol });
          proxy.cutReplyTo('getrange');
          await expect(scan('rl:*', through.session)).rejects.toMatchObject({
            error: { code: 'redis.offline' },
          });
          through.pool.closeAll();
          await proxy.close();
        });
      },
    );
  }
