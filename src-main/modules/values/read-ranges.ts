import type { Output, Parsed } from '../../../src-shared/contract/index.ts';
import { rangeEnds } from '../../../src-shared/part-commands.ts';
import type { ReadClient } from '../../redis/clients.ts';
import { type Reply, toBuffer, toCount, toList, toText } from '../../redis/reply.ts';
import { bytesIn, lookAt, partOf, readWindows, totalOf } from './page-budget.ts';
import { replyOf } from './reply-of.ts';
import { type Scored, scoredIn, toMember } from './read-collections.ts';

type Ends = readonly [min: string | Uint8Array, max: string | Uint8Array];

/** A page of a sorted set by score or by lex, with how many there are of it. */
export async function readZsetRange(
  redis: ReadClient,
  { key, range, offset, count, reverse }: Parsed<'values.zsetRange'>,
): Promise<Output<'values.zsetRange'>> {
  const { total, isSmall } = await lookAt(redis, 'zcard', key);
  const [min, max] = rangeEnds(range);
  const order: Ends = reverse ? [max, min] : [min, max];
  const isScore = range.by === 'score';
  const [found, lowest, highest] = await redis.readAll([
    [isScore ? 'zcount' : 'zlexcount', key, min, max],
    ['zrange', key, 0, 0, 'WITHSCORES'],
    ['zrange', key, -1, -1, 'WITHSCORES'],
  ]);
  const [first] = scoredIn(replyOf(lowest));
  const [last] = scoredIn(replyOf(highest));
  const hasOneScore = scoreOf(first) === scoreOf(last);
  const part = await readWindows<Scored>({
    count,
    isSmall,
    read: async (size, { length }) => {
      const limit = ['LIMIT', offset + length, size] as const;
      if (!isScore) return await byLex(redis, key, { reverse, order, limit });
      const command = reverse ? 'zrevrangebyscore' : 'zrangebyscore';
      return scoredIn(await redis.read(command, key, ...order, 'WITHSCORES', ...limit));
    },
    bytesOf: ([member]) => bytesIn(member),
  });
  // A member that went between two of the commands has no score any more.
  const members = part.filter(([, score]) => score !== null).map(toMember);
  return { members, found: toCount(replyOf(found)), total, hasOneScore };
}

const scoreOf = (scored: Scored | undefined): string | null =>
  scored === undefined ? null : toText(scored[1]);

interface LexPart {
  readonly reverse: boolean;
  readonly order: Ends;
  readonly limit: readonly ['LIMIT', number, number];
}

/** ZRANGEBYLEX gives no scores. */
async function byLex(
  redis: ReadClient,
  key: Uint8Array,
  { reverse, order, limit }: LexPart,
): Promise<Scored[]> {
  const command = reverse ? 'zrevrangebylex' : 'zrangebylex';
  const members = toList(await redis.read(command, key, ...order, ...limit)).map(toBuffer);
  if (members.length === 0) return [];
  const scores = toList(await redis.read('zmscore', key, ...members));
  return members.map((member, at) => [member, scores[at] ?? null]);
}

/** A page of a list from its right end. */
export async function readListTail(
  redis: ReadClient,
  { key, skip, count }: Parsed<'values.listTail'>,
): Promise<Output<'values.listTail'>> {
  const { total, isSmall } = await lookAt(redis, 'llen', key);
  const found = await readWindows<{ readonly index: number; readonly reply: Reply }>({
    count,
    isSmall,
    read: async (size, { length }) => {
      const passed = skip + length;
      // At once: what is pushed in between would shift all indexes.
      const [now, range] = await redis.readAll([
        ['llen', key],
        ['lrange', key, -(passed + size), -(passed + 1)],
      ]);
      const last = toCount(replyOf(now)) - 1 - passed;
      return toList(replyOf(range))
        .toReversed()
        .map((reply, at) => ({ index: last - at, reply }));
    },
    bytesOf: ({ reply }) => bytesIn(reply),
  });
  const elements = found.map(({ index, reply }) => {
    const part = partOf(reply);
    return { index, value: part.bytes, ...totalOf(part) };
  });
  return { elements, total };
}
