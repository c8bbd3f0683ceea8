import fc from 'fast-check';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { contract, type Input } from '../../../src-shared/contract/index.ts';
import { type DistanceUnit, geoHit } from '../../../src-shared/contract/series.ts';
import { geohashScore, MOST_LATITUDE } from '../../../src-shared/geohash.ts';
import { toBytes } from '../../../src-shared/redis-value.ts';
import { type Reply, UnexpectedReply } from '../../redis/reply.ts';
import type { Session } from '../../redis/session.ts';
import { contextOf } from '../../test-support/handler-context.ts';
import { openSession } from '../../test-support/open-session.ts';
import {
  missingServer,
  protocolsOf,
  serverKinds,
  startRedis,
  type TestServer,
} from '../../test-support/start-redis.ts';
import { createSeriesHandlers } from './handlers.ts';
import { readHits } from './read-geo.ts';

const odd = Uint8Array.of(0x00, 0xff);

function setUp(session: Session) {
  const handlers = createSeriesHandlers();
  const context = contextOf(session);
  const named = { connection: session.id, key: toBytes('g') };
  const around = {
    longitude: '15',
    latitude: '37',
    area: { by: 'radius', radius: '200' },
    unit: 'km',
    order: 'near',
    count: 10,
  } as const;
  return {
    positions: async (start = 0, count = 100) =>
      contract['geo.positions'].output.parse(
        await handlers['geo.positions']({ ...named, start, count }, context),
      ),
    search: async (change: Partial<Input<'geo.search'>> = {}) =>
      contract['geo.search'].output.parse(
        await handlers['geo.search']({ ...named, ...around, ...change }, context),
      ),
    distance: async (from: string, to: string, unit: DistanceUnit) =>
      contract['geo.distance'].output.parse(
        await handlers['geo.distance'](
          { ...named, from: toBytes(from), to: toBytes(to), unit },
          context,
        ),
      ).distance,
  };
}

for (const kind of serverKinds) {
  const missing = missingServer(kind);
  describe.skipIf(missing !== null)(
    `geo on ${kind}${missing === null ? '' : ` (${missing})`}`,
    () => {
      let server: TestServer;
      let admin: Redis;
      beforeAll(async () => {
        server = await startRedis(kind);
        admin = server.client();
      });
      afterAll(() => server.stop());
      beforeEach(async () => {
        await admin.flushall();
        await admin.geoadd('g', 13.361389, 38.115556, 'Palermo', 15.087269, 37.502669, 'Catania');
        await admin.geoadd('g', 2.35, 48.85, Buffer.from(odd));
      });

      for (const protocol of protocolsOf(kind))
        describe(`over RESP${protocol}`, () => {
          let session: Session;
          beforeAll(async () => {
            ({ session } = await openSession(server, { protocol }));
          });
          afterAll(() => session.close());

          test('positions of a page of members; other scores have none', async () => {
            const { positions } = setUp(session);
            await admin.zadd('g', '-5', 'below', '1.5', 'between', '1e300', 'above');
            const { members, total } = await positions();
            expect(total).toBe(6);
            expect(
              members.filter(({ position }) => position === null).map(({ score }) => Number(score)),
            ).toEqual([-5, 1.5, 1e300]);
            const placed = members.flatMap(({ position }) => position ?? []);
            expect(placed.map(({ longitude }) => longitude)).toContainEqual(
              // Redis 8 writes the shortest figure that reads the same.
              expect.stringMatching(/^13\.361389338970184(33)?$/),
            );
            expect(members.map(({ member }) => member)).toContainEqual(odd);
            expect((await positions(6)).members).toEqual([]);
            await admin.del('g');
            await expect(positions()).rejects.toMatchObject({ error: { code: 'notFound' } });
          });

          test('what is in a box, farthest first, and how far two members are apart', async () => {
            const { search, distance } = setUp(session);
            const box = { by: 'box', width: '400', height: '400' } as const;
            const { found, cut } = await search({ area: box, order: 'far' });
            expect(found.map(({ member }) => member)).toEqual([
              toBytes('Palermo'),
              toBytes('Catania'),
            ]);
            expect(cut).toBe(false);
            const flat = await search({ area: { ...box, height: '150' } });
            expect(flat.found.map(({ member }) => member)).toEqual([toBytes('Catania')]);
            expect(await search({ area: box, order: 'far', count: 1 })).toMatchObject({
              found: [{ member: toBytes('Palermo') }],
              cut: true,
            });
            expect(await distance('Palermo', 'Catania', 'km')).toBe('166.2742');
            expect(await distance('Palermo', 'Catania', 'mi')).toBe('103.3182');
            expect(await distance('Palermo', 'nobody', 'm')).toBeNull();
          });

          test('what is around a point, nearest first, and that there is more', async () => {
            const { search } = setUp(session);
            expect(await search()).toMatchObject({
              found: [
                { member: toBytes('Catania'), score: '3479447370796909', distance: '56.4413' },
                { member: toBytes('Palermo'), distance: '190.4424' },
              ],
              cut: false,
            });
            expect(await search({ count: 1 })).toMatchObject({ found: [{}], cut: true });
            expect((await search({ area: { by: 'radius', radius: '1' } })).found).toEqual([]);
            await expect(search({ latitude: '89' })).rejects.toMatchObject({
              error: { code: 'redis.reply' },
            });
          });
        });
      test('the score of a place is the one that GEOADD gives', async () => {
        const degrees = (edge: number) =>
          fc.oneof(
            fc.double({ min: -edge, max: edge, noNaN: true }),
            fc.constantFrom(0, edge, -edge, edge / 2),
          );
        await fc.assert(
          fc.asyncProperty(degrees(180), degrees(MOST_LATITUDE), async (east, north) => {
            const [longitude, latitude] = [east.toFixed(20), north.toFixed(20)];
            fc.pre(Math.abs(Number(latitude)) <= MOST_LATITUDE);
            await admin.call('geoadd', 'g', longitude, latitude, 'm');
            expect(Number(geohashScore(longitude, latitude))).toBe(
              Number(await admin.zscore('g', 'm')),
            );
          }),
          { numRuns: 300 },
        );
      });
    },
  );
}

test('another reply than that of GEOSEARCH is refused as unexpected, or keeps the contract', () => {
  const replies = fc.letrec<{ reply: Reply }>((tie) => ({
    reply: fc.oneof(
      { maxDepth: 4 },
      fc.uint8Array({ maxLength: 6 }).map((some) => Buffer.from(some)),
      fc.constantFrom<Reply>('1.5', '-inf', 'NaN', '3479099956230698', null, true),
      fc.array(tie('reply'), { maxLength: 4 }),
    ),
  })).reply;
  fc.assert(
    fc.property(replies, (reply) => {
      try {
        expect(z.array(geoHit).safeParse(readHits(reply)).success).toBe(true);
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(UnexpectedReply);
      }
    }),
    { numRuns: 500 },
  );
});
