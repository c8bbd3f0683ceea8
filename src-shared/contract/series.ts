import { z } from 'zod';
import { LIMITS } from '../limits.ts';
import {
  bytes,
  connectionId,
  name,
  numberText,
  octets,
  request,
  text,
  wholeBytes,
} from './define.ts';

const keyInput = { connection: connectionId, key: name };

/** A time of a series in milliseconds; 64 bits, so it stays text. */
const sampleTime = text(19).regex(/^\d+$/);

export const bucketLength = text(19).regex(/^[1-9]\d*$/);

const someBytes = bytes(LIMITS.seriesLabelBytes).refine(
  ({ byteLength }) => byteLength > 0,
  'not empty',
);
/** Labels of a series. */
export const seriesLabels = z
  .array(z.strictObject({ name: someBytes, value: someBytes }))
  .max(LIMITS.seriesLabels);

/** What the samples of one bucket become. */
export const aggregation = z.enum([
  'avg',
  'sum',
  'min',
  'max',
  'range',
  'count',
  'first',
  'last',
  'std.p',
  'std.s',
  'var.p',
  'var.s',
  'twa',
]);
export type Aggregation = z.infer<typeof aggregation>;

export const seriesInfo = z.object({
  totalSamples: numberText,
  memoryBytes: numberText,
  /** Both "0" while there is no sample. */
  firstAtMs: numberText,
  lastAtMs: numberText,
  /** "0": samples are kept for ever. */
  retentionMs: numberText,
  chunkCount: numberText,
  chunkBytes: numberText,
  chunkType: z.string(),
  duplicatePolicy: z.string().nullable(),
  labels: z.array(z.object({ name: octets, value: octets })),
  /** The series this one is compacted from. */
  sourceKey: octets.nullable(),
  rules: z.array(
    z.object({ key: octets, bucketMs: numberText, aggregator: z.string(), alignMs: numberText }),
  ),
});
export type SeriesInfo = z.infer<typeof seriesInfo>;

export const sample = z.object({ atMs: numberText, value: numberText });

export const series = {
  /** TS.INFO. */
  'series.info': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject(keyInput),
    output: seriesInfo,
  }),
  /**
   * TS.REVRANGE from `from` to `to`, both inclusive, at most `points` samples. With an aggregation and no `bucketMs` the
   * bucket is chosen so that they fit, one that makes more is refused; without an aggregation the newest are given, and
   * `cut` says that there are older ones.
   */
  'series.range': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject({
      ...keyInput,
      from: sampleTime,
      to: sampleTime,
      aggregation: aggregation.nullable(),
      bucketMs: bucketLength.nullable(),
      align: z.enum(['clock', 'start', 'end']),
      points: z.int().min(2).max(LIMITS.seriesPoints),
    }),
    output: z.object({
      /** Oldest first. Of a bucket, the time is that of its beginning. */
      samples: z.array(sample),
      bucketMs: numberText.nullable(),
      cut: z.boolean(),
    }),
  }),
};

/** The ID of a stream entry, or only its milliseconds; "-" and "+" are the ends. */
const entryId = text(41).regex(/^(\d{1,20}(-\d{1,20})?|-|\+)$/);

/** Which end of a stream is read first. */
export const entryOrder = z.enum(['newest', 'oldest']);
export type EntryOrder = z.infer<typeof entryOrder>;

export const streamFacts = z.object({
  length: z.int(),
  lastId: z.string(),
  /** null where the server does not tell (before Redis 7). */
  firstId: z.string().nullable(),
  entriesAdded: z.string().nullable(),
  maxDeletedId: z.string().nullable(),
  groups: z.int(),
  radixTreeKeys: z.int(),
  radixTreeNodes: z.int(),
});

export const pendingEntry = z.object({
  id: z.string(),
  consumer: octets,
  /** Since it was delivered last. */
  idleMs: numberText,
  deliveries: numberText,
});
export type PendingEntry = z.infer<typeof pendingEntry>;

export const consumer = z.object({
  name: octets,
  pending: z.int(),
  /** Since it last asked; and since it last got something, where the server tells (Redis 7.2). */
  idleMs: numberText,
  inactiveMs: numberText.nullable(),
});
export type Consumer = z.infer<typeof consumer>;

