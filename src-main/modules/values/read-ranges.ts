import type { Output, Parsed } from '../../../src-shared/contract/index.ts';
import { rangeEnds } from '../../../src-shared/part-commands.ts';
import type { ReadClient } from '../../redis/clients.ts';
import { type Reply, toCount, toList, toOwnBytes, toPairs, toText } from '../../redis/reply.ts';
import { pageOf, replyOf } from './page-size.ts';

// RESP3 nests each pair; the client flattens them for commands it knows by name.
const scored = (reply: Reply) =>
  toPairs(toList(reply).flat(1)).map(([member, score]) => ({
    member: toOwnBytes(member),
    score: toText(score),
  }));

/** A page of a sorted set by score or by lex, with how many there are of it. */
export async function readZsetRange(
  redis: ReadClient,
  { key, range, offset, count, reverse }: Parsed<'values.zsetRange'>,
): Promise<Output<'values.zsetRange'>> {
  const page = await pageOf(redis, 'zcard', key, count);
  const [min, max] = rangeEnds(range);
  const order = reverse ? [max, min] : [min, max];
  const limit = ['LIMIT', offset, page.count] as const;
  const isScore = range.by === 'score';
  const [found, lowest, highest, part] = await redis.readAll([
    [isScore ? 'zcount' : 'zlexcount', key, min, max],
    ['zrange', key, 0, 0, 'WITHSCORES'],
    ['zrange', key, -1, -1, 'WITHSCORES'],
    isScore
      ? [reverse ? 'zrevrangebyscore' : 'zrangebyscore', key, ...order, 'WITHSCORES', ...limit]
      : [reverse ? 'zrevrangebylex' : 'zrangebylex', key, ...order, ...limit],
  ]);
  const [first] = scored(replyOf(lowest));
  const [last] = scored(replyOf(highest));
  const hasOneScore = first?.score === last?.score;
  const members = isScore
    ? scored(replyOf(part))
    : await withScores(redis, key, toList(replyOf(part)).map(toOwnBytes));
  return { members, found: toCount(replyOf(found)), total: page.total, hasOneScore };
}

/** ZRANGEBYLEX gives no scores. A member that went in between is left out. */
async function withScores(
  redis: ReadClient,
  key: Uint8Array,
  members: readonly Uint8Array[],
): Promise<Output<'values.zsetRange'>['members']> {
  if (members.length === 0) return [];
  const scores = toList(await redis.read('zmscore', key, ...members));
  return members.flatMap((member, at) => {
    const score = scores[at] ?? null;
    return score === null ? [] : [{ member, score: toText(score) }];
  });
}

/** A page of a list from its right end. */
export async function readListTail(
  redis: ReadClient,
  { key, skip, count }: Parsed<'values.listTail'>,
): Promise<Output<'values.listTail'>> {
  const page = await pageOf(redis, 'llen', key, count);
  const [length, range] = await redis.readAll([
    ['llen', key],
    ['lrange', key, -(skip + page.count), -(skip + 1)],
  ]);
  const total = toCount(replyOf(length));
  const values = toList(replyOf(range)).map(toOwnBytes).toReversed();
  const elements = values.map((value, at) => ({ index: total - 1 - skip - at, value }));
  return { elements, total };
}
