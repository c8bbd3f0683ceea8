import fc from 'fast-check';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { contract, type Input } from '../../../src-shared/contract/index.ts';
import { compareBytes, toBytes } from '../../../src-shared/redis-value.ts';
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
import { createValuesHandlers } from './handlers.ts';

const key = Buffer.from('k\0\xff', 'latin1');
type Range = Input<'values.zsetRange'>['range'];

for (const kind of serverKinds) {
  const missing = missingServer(kind);
  describe.skipIf(missing !== null)(`ranges on ${kind}`, () => {
    let server: TestServer;
    let admin: Redis;
    beforeAll(async () => {
      server = await startRedis(kind);
      admin = server.client();
    });
    afterAll(() => server.stop());
    beforeEach(() => admin.flushall());

    for (const protocol of protocolsOf(kind))
      describe(`over RESP${protocol}`, () => {
        let session: Session;
        const handlers = createValuesHandlers();
        const zset = async (range: Range, more: { offset?: number; reverse?: boolean } = {}) =>
          contract['values.zsetRange'].output.parse(
            await handlers['values.zsetRange'](
              { connection: session.id, key, range, offset: 0, count: 3, reverse: false, ...more },
              contextOf(session),
            ),
          );
        const tail = async (skip: number) =>
          contract['values.listTail'].output.parse(
            await handlers['values.listTail'](
              { connection: session.id, key, skip, count: 3 },
              contextOf(session),
            ),
          );
        beforeAll(async () => {
          ({ session } = await openSession(server, { protocol }));
        });
        afterAll(() => session.close());

        test('members by score, either way, page by page, scores as the server has them', async () => {
          for (const [score, member] of [
            ['-inf', 'a'],
            ['1', 'b'],
            ['1.5', 'c'],
            ['9007199254740993', 'd'],
            ['inf', 'e'],
          ] as const)
            await admin.zadd(key, score, member);
          const end = (score: string, exclusive = false) => ({ score, exclusive });
          const names = (page: Awaited<ReturnType<typeof zset>>) =>
            page.members.map(({ member }) => Buffer.from(member).toString());
          const all = await zset({ by: 'score', min: null, max: null });
          expect(all).toMatchObject({ found: 5, total: 5, hasOneScore: false });
          expect(names(all)).toEqual(['a', 'b', 'c']);
          const rest = await zset({ by: 'score', min: null, max: null }, { offset: 3 });
          expect(rest.members.map(({ score }) => score)).toEqual(['9007199254740992', 'inf']);
          expect(names(await zset({ by: 'score', min: end('1', true), max: end('1e3') }))).toEqual([
            'c',
          ]);
          const back = await zset(
            { by: 'score', min: end('1'), max: end('inf', true) },
            { reverse: true },
          );
          expect(names(back)).toEqual(['d', 'c', 'b']);
          expect(back.found).toBe(3);
        });

        test('members by their bytes, whatever they are', async () => {
          const any = fc.uint8Array({ minLength: 1, maxLength: 4 });
          await fc.assert(
            fc.asyncProperty(
              fc.uniqueArray(any, { minLength: 1, maxLength: 3, selector: String }),
              any,
              fc.boolean(),
              async (members, min, exclusive) => {
                await admin.del(key);
                for (const member of members) await admin.zadd(key, 0, Buffer.from(member));
                const page = await zset({ by: 'lex', min: { member: min, exclusive }, max: null });
                const expected = members
                  .filter((member) => {
                    const order = compareBytes(member, min);
                    return exclusive ? order > 0 : order >= 0;
                  })
                  .sort(compareBytes);
                expect(page.members.map(({ member }) => member)).toEqual(expected);
                expect(page).toMatchObject({ found: expected.length, hasOneScore: true });
              },
            ),
            { numRuns: 30 },
          );
        });

        test('a key that is gone, and another type', async () => {
          const range = { by: 'lex', min: null, max: null } as const;
          await expect(zset(range)).rejects.toMatchObject({ error: { code: 'notFound' } });
          await admin.set(key, 'v');
          await expect(zset(range)).rejects.toMatchObject({ error: { prefix: 'WRONGTYPE' } });
        });

        test('a list from its right end, with the index of each element', async () => {
          await admin.rpush(key, 'a', 'b', 'c', 'd', 'e');
          const first = await tail(0);
          expect(first).toEqual({
            elements: [
              { index: 4, value: toBytes('e') },
              { index: 3, value: toBytes('d') },
              { index: 2, value: toBytes('c') },
            ],
            total: 5,
          });
          expect((await tail(3)).elements.map(({ index }) => index)).toEqual([1, 0]);
          expect((await tail(5)).elements).toEqual([]);
        });
      });
  });
}
