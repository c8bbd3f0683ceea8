import type { Output, Parsed } from '../../../src-shared/contract/index.ts';
import { equalBytes, toBinaryString } from '../../../src-shared/redis-value.ts';
import type { ReadCall, ReadClient } from '../../redis/clients.ts';
import { toList, toOwnBytes } from '../../redis/reply.ts';
import { AppFailure } from '../../rpc/app-failure.ts';
import { isReplyError } from '../keys/key-failures.ts';
import { bucketFor } from './bucket.ts';
import { toSamples } from './read-series.ts';

/** What the syntax of a filter means something by: `(a,b)` is a list, `!=` an exclusion. */
const OUTSIDE_FILTERS = /[=!(),"']/;

/** The first series with these labels, each a bounded range; the names of all are read to say how many there are. */
export async function readSeveral(
  redis: ReadClient,
  {
    key,
    filters,
    from,
    to,
    aggregation,
    points,
    most,
  }: Omit<Parsed<'series.several'>, 'connection'>,
): Promise<Output<'series.several'>> {
  const found = toList(await redis.read('ts.queryindex', ...filters.map(toFilter))).map(toOwnBytes);
  const others = found
    .filter((one) => !equalBytes(one, key))
    .map((one) => ({ one, text: toBinaryString(one) }))
    .sort((a, b) => (a.text < b.text ? -1 : 1))
    .map(({ one }) => one);
  const shown = [key, ...others].slice(0, most);
  const bucket = bucketFor(BigInt(from), BigInt(to), points);
  const replies = await redis.readAll(
    shown.map((one): ReadCall => [
      'ts.range',
      one,
      from,
      to,
      'COUNT',
      points,
      'AGGREGATION',
      aggregation,
      String(bucket),
    ]),
  );
  const series = shown.map((one, i) => {
    const reply = replies[i];
    if (reply?.ok === true) return { key: one, samples: toSamples(reply.reply) };
    if (reply !== undefined && !isReplyError(reply.failure)) throw reply.failure;
    return { key: one, samples: null };
  });
  return { total: others.length + 1, series, bucketMs: String(bucket) };
}

function toFilter({
  name,
  value,
}: {
  readonly name: Uint8Array;
  readonly value: Uint8Array;
}): Uint8Array {
  if (OUTSIDE_FILTERS.test(toBinaryString(name)) || OUTSIDE_FILTERS.test(toBinaryString(value)))
    throw new AppFailure({
      code: 'unsupported',
      needs: 'a label without = ! ( ) , and quotes',
      message: 'A filter cannot ask for this label',
    });
  return Buffer.concat([name, Buffer.from('='), value]);
}
