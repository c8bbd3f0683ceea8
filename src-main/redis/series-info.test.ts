import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seriesInfo } from '../../src-shared/contract/series.ts';
import { type Reply, UnexpectedReply } from './reply.ts';
import { readSeriesInfo } from './series-info.ts';

const octets = fc.uint8Array({ maxLength: 12 });
const integer = fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }).map(String);
const infos = fc.record({
  totalSamples: integer,
  memoryBytes: integer,
  firstAtMs: integer,
  lastAtMs: integer,
  retentionMs: integer,
  chunkCount: integer,
  chunkBytes: integer,
  chunkType: fc.constantFrom('compressed', 'uncompressed'),
  duplicatePolicy: fc.constantFrom('last', null),
  labels: fc.array(fc.record({ name: octets, value: octets }), { maxLength: 4 }),
  sourceKey: fc.option(octets),
  rules: fc.array(
    fc.record({
      key: octets,
      bucketMs: integer,
      aggregator: fc.constantFrom('avg', 'std.p'),
      alignMs: integer,
    }),
    { maxLength: 4 },
  ),
});

test.each([2, 3])('whatever a series is like, RESP%d tells the same of it', (protocol) => {
  fc.assert(
    fc.property(infos, (info) => {
      const labels = info.labels.map(({ name, value }) => [Buffer.from(name), Buffer.from(value)]);
      const rules = info.rules.map(({ key, bucketMs, aggregator, alignMs }): Reply[] =>
        protocol === 2
          ? [Buffer.from(key), bucketMs, Buffer.from(aggregator.toUpperCase()), alignMs]
          : [Buffer.from(key), [bucketMs, Buffer.from(aggregator.toUpperCase()), alignMs]],
      );
      const reply: Reply = [
        'totalSamples',
        info.totalSamples,
        'memoryUsage',
        info.memoryBytes,
        'firstTimestamp',
        info.firstAtMs,
        'lastTimestamp',
        info.lastAtMs,
        'retentionTime',
        info.retentionMs,
        'chunkCount',
        info.chunkCount,
        'chunkSize',
        info.chunkBytes,
        'chunkType',
        Buffer.from(info.chunkType),
        'duplicatePolicy',
        info.duplicatePolicy,
        'labels',
        protocol === 2 ? labels : labels.flat(),
        'sourceKey',
        info.sourceKey === null ? null : Buffer.from(info.sourceKey),
        'rules',
        protocol === 2 ? rules : rules.flat(1),
      ];
      expect(readSeriesInfo(reply)).toEqual(info);
    }),
  );
});

const replies = fc.letrec<{ reply: Reply }>((tie) => ({
  reply: fc.oneof(
    { maxDepth: 3 },
    fc.uint8Array({ maxLength: 6 }).map((some) => Buffer.from(some)),
    fc.constantFrom<Reply>('labels', 'rules', 'totalSamples', '5', null, true, 7, 2n),
    fc.array(tie('reply'), { maxLength: 8 }),
  ),
})).reply;
const names = [
  'totalSamples',
  'memoryUsage',
  'firstTimestamp',
  'lastTimestamp',
  'retentionTime',
  'chunkCount',
  'chunkSize',
  'chunkType',
  'duplicatePolicy',
  'labels',
  'sourceKey',
  'rules',
];

test('any other reply is refused as unexpected, or what is made of it keeps the contract', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        replies,
        fc
          .tuple(...names.map(() => replies))
          .map((all) => all.flatMap((one, i) => [names[i] ?? '', one])),
      ),
      (reply) => {
        try {
          expect(seriesInfo.safeParse(readSeriesInfo(reply)).success).toBe(true);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(UnexpectedReply);
        }
      },
    ),
    { numRuns: 500 },
  );
});
