import fc from 'fast-check';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { contract } from '../../../src-shared/contract/index.ts';
import { toBinaryString, toBytes } from '../../../src-shared/redis-value.ts';
import type { Session } from '../../redis/session.ts';
import { contextOf } from '../../test-support/handler-context.ts';
import { openSession } from '../../test-support/open-session.ts';
import {
  missingServer,
  hasFieldTtl,
  protocolsOf,
  serverKinds,
  startRedis,
  type TestServer,
} from '../../test-support/start-redis.ts';
import { createValuesHandlers } from './handlers.ts';

function setUp(session: Session) {
  const values = createValuesHandlers();
  const context = contextOf(session);
  const connection = session.id;
  const all = { position: '0', count: 100, match: null };
  const named = (key: string) => ({ connection, key: toBytes(key) });
  return {
    string: async (key: string, offset = 0, limit = 1_000) =>
      contract['values.string'].output.parse(
        await values['values.string']({ ...named(key), offset, limit }, context),
      ),
    hash: async (
      key: string,
      page: Partial<{ position: string; count: number; match: Uint8Array }> = {},
    ) =>
      contract['values.hash'].output.parse(
        await values['values.hash']({ ...named(key), ...all, ...page }, context),
      ),
    set: async (
      key: string,
      page: Partial<{ position: string; count: number; match: Uint8Array }> = {},
    ) =>
      contract['values.set'].output.parse(
        await values['values.set']({ ...named(key), ...all, ...page }, context),
      ),
    list: async (key: string, start = 0, count = 100) =>
      contract['values.list'].output.parse(
        await values['values.list']({ ...named(key), start, count }, context),
      ),
    zset: async (key: string, { start = 0, count = 100, reverse = false } = {}) =>
      contract['values.zset'].output.parse(
        await values['values.zset']({ ...named(key), start, count, reverse }, context),
      ),
    stream: async (
      key: string,
      past: string | null = null,
      count = 100,
      order: 'newest' | 'oldest' = 'newest',
    ) =>
      contract['values.stream'].output.parse(
        await values['values.stream']({ ...named(key), order, past, count }, context),
      ),
    dumpSize: async (key: string) =>
      contract['values.dumpSize'].output.parse(await values['values.dumpSize'](named(key), context))
        .bytes,
    module: async (key: string) =>
      contract['values.module'].output.parse(await values['values.module'](named(key), context)),
  };
}

const gone = { error: { code: 'notFound', what: 'key' } };

