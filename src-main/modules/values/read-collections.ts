import type { Output } from '../../../src-shared/contract/index.ts';
import type { ReadClient } from '../../redis/clients.ts';
import { type Reply, toCount, toList, toOwnBytes, toPairs, toText } from '../../redis/reply.ts';
import { keyIsGone } from '../keys/key-failures.ts';
import { bytesIn, cutIn, lookAt, partOf, readWindows, totalOf } from './page-budget.ts';
import { replyOf } from './page-size.ts';
import { scanElements } from './scan-elements.ts';

interface Page {
  readonly key: Uint8Array;
  readonly count: number;
}

interface ScanPage extends Page {
  readonly position: string;
  readonly match: Uint8Array | null;
}

/** STRLEN and the bytes of `[offset, offset + limit)`. */
export async function readString(
  redis: ReadClient,
  {
    key,
    offset,
    limit,
  }: { readonly key: Uint8Array; readonly offset: number; readonly limit: number },
): Promise<Output<'values.string'>> {
  const [exists, length, range] = await redis.readAll([
    ['exists', key],
    ['strlen', key],
    ['getrange', key, offset, offset + limit - 1],
  ]);
  if (toText(replyOf(exists)) === '0') throw keyIsGone(key);
  return { bytes: toOwnBytes(replyOf(range)), total: toCount(replyOf(length)) };
}

/** LRANGE of a page from an index. */
export async function readList(
  redis: ReadClient,
  { key, start, count }: Page & { readonly start: number },
): Promise<Output<'values.list'>> {
  const { total, isSmall } = await lookAt(redis, 'llen', key);
  const found = await readWindows({
    count,
    isSmall,
    read: async (size, { length }) => {
      const from = start + length;
      return toList(await redis.read('lrange', key, from, from + size - 1));
    },
    bytesOf: bytesIn,
  });
  const parts = found.map(partOf);
  return { elements: parts.map(({ bytes }) => bytes), ...cutIn(parts), total };
}

/** SSCAN. */
export async function readSet(
  redis: ReadClient,
  { key, position, count, match }: ScanPage,
): Promise<Output<'values.set'>> {
  const { total, isSmall } = await lookAt(redis, 'scard', key);
  const { found, next } = await scanElements(redis, {
    command: 'sscan',
    key,
    position,
    count,
    match,
    first: isSmall ? count : 1,
  });
  const parts = found.map(partOf);
  return { members: parts.map(({ bytes }) => bytes), ...cutIn(parts), next, total };
}

export type Scored = readonly [member: Reply, score: Reply];

// RESP3 nests each pair; the client flattens them for commands it knows by name.
export const scoredIn = (reply: Reply): Scored[] => toPairs(toList(reply).flat(1));

export function toMember([member, score]: Scored): Output<'values.zset'>['members'][number] {
  const part = partOf(member);
  return { member: part.bytes, ...totalOf(part), score: toText(score) };
}

/** ZRANGE of a page by rank; scores are the server's own text. */
export async function readZset(
  redis: ReadClient,
  page: Page & { readonly start: number; readonly reverse: boolean },
): Promise<Output<'values.zset'>> {
  const { total, isSmall } = await lookAt(redis, 'zcard', page.key);
  const found = await readRanks(redis, page, isSmall);
  return { members: found.map(toMember), total };
}

/** Members by rank with their scores, as many as fit into a page. */
export async function readRanks(
  redis: ReadClient,
  { key, start, count, reverse }: Page & { readonly start: number; readonly reverse: boolean },
  isSmall: boolean,
): Promise<Scored[]> {
  const order = reverse ? ['REV'] : [];
  return await readWindows<Scored>({
    count,
    isSmall,
    read: async (size, { length }) => {
      const from = start + length;
      const to = from + size - 1;
      return scoredIn(await redis.read('zrange', key, from, to, ...order, 'WITHSCORES'));
    },
    bytesOf: ([member]) => bytesIn(member),
  });
}
