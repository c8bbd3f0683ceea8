import type { Output, Parsed } from '../../../src-shared/contract/index.ts';
import type { SeriesInfo } from '../../../src-shared/contract/series.ts';
import { bucketsIn } from '../../../src-shared/series-buckets.ts';
import type { ReadClient } from '../../redis/clients.ts';
import { type Reply, toList, toText } from '../../redis/reply.ts';
import { AppFailure } from '../../rpc/app-failure.ts';
import { bucketFor } from './bucket.ts';
import { readOf } from './read-of.ts';
import { readSeriesInfo } from '../../redis/series-info.ts';

type Range = Output<'series.range'>;

/** TS.INFO; throws `notFound` when the key is gone. */
export async function readInfo(redis: ReadClient, key: Uint8Array): Promise<SeriesInfo> {
  const [info = null] = await readOf(redis, key, [['ts.info', key]]);
  return readSeriesInfo(info);
}

/** Samples as the server wrote them; it has several spellings of NaN and the infinities. */
export function toSamples(reply: Reply): Range['samples'] {
  return toList(reply).map((pair) => {
    const [at = null, value = null] = toList(pair);
    const text = toText(value);
    return { atMs: toText(at), value: /\d/.test(text) ? text : text.toLowerCase() };
  });
}

/** The length that is asked for, or one with which the range has few enough buckets. */
function bucketOf({ from, to, bucketMs, align, points }: Parsed<'series.range'>): bigint {
  const range = { from: BigInt(from), to: BigInt(to) };
  if (bucketMs === null)
    return bucketFor(range.from, range.to, align === 'clock' ? points : Math.max(2, points - 1));
  const buckets = bucketsIn(range, BigInt(bucketMs), align);
  if (buckets <= points) return BigInt(bucketMs);
  throw new AppFailure({
    code: 'input.invalid',
    issues: ['bucketMs'],
    message: `That makes up to ${buckets} buckets, and at most ${points} are read: take longer ones or a shorter range`,
  });
}

/** At most `points` samples or buckets of a range, oldest first. */
export async function readRange(redis: ReadClient, input: Parsed<'series.range'>): Promise<Range> {
  const { key, from, to, aggregation, align, points } = input;
  if (BigInt(from) > BigInt(to))
    throw new AppFailure({
      code: 'input.invalid',
      issues: ['from'],
      message: 'The range ends before it begins',
    });
  const bucket = aggregation === null ? null : bucketOf(input);
  const aligned = align === 'clock' ? [] : ['ALIGN', align];
  const grouping =
    aggregation === null || bucket === null
      ? []
      : [...aligned, 'AGGREGATION', aggregation, String(bucket)];
  // One more than is shown tells that there are more.
  const count = points + 1;
  const [reply = null] = await readOf(redis, key, [
    ['ts.revrange', key, from, to, 'COUNT', count, ...grouping],
  ]);
  const samples = toSamples(reply);
  return {
    samples: samples.slice(0, points).toReversed(),
    bucketMs: bucket === null ? null : String(bucket),
    cut: samples.length > points,
  };
}
