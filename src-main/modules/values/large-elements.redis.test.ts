import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { contract, type Input } from '../../../src-shared/contract/index.ts';
import type { EntryOrder } from '../../../src-shared/contract/series.ts';
import { LIMITS } from '../../../src-shared/limits.ts';
import { toBinaryString, toBytes } from '../../../src-shared/redis-value.ts';
import type { Session } from '../../redis/session.ts';
import { contextOf } from '../../test-support/handler-context.ts';
import { openSession } from '../../test-support/open-session.ts';
import {
  missingServer,
  serverKinds,
  startRedis,
  type TestServer,
} from '../../test-support/start-redis.ts';
import { createSeriesHandlers } from '../series/handlers.ts';
import { piecesOf } from '../transfer/read-pieces.ts';
import { createValuesHandlers } from './handlers.ts';

const key = toBytes('k');
const MB = 1_048_576;
const COUNT = LIMITS.pageElements;
/** A page, and the one element that may go beyond it. */
const MOST = 9 * MB;
const LARGE = 5 * MB;
const large = (i: number): Buffer => Buffer.alloc(LARGE, i);

/** The lengths of all bytes in it, however deep. */
function bytesWithin(value: unknown): number[] {
  if (value instanceof Uint8Array) return [value.byteLength];
  return typeof value === 'object' && value !== null
    ? Object.values(value).flatMap(bytesWithin)
    : [];
}

function readingOf(session: Session) {
  const values = createValuesHandlers();
  const series = createSeriesHandlers();
  const context = contextOf(session);
  const at = { connection: session.id, key };
  const scan = { ...at, position: '0', count: COUNT, match: null };
  return {
    hash: async (position = '0') =>
      contract['values.hash'].output.parse(
        await values['values.hash']({ ...scan, position }, context),
      ),
    set: async (position = '0') =>
      contract['values.set'].output.parse(
        await values['values.set']({ ...scan, position }, context),
      ),
    list: async (start = 0) =>
      contract['values.list'].output.parse(
        await values['values.list']({ ...at, start, count: COUNT }, context),
      ),
    tail: async (skip = 0) =>
      contract['values.listTail'].output.parse(
        await values['values.listTail']({ ...at, skip, count: COUNT }, context),
      ),
    zset: async (start = 0) =>
      contract['values.zset'].output.parse(
        await values['values.zset']({ ...at, start, count: COUNT, reverse: false }, context),
      ),
    zsetRange: async (by: 'score' | 'lex') =>
      contract['values.zsetRange'].output.parse(
        await values['values.zsetRange'](
          { ...at, range: { by, min: null, max: null }, offset: 0, count: COUNT, reverse: false },
          context,
        ),
      ),
    stream: async (past: string | null = null, order: EntryOrder = 'newest') =>
      contract['values.stream'].output.parse(
        await values['values.stream']({ ...at, order, past, count: COUNT }, context),
      ),
    entries: async (ends: { from: string; to: string }, order: EntryOrder) =>
      contract['streams.range'].output.parse(
        await series['streams.range']({ ...at, ...ends, order, count: COUNT }, context),
      ),
    field: async (field: string) =>
      contract['values.findField'].output.parse(
        await values['values.findField']({ ...at, field: toBytes(field) }, context),
      ).found,
    zsetScan: async (position = '0') =>
      contract['values.zsetScan'].output.parse(
        await values['values.zsetScan'](
          { ...at, position, count: COUNT, match: toBytes('*') },
          context,
        ),
      ),
    positions: async (start = 0) =>
      contract['geo.positions'].output.parse(
        await series['geo.positions']({ ...at, start, count: COUNT }, context),
      ),
    around: async () =>
      contract['geo.search'].output.parse(
        await series['geo.search'](
          {
            ...at,
            longitude: '0',
            latitude: '0',
            area: { by: 'radius', radius: '1000' },
            unit: 'km',
            order: 'near',
            count: COUNT,
          },
          context,
        ),
      ),
    element: async (place: Input<'values.element'>['place']) =>
      contract['values.element'].output.parse(
        await values['values.element']({ ...at, place }, context),
      ).bytes,
  };
}

