import fc from 'fast-check';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { missingServer, startRedis, type TestServer } from '../test-support/start-redis.ts';
import { digestOf } from './digest.ts';
import { orderedVectorDump } from './vector-dump.ts';

const missing = missingServer('redis8');
describe.skipIf(missing !== null)(
  `the DUMP of a vector set${missing === null ? '' : ` (${missing})`}`,
  () => {
    let server: TestServer;
    let admin: Redis;
    beforeAll(async () => {
      server = await startRedis('redis8');
      admin = server.client();
    });
    afterAll(() => server.stop());
    beforeEach(async () => {
      await admin.flushall();
    });

    async function fill(count: number, words: readonly string[], before: readonly string[] = []) {
      for (let i = 0; i < count; i++) {
        const vector = [Math.sin(i), Math.cos(i * 3), i / 7, 1].map(String);
        const name = i % 3 === 0 ? String(i) : Buffer.from([0xff, 0, i]);
        const args = [...before, 'VALUES', 4, ...vector, name, ...words];
        await admin.call('vadd', 'v', ...args, 'SETATTR', 'x'.repeat(i * 5));
      }
    }
    async function again() {
      const dump = await admin.callBuffer('dump', 'v');
      if (!Buffer.isBuffer(dump)) throw new Error('no DUMP');
      await admin.callBuffer('restore', 'v', 0, dump, 'REPLACE');
      const now = await admin.callBuffer('dump', 'v');
      if (!Buffer.isBuffer(now)) throw new Error('no DUMP');
      return { dump, now };
    }

    test.each([
      ['int8', [], []],
      ['NOQUANT', ['NOQUANT'], []],
      ['BIN', ['BIN'], []],
      ['REDUCE', ['NOQUANT'], ['REDUCE', '2']],
    ])('is known again after a RESTORE: %s', async (_, words, before) => {
      await fill(70, words, before);
      const { dump, now } = await again();
      expect(now.equals(dump)).toBe(false);
      expect(orderedVectorDump(dump)).toHaveLength(72);
      expect(digestOf(now)).toBe(digestOf(dump));
    });

    test('is another one after each change', async () => {
      await fill(20, []);
      const seen = [digestOf((await again()).dump)];
      const look = async (...[command, ...args]: readonly [string, ...string[]]) => {
        await admin.call(command, ...args);
        seen.push(digestOf((await again()).now));
      };
      await look('vsetattr', 'v', '0', '{"a":1}');
      await look('vsetattr', 'v', '0', '{"a":2}');
      await look('vsetattr', 'v', '3', '{"a":1}');
      // The same parts, at other elements.
      await admin.call('vsetattr', 'v', '0', '{"a":1}');
      await look('vsetattr', 'v', '3', '{"a":2}');
      await look('vsetattr', 'v', '0', '');
      await look('vrem', 'v', '3');
      await look('vadd', 'v', 'VALUES', '4', '1', '2', '3', '4', 'new');
      expect(new Set(seen).size).toBe(seen.length);
    });

    test('what is cut or changed is never taken for it without a word', async () => {
      await fill(5, []);
      const { dump } = await again();
      for (let end = 0; end < dump.byteLength - 10; end++)
        expect(orderedVectorDump(dump.subarray(0, end))).toBeNull();
      fc.assert(
        fc.property(fc.nat(dump.byteLength - 9), fc.integer({ min: 1, max: 255 }), (at, by) => {
          const other = Buffer.from(dump);
          other[at] = ((other[at] ?? 0) + by) % 256;
          expect(digestOf(other)).not.toBe(digestOf(dump));
        }),
        { numRuns: 500 },
      );
    });
  },
);

test('any other bytes are as they are', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      expect(orderedVectorDump(Buffer.from(bytes))).toBeNull();
    }),
  );
});
