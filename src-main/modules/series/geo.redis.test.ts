import fc from 'fast-check';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { contract, type Input } from '../../../src-shared/contract/index.ts';
import { geoHit } from '../../../src-shared/contract/series.ts';
import { toBytes } from '../../../src-shared/redis-value.ts';
import { type Reply, UnexpectedReply } from '../../redis/reply.ts';
import type { Session } from '../../redis/session.ts';
import { contextOf } from '../../test-support/handler-context.ts';
import { openSession } from '../../test-support/open-session.ts';
import {
  missingServer,
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
  const around = { longitude: '15', latitude: '37', radius: '200', unit: 'km', count: 10 } as const;
  return {
    positions: async (start = 0, count = 100) =>
      contract['geo.positions'].output.parse(
        await handlers['geo.positions']({ ...named, start, count }, context),
      ),
    search: async (change: Partial<Input<'geo.search'>> = {}) =>
      contract['geo.search'].output.parse(
        await handlers['geo.search']({ ...named, ...around, ...change }, context),
      ),
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

      for (const protocol of [2, 3] as const)
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

          test('what is around a point, nearest first, and that there is more', async () => {
            const { search } = setUp(session);
            expect(await search()).toMatchObject({
              found: [
                { member: toBytes('Catania'), distance: '56.4413' },
                { member: toBytes('Palermo'), distance: '190.4424' },
              ],
              cut: false,
            });
            expect(await search({ count: 1 })).toMatchObject({ found: [{}], cut: true });
            expect((await search({ radius: '1' })).found).toEqual([]);
            await expect(search({ latitude: '89' })).rejects.toMatchObject({
              error: { code: 'redis.reply' },
            });
          });
        });
    },
  );
}

test('another reply than that of GEOSEARCH is refused as unexpected, or keeps the contract', () => {
  const replies = fc.letrec<{ reply: Reply }>((tie) => ({
    reply: fc.oneof(
      { maxDepth: 4 },
      fc.uint8Array({ maxLength: 6 }).map((some) => Buffer.from(some)),
      fc.constantFrom<Reply>('1.5', '-inf', 'NaN', null, true),
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
