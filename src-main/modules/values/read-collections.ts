import type { Output } from '../../../src-shared/contract/index.ts';
import type { ReadClient } from '../../redis/clients.ts';
import { type Reply, toCount, toList, toOwnBytes, toPairs, toText } from '../../redis/reply.ts';
import { keyIsGone } from '../keys/key-failures.ts';
import { bytesIn, cutIn, lookFor, partOf, readWindows, totalOf } from './page-budget.ts';
import { isMissing, replyOf } from './reply-of.ts';
import { isNothing, lookedThrough, scanElements, type ScannedElements } from './scan-elements.ts';

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
  if (isMissing(exists)) throw keyIsGone(key);
  const bytes = toOwnBytes(replyOf(range));
  // It ends within what was asked for: that is its length, also for a user who may not run STRLEN.
  const isEnd = bytes.byteLength < limit && (bytes.byteLength > 0 || offset === 0);
  return { bytes, total: isEnd ? offset + bytes.byteLength : toCount(replyOf(length)) };
}

/** LRANGE from an index, as many whole elements as fit into a page. */
export async function readElements(
  redis: ReadClient,
  { key, start, count }: Page & { readonly start: number },
): Promise<{ readonly found: Reply[]; readonly total: number | null }> {
  const { total, isSmall } = await lookFor(redis, 'llen', key);
  const found = await readWindows({
    count,
    isSmall,
    read: async (size, { length }) => {
      const from = start + length;
      return toList(await redis.read('lrange', key, from, from + size - 1));
    },
    bytesOf: bytesIn,
  });
  // An empty value is no key.
  if (total === null && start === 0 && found.length === 0) throw keyIsGone(key);
  return { found, total };
}

/** A page of a list from an index. */
export async function readList(
  redis: ReadClient,
  page: Page & { readonly start: number },
): Promise<Output<'values.list'>> {
  const { found, total } = await readElements(redis, page);
  const parts = found.map(partOf);
  return { elements: parts.map(({ bytes }) => bytes), ...cutIn(parts), total };
}

/** SSCAN, as many whole members as fit into a page. */
export async function scanMembers(
  redis: ReadClient,
  { key, position, count, match }: ScanPage,
): Promise<ScannedElements & { readonly total: number | null }> {
  const { total, isSmall } = await lookFor(redis, 'scard', key);
  const first = isSmall ? count : 1;
  const scan = { command: 'sscan', key, position, count, match, first } as const;
  const scanned = await scanElements(redis, scan);
  if (total === null && isNothing(scanned, { position, match })) throw keyIsGone(key);
  return { ...scanned, total };
}

/** A page of a set. */
export async function readSet(redis: ReadClient, page: ScanPage): Promise<Output<'values.set'>> {
  const { found, next, total, places } = await scanMembers(redis, page);
  const parts = found.map(partOf);
  const looked = lookedThrough({ match: page.match, places, total });
  return { members: parts.map(({ bytes }) => bytes), ...cutIn(parts), next, total, ...looked };
}

export type Scored = readonly [member: Reply, score: Reply];

// RESP3 nests each pair; the client flattens them for commands it knows by name.
export const scoredIn = (reply: Reply): Scored[] => toPairs(toList(reply).flat(1));

export function toMember([member, score]: Scored): Output<'values.zset'>['members'][number] {
  const part = partOf(member);
  return { member: part.bytes, ...totalOf(part), score: toText(score) };
}

type RankPage = Page & { readonly start: number; readonly reverse: boolean };

/** ZRANGE of a page by rank; scores are the server's own text. */
export async function readZset(redis: ReadClient, page: RankPage): Promise<Output<'values.zset'>> {
  const { found, total } = await readRanked(redis, page);
  return { members: found.map(toMember), total };
}

/** Whole members by rank with their scores, as many as fit into a page. */
export async function readRanked(
  redis: ReadClient,
  { key, start, count, reverse }: RankPage,
): Promise<{ readonly found: Scored[]; readonly total: number | null }> {
  const { total, isSmall } = await lookFor(redis, 'zcard', key);
  const order = reverse ? ['REV'] : [];
  const found = await readWindows<Scored>({
    count,
    isSmall,
    read: async (size, { length }) => {
      const from = start + length;
      const to = from + size - 1;
      return scoredIn(await redis.read('zrange', key, from, to, ...order, 'WITHSCORES'));
    },
    bytesOf: ([member]) => bytesIn(member),
  });
  // An empty value is no key.
  if (total === null && start === 0 && found.length === 0) throw keyIsGone(key);
  return { found, total };
}
