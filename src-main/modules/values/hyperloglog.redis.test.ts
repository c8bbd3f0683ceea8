import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { estimate, readHyperLogLog } from '../../../src-shared/hyperloglog.ts';
import { missingServer, startRedis, type TestServer } from '../../test-support/start-redis.ts';

for (const kind of ['stack', 'plain'] as const) {
  const missing = missingServer(kind);
  describe.skipIf(missing !== null)(`a HyperLogLog of ${kind}`, () => {
    let server: TestServer;
    let admin: Redis;
    beforeAll(async () => {
      server = await startRedis(kind);
      admin = server.client();
    });
    afterAll(() => server.stop());
    beforeEach(() => admin.flushall());
    const read = async () => {
      const found = readHyperLogLog((await admin.getBuffer('k')) ?? new Uint8Array());
      if (found === null) throw new Error('it is none');
      return found;
    };

    test.each([1, 10, 500, 3_000, 200_000])(
      'of %i members is estimated as PFCOUNT does',
      async (members) => {
        for (let from = 0; from < members; from += 1_000)
          await admin.pfadd(
            'k',
            ...Array.from({ length: Math.min(1_000, members - from) }, (_, at) => `m${from + at}`),
          );
        const before = await read();
        expect(before.cached).toBeNull();
        const counted = String(await admin.pfcount('k'));
        expect(String(estimate(before))).toBe(counted);
        const after = await read();
        expect(String(after.cached)).toBe(counted);
        expect(after.histogram).toEqual(before.histogram);
      },
    );

    test('is sparse while it is small, then dense', async () => {
      await admin.pfadd('k', 'a', 'b', 'c');
      expect((await read()).encoding).toBe('sparse');
      await admin.pfadd('k', ...Array.from({ length: 9_000 }, (_, at) => `m${at}`));
      expect((await read()).encoding).toBe('dense');
    });
  });
}
