import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { contract, type Input } from '../../../src-shared/contract/index.ts';
import { aggregation as aggregationNames } from '../../../src-shared/contract/series.ts';
import { toBytes } from '../../../src-shared/redis-value.ts';
import type { Session } from '../../redis/session.ts';
import { contextOf } from '../../test-support/handler-context.ts';
import { openSession } from '../../test-support/open-session.ts';
import { missingServer, startRedis, type TestServer } from '../../test-support/start-redis.ts';
import { createSeriesHandlers } from './handlers.ts';

const missing = missingServer('stack');
const START = 1_700_000_000_000;
const gone = { error: { code: 'notFound', what: 'key' } };

function setUp(session: Session) {
  const handlers = createSeriesHandlers();
  const context = contextOf(session);
  return {
    info: async (key: string) =>
      contract['series.info'].output.parse(
        await handlers['series.info']({ connection: session.id, key: toBytes(key) }, context),
      ),
    range: async (key: string, change: Partial<Input<'series.range'>> = {}) =>
      contract['series.range'].output.parse(
        await handlers['series.range'](
          {
            connection: session.id,
            key: toBytes(key),
            aggregation: null,
            bucketMs: null,
            align: 'clock',
            points: 1_000,
            from: '0',
            to: String(START * 2),
            ...change,
          },
          context,
        ),
      ),
  };
}

describe.skipIf(missing !== null)(`time series${missing === null ? '' : ` (${missing})`}`, () => {
  let server: TestServer;
  let admin: Redis;
  beforeAll(async () => {
    server = await startRedis('stack');
    admin = server.client();
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    await admin.flushall();
  });

  for (const protocol of [2, 3] as const)
    describe(`over RESP${protocol}`, () => {
      let session: Session;
      beforeAll(async () => {
        ({ session } = await openSession(server, { protocol }));
      });
      afterAll(() => session.close());

      test('what TS.INFO says, with labels of any bytes, rules and source', async () => {
        const { info } = setUp(session);
        const odd = Buffer.from([0xff, 0x3d]);
        await admin.call('ts.create', 't', 'RETENTION', '86400000', 'LABELS', 'shop', odd);
        await admin.call('ts.create', 'hourly');
        await admin.call('ts.createrule', 't', 'hourly', 'AGGREGATION', 'avg', '3600000');
        await admin.call('ts.add', 't', START, '1.5');
        expect(await info('t')).toMatchObject({
          totalSamples: '1',
          firstAtMs: String(START),
          lastAtMs: String(START),
          retentionMs: '86400000',
          chunkCount: '1',
          chunkType: 'compressed',
          labels: [{ name: toBytes('shop'), value: Uint8Array.from(odd) }],
          sourceKey: null,
          rules: [{ key: toBytes('hourly'), bucketMs: '3600000', aggregator: 'avg', alignMs: '0' }],
        });
        expect(await info('hourly')).toMatchObject({ sourceKey: toBytes('t'), rules: [] });
        await expect(info('nothing')).rejects.toMatchObject(gone);
        await admin.set('s', 'x');
        await expect(info('s')).rejects.toMatchObject({ error: { code: 'redis.reply' } });
      });

      test('samples of a range, the newest where there are too many, values as written', async () => {
        const { range } = setUp(session);
        await admin.call('ts.create', 't');
        expect(await range('t')).toEqual({ samples: [], bucketMs: null, cut: false });
        const values = ['1.5', '9007199254740992', '-3', '250.25'];
        for (const [i, value] of values.entries())
          await admin.call('ts.add', 't', START + i, value);
        const all = values.map((value, i) => ({ atMs: String(START + i), value }));
        expect(await range('t')).toEqual({ samples: all, bucketMs: null, cut: false });
        expect(await range('t', { points: 2 })).toMatchObject({
          samples: all.slice(2),
          cut: true,
        });
        const part = { from: String(START + 1), to: String(START + 2) };
        expect((await range('t', part)).samples).toEqual(all.slice(1, 3));
        await expect(range('nothing')).rejects.toMatchObject(gone);
        await expect(range('t', { from: '2', to: '1' })).rejects.toMatchObject({
          error: { code: 'input.invalid' },
        });
      });

      test('buckets that fit the points asked for', async () => {
        const { range } = setUp(session);
        await admin.call('ts.create', 't');
        const samples = Array.from({ length: 3_600 }, (_, i) => ['t', START + i * 1_000, i % 60]);
        await admin.call('ts.madd', ...samples.flat());
        const hour = { from: String(START), to: String(START + 3_599_000), points: 100 };
        for (const [aggregation, value] of [
          ['max', '59'],
          ['min', '0'],
          ['count', '60'],
          ['avg', '29.5'],
          ['sum', '1770'],
        ] as const) {
          const found = await range('t', { ...hour, aggregation });
          expect(found).toMatchObject({ bucketMs: '60000', cut: false });
          expect(found.samples.length).toBeLessThanOrEqual(61);
          expect(found.samples[30]?.value).toBe(value);
        }
        for (const aggregation of aggregationNames.options)
          expect((await range('t', { ...hour, aggregation })).samples[30]?.value).toMatch(
            /^[\d.]+$/,
          );
        for (const aggregation of ['first', 'last'] as const)
          expect((await range('t', { ...hour, aggregation })).samples[30]?.value).toMatch(/^\d+$/);
      });

      test('buckets of a length that is asked for, counted from an end of the range', async () => {
        const { range } = setUp(session);
        await admin.call('ts.create', 't');
        const samples = Array.from({ length: 60 }, (_, i) => ['t', START + i * 1_000, 1]);
        await admin.call('ts.madd', ...samples.flat());
        const minute = { from: String(START + 5_000), to: String(START + 54_000), points: 100 };
        const sum = { ...minute, aggregation: 'sum', bucketMs: '10000' } as const;
        const starts = async (change: Partial<Input<'series.range'>>) =>
          (await range('t', { ...sum, ...change })).samples.map(({ atMs }) => Number(atMs) - START);
        expect(await starts({})).toEqual([0, 10_000, 20_000, 30_000, 40_000, 50_000]);
        expect(await starts({ align: 'start' })).toEqual([5_000, 15_000, 25_000, 35_000, 45_000]);
        expect((await starts({ align: 'end' })).at(-1)).toBe(54_000);
        for (const align of ['clock', 'start', 'end'] as const) {
          const found = await range('t', { ...sum, align, points: 7 });
          expect(found.cut).toBe(false);
          expect((await range('t', { ...minute, aggregation: 'sum', align, points: 5 })).cut).toBe(
            false,
          );
        }
        await expect(range('t', { ...sum, points: 5 })).rejects.toMatchObject({
          error: { code: 'input.invalid', issues: ['bucketMs'] },
        });
      });
    });
});
