import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { missingServer, startRedis, type TestServer } from '../test-support/start-redis.ts';
import { allProducts } from './data/products.ts';
import { fillSandbox, MARKER } from './fill.ts';

const NOW = Date.UTC(2026, 10, 23, 12);

/** A picture of everything lasting, to compare two fills by. */
async function picture(redis: Redis): Promise<ReadonlyMap<string, string>> {
  const all = new Map<string, string>();
  let cursor = '0';
  do {
    const [next, keys] = await redis.scanBuffer(cursor, 'COUNT', 1000);
    cursor = next.toString();
    const digests = await redis.pipeline(keys.map((key) => ['type', key])).exec();
    for (const [index, key] of keys.entries())
      all.set(key.toString('latin1'), String(digests?.[index]?.[1]));
  } while (cursor !== '0');
  return all;
}

for (const kind of ['stack', 'plain', 'redis8'] as const) {
  const missing = missingServer(kind);
  describe.skipIf(missing !== null)(
    `a fill on ${kind}${missing === null ? '' : ` (${missing})`}`,
    () => {
      let server: TestServer;
      let redis: Redis;
      beforeAll(async () => {
        server = await startRedis(kind);
        redis = server.client();
      });
      afterAll(() => server.stop());

      test('writes everything once', async () => {
        const filled = await fillSandbox(redis, { nowMs: Date.now() });
        expect(filled).toMatchObject({ ok: true, value: { first: true } });
        expect(await redis.get('deploy:version')).toMatch(/^\d{4}\.\d\d\.\d\d-/);
        expect(await redis.type('product:smartphones:iphone-15-pro')).toBe(
          kind === 'stack' ? 'ReJSON-RL' : 'string',
        );
      });

      test('repeated because it was cut off, ends with the same keys', async () => {
        const before = await picture(redis);
        const lengths = await Promise.all([redis.llen('scraper'), redis.xlen('scrape:results')]);
        await redis.del(MARKER);
        const again = await fillSandbox(redis, { nowMs: Date.now() });
        expect(again).toMatchObject({ ok: true, value: { first: true } });
        expect(await picture(redis)).toEqual(before);
        expect(await Promise.all([redis.llen('scraper'), redis.xlen('scrape:results')])).toEqual(
          lengths,
        );
        if (kind === 'stack') {
          const found: unknown = await redis.call(
            'ft.search',
            'idx:products',
            '*',
            'LIMIT',
            '0',
            '0',
          );
          expect(JSON.stringify(found)).toContain(String(allProducts().length));
        }
      });

      test.runIf(kind === 'redis8')('makes a vector set that can be filtered', async () => {
        const element = String(await redis.call('vrandmember', 'vectors:products'));
        const ask = async (filter: string) =>
          await redis.call('vsim', 'vectors:products', 'ELE', element, 'FILTER', filter);
        expect(await ask('.price > 0')).toContain(element);
        expect(await ask('.price < 0')).toEqual([]);
      });

      test('after the first leaves alone what is there', async () => {
        await redis.hset('feature_flags', 'mine', 'kept');
        const again = await fillSandbox(redis, { nowMs: Date.now() });
        expect(again).toMatchObject({ ok: true, value: { first: false } });
        expect(await redis.hget('feature_flags', 'mine')).toBe('kept');
      });

      test('tells its progress', async () => {
        await redis.del(MARKER);
        const steps: number[] = [];
        await fillSandbox(redis, {
          nowMs: Date.now(),
          onProgress: ({ done, total }) => steps.push(done / total),
        });
        expect(steps).toEqual(steps.toSorted((a, b) => a - b));
        expect(steps.length).toBeGreaterThan(10);
      });

      test('that is refused says by what', async () => {
        await redis.del(MARKER);
        await redis.config('SET', 'maxmemory', '1mb');
        const filled = await fillSandbox(redis, { nowMs: NOW });
        await redis.config('SET', 'maxmemory', '0');
        expect(filled).toMatchObject({ ok: false, error: { code: 'redis.reply', prefix: 'OOM' } });
        expect(await redis.exists(MARKER)).toBe('0');
      });
    },
  );
}