for (const kind of serverKinds) {
  const missing = missingServer(kind);
  describe.skipIf(missing !== null)(
    `values on ${kind}${missing === null ? '' : ` (${missing})`}`,
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
      beforeEach(async () => {
        await admin.flushall();
      });

      for (const protocol of protocolsOf(kind))
        describe(`over RESP${protocol}`, () => {
          let session: Session;
          beforeAll(async () => {
            ({ session } = await openSession(server, { protocol }));
          });
          afterAll(() => session.close());

          test('a string by ranges, with its whole length', async () => {
            const values = setUp(session);
            await admin.set('s', Buffer.from([0, 1, 0xff, 0xfe, 0x0d, 0x0a]));
            expect(await values.string('s')).toEqual({
              bytes: Uint8Array.of(0, 1, 0xff, 0xfe, 0x0d, 0x0a),
              total: 6,
            });
            expect(await values.string('s', 2, 2)).toEqual({
              bytes: Uint8Array.of(0xff, 0xfe),
              total: 6,
            });
            expect(await values.string('s', 100, 2)).toEqual({ bytes: new Uint8Array(), total: 6 });
            await admin.set('empty', '');
            expect(await values.string('empty')).toEqual({ bytes: new Uint8Array(), total: 0 });
            await expect(values.string('nothing')).rejects.toMatchObject(gone);
            await admin.rpush('l', 1);
            await expect(values.string('l')).rejects.toMatchObject({
              error: { code: 'redis.reply', prefix: 'WRONGTYPE' },
            });
          });

          test('what is handed over owns its memory', async () => {
            const values = setUp(session);
            await admin.set('s', 'abc');
            const { bytes } = await values.string('s');
            expect(bytes.buffer.byteLength).toBe(3);
          });

          test('hash fields and values of any bytes, none merged', async () => {
            const values = setUp(session);
            await admin.hset(
              'h',
              Buffer.from([0xff]),
              'a',
              Buffer.from([0xfe]),
              'b',
              '__proto__',
              'c',
            );
            const { fields, next, total } = await values.hash('h');
            expect(total).toBe(3);
            expect(next).toBeNull();
            expect(
              new Map(
                fields.map(({ field, value }) => [toBinaryString(field), toBinaryString(value)]),
              ),
            ).toEqual(
              new Map([
                ['\xff', 'a'],
                ['\xfe', 'b'],
                ['__proto__', 'c'],
              ]),
            );
            await expect(values.hash('nothing')).rejects.toMatchObject(gone);
          });

          test.runIf(hasFieldTtl(kind))('fields tell their own TTL', async () => {
            const values = setUp(session);
            await admin.hset('h', 'f', 'v', 'g', 'w');
            await admin.call('hpexpire', 'h', 60_000, 'FIELDS', 1, 'f');
            const { fields } = await values.hash('h');
            const ttls = new Map(fields.map(({ field, ttlMs }) => [toBinaryString(field), ttlMs]));
            expect(ttls.get('g')).toBeNull();
            expect(ttls.get('f')).toBeGreaterThan(59_000);
          });

          test('large hashes and sets page by page, each element found', async () => {
            const values = setUp(session);
            const pipeline = admin.pipeline();
            for (let i = 0; i < 3_000; i++) pipeline.hset('h', `f${i}`, i).sadd('set', `m${i}`);
            await pipeline.exec();
            const fields = new Set<string>();
            const members = new Set<string>();
            let at: string | null = '0';
            while (at !== null) {
              const page = await values.hash('h', { position: at });
              for (const { field } of page.fields) fields.add(toBinaryString(field));
              at = page.next;
            }
            for (at = '0'; at !== null;) {
              const page = await values.set('set', { position: at });
              for (const member of page.members) members.add(toBinaryString(member));
              at = page.next;
            }
            expect([fields.size, members.size]).toEqual([3_000, 3_000]);
            const found = await values.hash('h', { match: toBytes('f2999') });
            expect(found.fields.map(({ value }) => toBinaryString(value))).toEqual(['2999']);
            await expect(values.hash('h', { position: '1 MATCH *' })).rejects.toMatchObject({
              error: { code: 'input.invalid' },
            });
          });

          test('a page of large elements has fewer of them', async () => {
            const values = setUp(session);
            for (let i = 0; i < 20; i++) await admin.rpush('l', Buffer.alloc(1_000_000, i));
            const page = await values.list('l');
            expect(page.total).toBe(20);
            expect(page.elements.length).toBeLessThanOrEqual(5);
            expect((await values.list('l', 19)).elements[0]?.[0]).toBe(19);
          });

          test('a list by index, past its end too', async () => {
            const values = setUp(session);
            await admin.rpush('l', 'a', Buffer.from([0xff]), 'c');
            expect(await values.list('l', 1, 2)).toEqual({
              elements: [Uint8Array.of(0xff), toBytes('c')],
              total: 3,
            });
            expect((await values.list('l', 10)).elements).toEqual([]);
          });

          test('scores are the server’s own text', async () => {
            const values = setUp(session);
            await admin.zadd(
              'z',
              '1732387654123456',
              'µs',
              '-inf',
              'min',
              'inf',
              'max',
              '0.1',
              'tenth',
              '-1e-7',
              'tiny',
            );
            const shown = async (reverse: boolean) =>
              (await values.zset('z', { reverse })).members.map(({ member, score }) => [
                new TextDecoder().decode(member),
                score,
              ]);
            const ascending = [
              ['min', '-inf'],
              ['tiny', expect.stringMatching(/^-1e-0?7$|^-9\.99/)],
              ['tenth', expect.stringMatching(/^0\.1/)],
              ['µs', '1732387654123456'],
              ['max', 'inf'],
            ];
            expect(await shown(false)).toEqual(ascending);
            expect(await shown(true)).toEqual(ascending.toReversed());
            expect(await values.zset('z', { start: 3, count: 1 })).toMatchObject({
              members: [{ score: '1732387654123456' }],
              total: 5,
            });
          });

          test('stream entries newest first, with groups and what is pending', async () => {
            const values = setUp(session);
            for (let i = 1; i <= 5; i++)
              await admin.xadd('x', `${i}-0`, 'f', i, Buffer.from([0xff]), Buffer.from([0]));
            await admin.xgroup('CREATE', 'x', 'workers', '0');
            await admin.xreadgroup('GROUP', 'workers', 'w1', 'COUNT', 2, 'STREAMS', 'x', '>');
            const first = await values.stream('x', null, 2);
            expect(first.entries.map(({ id }) => id)).toEqual(['5-0', '4-0']);
            expect(first.entries[0]?.fields[1]).toEqual({
              field: Uint8Array.of(0xff),
              value: Uint8Array.of(0),
            });
            expect(first).toMatchObject({
              total: 5,
              groups: [
                {
                  name: toBytes('workers'),
                  consumers: 1,
                  pending: 2,
                  lastDeliveredId: '2-0',
                  lag: '3',
                },
              ],
            });
            expect((await values.stream('x', '4-0', 2)).entries.map(({ id }) => id)).toEqual([
              '3-0',
              '2-0',
            ]);
            expect((await values.stream('x', '0-0')).entries).toEqual([]);
            const oldest = await values.stream('x', null, 2, 'oldest');
            expect(oldest.entries.map(({ id }) => id)).toEqual(['1-0', '2-0']);
            const further = await values.stream('x', '2-0', 2, 'oldest');
            expect(further.entries[0]?.id).toBe('3-0');
            const end = await values.stream(
              'x',
              '18446744073709551615-18446744073709551615',
              2,
              'oldest',
            );
            expect(end.entries).toEqual([]);
            await admin.xtrim('x', 'MAXLEN', 0);
            expect(await values.stream('x')).toMatchObject({ entries: [], total: 0 });
            await expect(values.stream('nothing')).rejects.toMatchObject(gone);
          });

          test.runIf(kind === 'stack')('types of modules tell about themselves', async () => {
            const values = setUp(session);
            await admin.call('ts.create', 'ts', 'LABELS', 'brand', 'App\u202ele');
            for (let i = 1; i <= 300; i++)
              await admin.call('ts.add', 'ts', i, i === 300 ? '12345678.5' : i);
            const series = await values.module('ts');
            expect(series.command).toBe('TS.INFO');
            expect(series.facts).toContainEqual({ name: 'totalSamples', value: '300' });
            expect(series.facts).toContainEqual({ name: 'labels', value: 'brand, App\\u{202e}le' });
            await admin.call('bf.add', 'bf', 'x');
            await admin.call('cf.add', 'cf', 'x');
            await admin.call('cms.initbydim', 'cms', 10, 10);
            await admin.call('topk.reserve', 'topk', 3);
            await admin.call('topk.add', 'topk', 'x');
            await admin.call('tdigest.create', 'td');
            for (const [key, command, fact] of [
              ['bf', 'BF.INFO', 'Capacity'],
              ['cf', 'CF.INFO', 'Number of buckets'],
              ['cms', 'CMS.INFO', 'width'],
              ['topk', 'TOPK.INFO', 'k'],
              ['td', 'TDIGEST.INFO', 'Compression'],
            ] as const) {
              const value = await values.module(key);
              expect(value.command).toBe(command);
              expect(value.facts.map(({ name }) => name)).toContain(fact);
              expect(await values.dumpSize(key)).toBeGreaterThan(0);
            }
          });

          test('any other type at least its size', async () => {
            const values = setUp(session);
            await admin.set('s', 'text');
            await admin.config('RESETSTAT');
            expect(await values.module('s')).toEqual({ command: null, facts: [] });
            expect(await admin.info('commandstats')).not.toMatch(/cmdstat_(memory|dump)/);
            expect(await values.dumpSize('s')).toBeGreaterThan(0);
            await admin.set('s', Buffer.alloc(2_000_000));
            expect(await values.dumpSize('s')).toBeNull();
            await expect(values.module('nothing')).rejects.toMatchObject(gone);
          });

          test('any bytes are read as they were written', async () => {
            const values = setUp(session);
            const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array));
            await fc.assert(
              fc.asyncProperty(bytes, bytes, async (one, two) => {
                await admin.flushall();
                await admin.set('s', one);
                await admin.hset('h', one, two);
                await admin.rpush('l', one, two);
                await admin.zadd('z', 1, one);
                expect(toBinaryString((await values.string('s')).bytes)).toBe(
                  one.toString('latin1'),
                );
                const [field] = (await values.hash('h')).fields;
                expect(field && [field.field, field.value].map(toBinaryString)).toEqual(
                  [one, two].map(toBinaryString),
                );
                expect((await values.list('l')).elements.map(toBinaryString)).toEqual(
                  [one, two].map(toBinaryString),
                );
                expect(
                  (await values.zset('z')).members.map(({ member }) => toBinaryString(member)),
                ).toEqual([toBinaryString(one)]);
              }),
              { numRuns: 40 },
            );
          });
        });

      test('a user without EXISTS and STRLEN reads a string, a stream and what follows in it', async () => {
        const rights = ['reset', 'on', '>pw', '~*', '+@all', '-exists', '-strlen'];
        await admin.call('acl', 'setuser', 'lacking', ...rights);
        const { pool, session } = await openSession(server, {
          username: 'lacking',
          password: 'pw',
        });
        const values = setUp(session);
        await admin.set('s', 'abcdef');
        await admin.xadd('x', '1-0', 'f', 'v');
        expect((await values.string('s')).total).toBe(6);
        // Where it does not end within what was asked for, its length is not known.
        await expect(values.string('s', 0, 3)).rejects.toMatchObject({
          error: { code: 'redis.reply', prefix: 'NOPERM' },
        });
        expect(await values.stream('x')).toMatchObject({ entries: [{ id: '1-0' }], total: 1 });
        pool.closeAll();
      });

      test('a user without XINFO sees the entries, and that groups are not known', async () => {
        await admin.xadd('x', '1-0', 'f', 'v');
        await admin.call(
          'acl',
          'setuser',
          'noinfo',
          'reset',
          'on',
          '>pw',
          '~*',
          '+@all',
          '-xinfo',
          '-memory',
        );
        const { pool, session } = await openSession(server, { username: 'noinfo', password: 'pw' });
        expect(await setUp(session).stream('x')).toMatchObject({
          entries: [{ id: '1-0' }],
          groups: null,
        });
        pool.closeAll();
      });
    },
  );
}