for (const kind of serverKinds) {
  const missing = missingServer(kind);
  describe.skipIf(missing !== null)(`pages of large elements on ${kind}`, () => {
    let server: TestServer;
    let admin: Redis;
    let session: Session;
    /** What the server sent for it. */
    const weighed = async (read: () => Promise<unknown>): Promise<number> => {
      const sent = async () =>
        Number(/total_net_output_bytes:(\d+)/.exec(await admin.info('stats'))?.[1]);
      const before = await sent();
      await read();
      return (await sent()) - before;
    };
    beforeAll(async () => {
      server = await startRedis(kind);
      admin = server.client();
      ({ session } = await openSession(server));
    });
    afterAll(async () => {
      session.close();
      await server.stop();
    });
    beforeEach(() => admin.flushall());

    test('a list ends its page early, says what it cut, goes on, and gives one whole', async () => {
      const reading = readingOf(session);
      for (let i = 0; i < 6; i++) await admin.rpush('k', large(i));
      await admin.rpush('k', 'short');
      expect(await weighed(() => reading.list())).toBeLessThan(MOST);
      const { elements, cut, total } = await reading.list();
      expect([elements.length, total]).toEqual([1, 7]);
      expect(elements[0]?.byteLength).toBe(65_536);
      expect(cut).toEqual([{ at: 0, total: LARGE }]);
      expect((await reading.list(6)).elements.map(toBinaryString)).toEqual(['short']);
      expect((await reading.list(6)).cut).toBeUndefined();
      expect(await weighed(() => reading.tail(1))).toBeLessThan(MOST);
      // One that is light says nothing of those before it: only so many more are risked.
      expect((await reading.tail()).elements.map(({ index, total: all }) => [index, all])).toEqual([
        [6, undefined],
        ...[5, 4, 3, 2].map((index) => [index, LARGE]),
      ]);
      const whole = await reading.element({ kind: 'list', index: 3 });
      expect([whole.byteLength, whole[0], whole.at(-1)]).toEqual([LARGE, 3, 3]);
    });

    test('a hash names all fields, and reads only what fits', async () => {
      const reading = readingOf(session);
      for (let i = 0; i < 8; i++) await admin.hset('k', `large${i}`, large(i));
      for (let i = 0; i < 50; i++) await admin.hset('k', `short${i}`, String(i));
      // Where it has no NOVALUES it ends early, at the first long one.
      const isEarly = kind === 'plain';
      const names = new Set<string>();
      const long = new Map<string, number | undefined>();
      const pages: number[] = [];
      for (let at: string | null = '0'; at !== null;) {
        const position: string = at;
        pages.push(await weighed(() => reading.hash(position)));
        const page = await reading.hash(position);
        for (const { field, value, total } of page.fields) {
          const name = toBinaryString(field);
          names.add(name);
          if (name.startsWith('large')) long.set(name, total);
          else expect(total ?? value.byteLength).toBe(value.byteLength);
        }
        at = page.next;
      }
      expect(names.size).toBe(58);
      expect([...long.values()]).toEqual(Array.from({ length: 8 }, () => LARGE));
      if (!isEarly) expect(Math.max(...pages)).toBeLessThan(MB);
      const whole = await reading.element({ kind: 'hash', field: toBytes('large7') });
      expect([whole.byteLength, whole[0]]).toEqual([LARGE, 7]);
      await admin.hset('k', 'huge', Buffer.alloc(LIMITS.elementBytes + 1));
      const place = { kind: 'hash', field: toBytes('huge') } as const;
      expect(await weighed(() => reading.element(place).catch(() => null))).toBeLessThan(MB);
      await expect(reading.element(place)).rejects.toMatchObject({ error: { code: 'limit' } });
      await expect(reading.element({ kind: 'hash', field: toBytes('none') })).rejects.toMatchObject(
        { error: { code: 'notFound' } },
      );
    });

    test('a set goes on with its cursor, and each member is found', async () => {
      const reading = readingOf(session);
      for (let i = 0; i < 4; i++) await admin.sadd('k', large(i));
      for (let i = 0; i < 600; i++) await admin.sadd('k', `short${i}`);
      const found = new Set<string>();
      for (let at: string | null = '0'; at !== null;) {
        const position: string = at;
        const page = await reading.set(position);
        const cut = new Map(page.cut?.map(({ at: index, total }) => [index, total]));
        for (const [index, member] of page.members.entries())
          found.add(`${cut.get(index) ?? ''} ${toBinaryString(member.subarray(0, 10))}`);
        at = page.next;
      }
      expect(found.size).toBe(604);
      expect([...found].filter((one) => one.startsWith(String(LARGE)))).toHaveLength(4);
    });

    test('a sorted set ends its page early, by rank, by score and by lex', async () => {
      const reading = readingOf(session);
      for (let i = 0; i < 6; i++) await admin.zadd('k', 1, large(i));
      for (const read of [
        () => reading.zset(),
        () => reading.zsetRange('score'),
        () => reading.zsetRange('lex'),
      ]) {
        const { members, total } = await read();
        expect([members.length, total]).toEqual([1, 6]);
        expect(members[0]).toMatchObject({ total: LARGE, score: '1' });
      }
      expect(await weighed(() => reading.zset())).toBeLessThan(MOST);
      const [last, ...more] = (await reading.zset(5)).members;
      expect(more).toEqual([]);
      // The rest of a member is read at its rank, as long as it is the one that is meant.
      const place = { kind: 'zset', rank: 5, begins: last?.member ?? key, total: LARGE } as const;
      expect(large(5).equals(await reading.element(place))).toBe(true);
      await expect(reading.element({ ...place, rank: 4 })).rejects.toMatchObject({
        error: { code: 'notFound' },
      });
    });

    test('what is found of a sorted set is bounded, too', async () => {
      const reading = readingOf(session);
      // A server gives all that share a place in its table, however few are asked for.
      const most = 40;
      await admin.zadd('k', -1, large(0));
      for (let i = 0; i < most; i++) await admin.zadd('k', i, Buffer.alloc(MB, i));
      expect((await reading.zsetScan()).members.length).toBeLessThan(most / 2);
      const totals = new Map<string, number | undefined>();
      for (let at: string | null = '0'; at !== null;) {
        const position: string = at;
        const page = await reading.zsetScan(position);
        for (const { total, score } of page.members) totals.set(score, total);
        at = page.next;
      }
      expect(totals.size).toBe(most + 1);
      expect([totals.get('-1'), totals.get('0')]).toEqual([LARGE, undefined]);
    });

    test('places end their page early, and a search says that there is more', async () => {
      const reading = readingOf(session);
      for (let i = 0; i < 4; i++) await admin.geoadd('k', i, 0, large(i));
      expect(await weighed(() => reading.positions())).toBeLessThan(2 * MOST);
      const { members, total } = await reading.positions(1);
      expect([members.length, total, members[0]?.total]).toEqual([1, 4, LARGE]);
      expect(members[0]?.position).not.toBeNull();
      expect(await weighed(() => reading.around())).toBeLessThan(MOST);
      const { found, cut } = await reading.around();
      expect([found.length, found[0]?.total, cut]).toEqual([1, LARGE, true]);
    });

    test('a field that is found by its name is not read when it is too long', async () => {
      const reading = readingOf(session);
      await admin.hset('k', 'long', large(1), 'short', 'v');
      expect(await weighed(() => reading.field('long'))).toBeLessThan(MB);
      expect(await reading.field('long')).toMatchObject({ total: LARGE });
      expect((await reading.field('short'))?.total).toBeUndefined();
      expect(await reading.field('none')).toBeNull();
    });

    test('what is exported or copied is whole', async () => {
      const one = large(7);
      const fills: readonly (readonly [string, ...(string | Buffer)[]])[] = [
        ['hset', 'k', 'f', one],
        ['rpush', 'k', one],
        ['sadd', 'k', one],
        ['zadd', 'k', '1', one],
        ['xadd', 'k', '1-0', 'f', one],
      ];
      for (const [name, ...args] of fills) {
        await admin.del('k');
        await admin.call(name, ...args);
        const pieces = piecesOf({ redis: session.client, session }, key, await admin.type('k'));
        const lengths: number[] = [];
        for await (const piece of pieces ?? []) lengths.push(...bytesWithin(piece));
        expect([name, lengths.includes(LARGE)]).toEqual([name, true]);
      }
    });

    test('a stream ends its page early and goes on', async () => {
      const reading = readingOf(session);
      for (let i = 1; i <= 4; i++) await admin.xadd('k', `${i}-0`, 'f', large(i), 'g', 'short');
      expect(await weighed(() => reading.stream())).toBeLessThan(MOST);
      const { entries } = await reading.stream();
      expect(entries.map(({ id }) => id)).toEqual(['4-0']);
      expect(entries[0]?.fields.map(({ total }) => total)).toEqual([LARGE, undefined]);
      expect((await reading.stream('4-0')).entries.map(({ id }) => id)).toEqual(['3-0']);
      expect(await weighed(() => reading.stream(null, 'oldest'))).toBeLessThan(MOST);
      const oldest = await reading.stream('1-0', 'oldest');
      expect(oldest.entries.map(({ id }) => id)).toEqual(['2-0']);
      for (const order of ['newest', 'oldest'] as const) {
        const ids: string[] = [];
        let ends = { from: '-', to: '+' };
        for (let isEnd = false; !isEnd;) {
          const page = await reading.entries(ends, order);
          ids.push(...page.entries.map(({ id }) => id));
          isEnd = page.next === null;
          const next = page.next ?? '-';
          ends = order === 'newest' ? { ...ends, to: next } : { ...ends, from: next };
        }
        const all = ['1-0', '2-0', '3-0', '4-0'];
        expect(ids).toEqual(order === 'newest' ? all.toReversed() : all);
      }
      const whole = await reading.element({ kind: 'stream', id: '2-0', at: 0 });
      expect([whole.byteLength, whole[0]]).toEqual([LARGE, 2]);
    });

    test('pages of short elements are full, and nobody asks for their memory', async () => {
      const reading = readingOf(session);
      const pipeline = admin.pipeline();
      for (let i = 0; i < 1_000; i++) pipeline.rpush('k', `element ${i}`);
      await pipeline.exec();
      await admin.config('RESETSTAT');
      const { elements } = await reading.list(100);
      expect(elements.map(toBinaryString)).toEqual(
        Array.from({ length: COUNT }, (_, i) => `element ${100 + i}`),
      );
      const stats = await admin.info('commandstats');
      expect(stats).not.toContain('cmdstat_memory');
      expect(Number(/cmdstat_lrange:calls=(\d+)/.exec(stats)?.[1])).toBeLessThanOrEqual(6);
    });
  });
}
