import fc from 'fast-check';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { contract } from '../../../src-shared/contract/index.ts';
import type { Session } from '../../redis/session.ts';
import { contextOf } from '../../test-support/handler-context.ts';
import { openSession } from '../../test-support/open-session.ts';
import { missingServer, startRedis, type TestServer } from '../../test-support/start-redis.ts';
import { createValuesHandlers } from './handlers.ts';

const key = Buffer.from('k\0\xff', 'latin1');

for (const kind of ['stack', 'plain'] as const) {
  const missing = missingServer(kind);
  describe.skipIf(missing !== null)(`bits on ${kind}`, () => {
    let server: TestServer;
    let admin: Redis;
    let session: Session;
    const handlers = createValuesHandlers();
    const count = async () =>
      contract['bitmaps.count'].output.parse(
        await handlers['bitmaps.count']({ connection: session.id, key }, contextOf(session)),
      );
    const next = async (bit: 0 | 1, from: number) =>
      contract['bitmaps.next'].output.parse(
        await handlers['bitmaps.next'](
          { connection: session.id, key, bit, from },
          contextOf(session),
        ),
      ).offset;
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

    test('counted and found as they are in the bytes', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.uint8Array({ minLength: 1, maxLength: 6 }),
          fc.nat(50),
          fc.constantFrom<(0 | 1)[]>(0, 1),
          async (bytes, from, bit) => {
            await admin.set(key, Buffer.from(bytes));
            const bits = [...bytes].flatMap((byte) =>
              Array.from({ length: 8 }, (_, at) => (byte >> (7 - at)) & 1),
            );
            expect(await count()).toEqual({
              set: bits.filter((one) => one === 1).length,
              bits: bits.length,
            });
            const at = bits.findIndex((one, index) => index >= from && one === bit);
            expect(await next(bit, from)).toBe(at === -1 ? null : at);
          },
        ),
        { numRuns: 60 },
      );
    });

    test('a large value is looked through part by part', async () => {
      const last = 20_000_000 * 8 - 3;
      await admin.setbit(key, last, 1);
      expect(await next(1, 0)).toBe(last);
      expect(await next(1, last + 1)).toBeNull();
      expect(await count()).toEqual({ set: 1, bits: 20_000_000 * 8 });
    });

    test('a key that is gone, and another type', async () => {
      await expect(count()).rejects.toMatchObject({ error: { code: 'notFound' } });
      await admin.rpush(key, 'x');
      await expect(next(1, 0)).rejects.toMatchObject({ error: { prefix: 'WRONGTYPE' } });
    });
  });
}
