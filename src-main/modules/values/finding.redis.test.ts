import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { contract, type Input } from '../../../src-shared/contract/index.ts';
import { compareBytes, toBytes } from '../../../src-shared/redis-value.ts';
import type { Session } from '../../redis/session.ts';
import { contextOf } from '../../test-support/handler-context.ts';
import { openSession } from '../../test-support/open-session.ts';
import {
  hasFieldTtl,
  missingServer,
  protocolsOf,
  serverKinds,
  startRedis,
  type TestServer,
} from '../../test-support/start-redis.ts';
import { createValuesHandlers } from './handlers.ts';

const key = Buffer.from('k\0\xff', 'latin1');
const odd = Uint8Array.of(0, 0xff, 0x2a);

for (const kind of serverKinds) {
  const missing = missingServer(kind);
  describe.skipIf(missing !== null)(`finding on ${kind}`, () => {
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
        beforeAll(async () => {
          ({ session } = await openSession(server, { protocol }));
        });
        afterAll(() => session.close());
        const own = () => ({ connection: session.id, key });

        test('a field by its exact name, with its TTL', async () => {
          const find = async (field: Uint8Array) =>
            contract['values.findField'].output.parse(
              await handlers['values.findField']({ ...own(), field }, contextOf(session)),
            );
          await admin.hset(key, 'f', '', Buffer.from(odd), Buffer.from(odd));
          expect(await find(toBytes('f'))).toEqual({
            found: { value: new Uint8Array(), ttlMs: null },
          });
          expect(await find(odd)).toEqual({ found: { value: odd, ttlMs: null } });
          expect(await find(toBytes('*'))).toEqual({ found: null });
          if (!hasFieldTtl(kind)) return;
          await admin.call('hpexpire', key, 60_000, 'FIELDS', 1, 'f');
          expect((await find(toBytes('f'))).found?.ttlMs).toBeGreaterThan(50_000);
        });

        test('a member of a set and of a sorted set, with its rank', async () => {
          await admin.sadd(key, Buffer.from(odd));
          const has = async (member: Uint8Array) =>
            (await handlers['values.hasMember']({ ...own(), member }, contextOf(session))).isMember;
          expect([await has(odd), await has(toBytes('x'))]).toEqual([true, false]);
          await admin.del(key);
          await admin.zadd(key, '-inf', 'a', '0.5', Buffer.from(odd), '7', 'c');
          const rank = async (member: Uint8Array) =>
            contract['values.findRank'].output.parse(
              await handlers['values.findRank']({ ...own(), member }, contextOf(session)),
            );
          expect(await rank(odd)).toEqual({ found: { score: '0.5', rank: 1 }, total: 3 });
          expect(await rank(toBytes('a'))).toMatchObject({ found: { score: '-inf', rank: 0 } });
          expect(await rank(toBytes('x'))).toEqual({ found: null, total: 3 });
        });

        test('members of a large sorted set by a part of their names, all of them', async () => {
          const names = Array.from({ length: 3_000 }, (_, at) => `member ${at}`);
          await admin.zadd(key, ...names.flatMap((name, at) => [String(at / 8), name]));
          const found: { member: Uint8Array; score: string }[] = [];
          let looked = 0;
          let position: string | null = '0';
          while (position !== null) {
            const input: Input<'values.zsetScan'> = {
              ...own(),
              position,
              count: 100,
              match: toBytes('*77*'),
            };
            const page = contract['values.zsetScan'].output.parse(
              await handlers['values.zsetScan'](input, contextOf(session)),
            );
            expect(page.total).toBe(3_000);
            found.push(...page.members);
            looked += page.looked ?? Number.NaN;
            position = page.next;
          }
          // All of them, about: of a table it is an estimate.
          expect(looked).toBeGreaterThan(1_000);
          expect(looked).toBeLessThanOrEqual(3_600);
          const wanted = names.flatMap((name, at) =>
            name.includes('77') ? [{ member: toBytes(name), score: String(at / 8) }] : [],
          );
          const byName = (rows: typeof found) =>
            rows.toSorted((a, z) => compareBytes(a.member, z.member));
          expect(byName(found)).toEqual(byName(wanted));
        });

        test('says about how far a filter has come in a large hash and a set', async () => {
          const names = Array.from({ length: 20_000 }, (_, at) => `name ${at}`);
          const set = Buffer.from('set');
          await admin.hset(key, ...names.flatMap((name) => [name, 'v']));
          await admin.sadd(set, ...names);
          const page = { position: '0', count: 100, match: toBytes('na*') };
          const fields = contract['values.hash'].output.parse(
            await handlers['values.hash']({ ...own(), ...page }, contextOf(session)),
          );
          expect(fields).toMatchObject({ total: 20_000, fields: { length: expect.any(Number) } });
          expect(fields.next).not.toBeNull();
          expect(fields.looked).toBeGreaterThan(20);
          expect(fields.looked).toBeLessThan(1_000);
          const read = async (match: Uint8Array | null) =>
            contract['values.set'].output.parse(
              await handlers['values.set'](
                { ...own(), key: set, ...page, match },
                contextOf(session),
              ),
            );
          expect((await read(toBytes('na*'))).looked).toBeLessThan(1_000);
          expect(await read(null)).not.toHaveProperty('looked');
        });

        test('a value of a list from either end, as far as was asked', async () => {
          await admin.rpush(key, ...Array.from({ length: 1_000 }, (_, at) => `e${at % 10}`));
          const find = async (change: Partial<Input<'values.findElement'>>) =>
            contract['values.findElement'].output.parse(
              await handlers['values.findElement'](
                { ...own(), value: toBytes('e3'), end: 'left', skip: 0, most: 25, ...change },
                contextOf(session),
              ),
            );
          expect(await find({})).toEqual({ indexes: [3, 13, 23], looked: 25, total: 1_000 });
          expect(await find({ skip: 1 })).toMatchObject({ indexes: [13, 23] });
          expect(await find({ end: 'right' })).toMatchObject({ indexes: [993, 983] });
          expect(await find({ value: odd, most: 2_000 })).toEqual({
            indexes: [],
            looked: 1_000,
            total: 1_000,
          });
          expect((await find({ most: 2_000 })).indexes).toHaveLength(100);
          await admin.del(key);
          await expect(find({})).rejects.toMatchObject({ error: { code: 'notFound' } });
        });
      });
  });
}
