import type { Output, Parsed } from '../../../src-shared/contract/index.ts';
import { LIMITS } from '../../../src-shared/limits.ts';
import type { ReadClient } from '../../redis/clients.ts';
import { toCount, toList, toPairs, toText } from '../../redis/reply.ts';
import type { Session } from '../../redis/session.ts';
import { keyIsGone } from '../keys/key-failures.ts';
import { lookAt, PAGE_BYTES, partOf, totalOf } from './page-budget.ts';
import { replyOf } from './reply-of.ts';
import { toMember } from './read-collections.ts';
import { fieldTtls, unread } from './read-fields.ts';
import { lookedThrough, scanElements } from './scan-elements.ts';

/** One field of a hash by its name. */
export async function findField(
  redis: ReadClient,
  session: Session,
  { key, field }: Parsed<'values.findField'>,
): Promise<Output<'values.findField'>> {
  // Length first: it may be half a gigabyte.
  const length = toCount(await redis.read('hstrlen', key, field));
  const value = length > PAGE_BYTES ? null : await redis.read('hget', key, field);
  if (value === null && length <= PAGE_BYTES) return { found: null };
  const part = value === null ? unread(length) : partOf(value);
  const [ttlMs = null] = session.has('hpttl') ? await fieldTtls(redis, key, [field]) : [];
  return { found: { value: part.bytes, ...totalOf(part), ttlMs } };
}

export const hasMember = async (
  redis: ReadClient,
  { key, member }: Parsed<'values.hasMember'>,
): Promise<Output<'values.hasMember'>> => ({
  isMember: toText(await redis.read('sismember', key, member)) === '1',
});

/** Score and rank of one member of a sorted set. */
export async function findRank(
  redis: ReadClient,
  { key, member }: Parsed<'values.findRank'>,
): Promise<Output<'values.findRank'>> {
  const [size, score, rank] = await redis.readAll([
    ['zcard', key],
    ['zscore', key, member],
    ['zrank', key, member],
  ]);
  const [scored, ranked] = [replyOf(score), replyOf(rank)];
  const found =
    scored === null || ranked === null ? null : { score: toText(scored), rank: toCount(ranked) };
  return { found, total: toCount(replyOf(size)) };
}

/** Members of a sorted set whose names match, as ZSCAN comes upon them. */
export async function scanZset(
  redis: ReadClient,
  { key, position, count, match }: Parsed<'values.zsetScan'>,
): Promise<Output<'values.zsetScan'>> {
  const { total, isSmall } = await lookAt(redis, 'zcard', key);
  const first = isSmall ? count : 1;
  const scan = { command: 'zscan', key, position, count, match, first } as const;
  const { found, next, places } = await scanElements(redis, scan);
  const looked = lookedThrough({ match, places, total });
  return { members: toPairs(found).map(toMember), next, total, ...looked };
}

/** Where in a list a value is. */
export async function findElement(
  redis: ReadClient,
  { key, value, end, skip, most }: Parsed<'values.findElement'>,
): Promise<Output<'values.findElement'>> {
  const rank = end === 'left' ? skip + 1 : -(skip + 1);
  const [size, places] = await redis.readAll([
    ['llen', key],
    ['lpos', key, value, 'RANK', rank, 'COUNT', LIMITS.foundElements, 'MAXLEN', most],
  ]);
  const total = toCount(replyOf(size));
  if (total === 0) throw keyIsGone(key);
  const reply = replyOf(places);
  const indexes = reply === null ? [] : toList(reply).map(toCount);
  return { indexes, looked: Math.min(most, total), total };
}