export const streams = {
  /** XINFO STREAM. */
  'streams.facts': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject(keyInput),
    output: streamFacts,
  }),
  /** XREVRANGE from `to` down, or XRANGE from `from` up; `next` is the end to go on with in place of that one. */
  'streams.range': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject({
      ...keyInput,
      from: entryId,
      to: entryId,
      order: entryOrder,
      count: z.int().min(1).max(LIMITS.pageElements),
    }),
    output: z.object({
      entries: z.array(
        z.object({
          id: z.string(),
          fields: z.array(z.object({ field: octets, value: octets, total: wholeBytes })),
        }),
      ),
      next: z.string().nullable(),
      /** Of the whole stream. */
      total: z.int(),
    }),
  }),
  /** XINFO CONSUMERS, those with most pending first; `total` of them, at most LIMITS.pageElements listed. */
  'streams.consumers': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject({ ...keyInput, group: name }),
    output: z.object({ consumers: z.array(consumer), total: z.int() }),
  }),
  /** XPENDING from `from` upwards, oldest first, those idle for so long; `next` null at the end. */
  'streams.pending': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject({
      ...keyInput,
      group: name,
      consumer: name.nullable(),
      minIdleMs: z.int().nonnegative(),
      from: entryId,
      count: z.int().min(1).max(LIMITS.pageElements),
    }),
    output: z.object({
      entries: z.array(pendingEntry),
      next: z.string().nullable(),
      /** Of the whole group, idle or not. */
      total: z.int(),
    }),
  }),
};

const item = bytes(LIMITS.probeItemBytes);
const items = z.array(item).min(1).max(LIMITS.probeItems);
const figures = z.array(numberText).max(LIMITS.probeItems);

/** Questions to structures that only estimate; all of them only read. */
export const probes = {
  /** One answer an item, in their order: whether it may be in there ("1", "0"), or how often it was counted. */
  'probes.ask': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject({
      ...keyInput,
      command: z.enum(['BF.MEXISTS', 'CF.MEXISTS', 'CMS.QUERY', 'TOPK.QUERY']),
      items,
    }),
    output: z.object({ answers: z.array(numberText) }),
  }),
  /** TOPK.LIST WITHCOUNT: most first, at most LIMITS.pageElements. */
  'probes.top': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject(keyInput),
    output: z.object({
      items: z.array(z.object({ item: octets, count: numberText })),
      total: z.int(),
    }),
  }),
  /** TDIGEST.MIN and MAX, QUANTILE of shares from 0 to 1, CDF of values; "nan" while the digest is empty. */
  'probes.digest': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject({ ...keyInput, quantiles: figures, values: figures }),
    output: z.object({
      min: numberText,
      max: numberText,
      quantiles: z.array(numberText),
      shares: z.array(numberText),
    }),
  }),
};

const distanceUnit = z.enum(['m', 'km', 'mi', 'ft']);
export type DistanceUnit = z.infer<typeof distanceUnit>;

const place = z.object({ longitude: numberText, latitude: numberText });

export const geoMember = z.object({
  member: octets,
  total: wholeBytes,
  score: numberText,
  /** null: the score is no 52-bit geohash, whatever GEOPOS makes of it. */
  position: place.nullable(),
});
export type GeoMember = z.infer<typeof geoMember>;

export const geoHit = place.extend({
  member: octets,
  total: wholeBytes,
  score: numberText,
  distance: numberText,
});
export type GeoHit = z.infer<typeof geoHit>;

export const geo = {
  /** ZRANGE by rank WITHSCORES, and GEOPOS of its members. */
  'geo.positions': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject({
      ...keyInput,
      start: z.int().nonnegative(),
      count: z.int().min(1).max(LIMITS.pageElements),
    }),
    output: z.object({ members: z.array(geoMember), total: z.int().nullable() }),
  }),
  /** GEOSEARCH FROMLONLAT, nearest or farthest first; `cut`: there are more than `count`. */
  'geo.search': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject({
      ...keyInput,
      longitude: numberText,
      latitude: numberText,
      area: z.discriminatedUnion('by', [
        z.strictObject({ by: z.literal('radius'), radius: numberText }),
        z.strictObject({ by: z.literal('box'), width: numberText, height: numberText }),
      ]),
      unit: distanceUnit,
      order: z.enum(['near', 'far']),
      count: z.int().min(1).max(LIMITS.pageElements),
    }),
    output: z.object({ found: z.array(geoHit), cut: z.boolean() }),
  }),
  /** GEODIST; null where a member is not there. */
  'geo.distance': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject({ ...keyInput, from: item, to: item, unit: distanceUnit }),
    output: z.object({ distance: numberText.nullable() }),
  }),
};
