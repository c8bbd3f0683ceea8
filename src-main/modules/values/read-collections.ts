import type { Output } from '../../../src-shared/contract/index.ts';
import type { ReadClient } from '../../redis/clients.ts';
import { toCount, toList, toOwnBytes, toPairs, toText } from '../../redis/reply.ts';
import type { Session } from '../../redis/session.ts';
import { isReplyError, keyIsGone } from '../keys/key-failures.ts';
import { pageOf, replyOf } from './page-size.ts';
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

/** HSCAN; TTLs of fields where the server knows HPTTL. */
export async function readHash(
  redis: ReadClient,
  session: Session,
  { key, position, count, match }: ScanPage,
): Promise<Output<'values.hash'>> {
  const page = await pageOf(redis, 'hlen', key, count);
  const { found, next } = await scanElements(redis, {
    command: 'hscan',
    key,
    position,
    count: page.count,
    match,
  });
  const pairs = toPairs(found).map(([field, value]) => ({
    field: toOwnBytes(field),
    value: toOwnBytes(value),
  }));
  const ttls = session.has('hpttl')
    ? await fieldTtls(
        redis,
        key,
        pairs.map(({ field }) => field),
      )
    : [];
  const fields = pairs.map((pair, i) => ({ ...pair, ttlMs: ttls[i] ?? null }));
  return { fields, next, total: page.total };
}

/** In the order of the fields; empty where this user may not ask. */
export async function fieldTtls(
  redis: ReadClient,
  key: Uint8Array,
  fields: readonly Uint8Array[],
): Promise<(number | null)[]> {
  if (fields.length === 0) return [];
  const [reply] = await redis.readAll([['hpttl', key, 'FIELDS', fields.length, ...fields]]);
  if (reply?.ok !== true) {
    if (reply !== undefined && !isReplyError(reply.failure)) throw reply.failure;
    return [];
  }
  // null when the key went between the two commands.
  if (reply.reply === null) return [];
  return toList(reply.reply).map((ttl) => {
    const ms = ttl === null ? -1 : toCount(ttl);
    return ms < 0 ? null : ms;
  });
}

/** LRANGE of a page from an index. */
export async function readList(
  redis: ReadClient,
  { key, start, count }: Page & { readonly start: number },
): Promise<Output<'values.list'>> {
  const page = await pageOf(redis, 'llen', key, count);
  const reply = await redis.read('lrange', key, start, start + page.count - 1);
  return { elements: toList(reply).map(toOwnBytes), total: page.total };
}

/** SSCAN. */
export async function readSet(
  redis: ReadClient,
  { key, position, count, match }: ScanPage,
): Promise<Output<'values.set'>> {
  const page = await pageOf(redis, 'scard', key, count);
  const { found, next } = await scanElements(redis, {
    command: 'sscan',
    key,
    position,
    count: page.count,
    match,
  });
  return { members: found.map(toOwnBytes), next, total: page.total };
}

/** ZRANGE of a page by rank; scores are the server's own text. */
export async function readZset(
  redis: ReadClient,
  { key, start, count, reverse }: Page & { readonly start: number; readonly reverse: boolean },
): Promise<Output<'values.zset'>> {
  const page = await pageOf(redis, 'zcard', key, count);
  const order = reverse ? ['REV'] : [];
  const reply = await redis.read(
    'zrange',
    key,
    start,
    start + page.count - 1,
    ...order,
    'WITHSCORES',
  );
  // RESP3 nests each pair; the client flattens them for commands it knows by name.
  const flat = toList(reply).flat(1);
  const members = toPairs(flat).map(([member, score]) => ({
    member: toOwnBytes(member),
    score: toText(score),
  }));
  return { members, total: page.total };
}
