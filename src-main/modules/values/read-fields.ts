import type { Output } from '../../../src-shared/contract/index.ts';
import { LIMITS } from '../../../src-shared/limits.ts';
import type { BatchReply, ReadCall, ReadClient } from '../../redis/clients.ts';
import { type Reply, toCount, toList, toOwnBytes, toPairs } from '../../redis/reply.ts';
import type { Session } from '../../redis/session.ts';
import { isReplyError, keyIsGone } from '../keys/key-failures.ts';
import { lookFor, PAGE_BYTES, type Part, partOf, totalOf } from './page-budget.ts';
import { replyOf } from './reply-of.ts';
import { isNothing, lookedThrough, scanElements, type ScannedElements } from './scan-elements.ts';

interface FieldPage {
  readonly key: Uint8Array;
  readonly count: number;
  readonly position: string;
  readonly match: Uint8Array | null;
}

interface Fields extends Omit<ScannedElements, 'found'> {
  readonly pairs: readonly { readonly field: Uint8Array; readonly part: Part }[];
}

/** A page of a hash; TTLs of fields where the server knows HPTTL. */
export async function readHash(
  redis: ReadClient,
  session: Session,
  page: FieldPage,
): Promise<Output<'values.hash'>> {
  const { key } = page;
  const { total, isSmall } = await lookFor(redis, 'hlen', key);
  const { pairs, next, places } =
    !isSmall && knowsNoValues(session)
      ? await namesFirst(redis, page)
      : await withValues(redis, page, isSmall);
  if (total === null && isNothing({ found: pairs, next }, page)) throw keyIsGone(key);
  const names = pairs.map(({ field }) => field);
  const ttls = session.has('hpttl') ? await fieldTtls(redis, key, names) : [];
  const fields = pairs.map(({ field, part }, i) => ({
    field,
    value: part.bytes,
    ...totalOf(part),
    ttlMs: ttls[i] ?? null,
  }));
  return { fields, next, total, ...lookedThrough({ match: page.match, places, total }) };
}

/** HSCAN NOVALUES came with Redis 7.4, as HPTTL did, and with Valkey 8. */
function knowsNoValues(session: Session): boolean {
  const { kind, version } = session.facts;
  return session.has('hpttl') || (kind === 'valkey' && Number.parseInt(version ?? '', 10) >= 8);
}

/** HSCAN, in windows that grow by what the last ones weighed: a long value is read whole, whatever is done with it. */
async function withValues(redis: ReadClient, page: FieldPage, isSmall: boolean): Promise<Fields> {
  const first = isSmall ? page.count : 1;
  const { found, ...rest } = await scanElements(redis, { command: 'hscan', ...page, first });
  const pairs = toPairs(found).map(([field, value]) => ({
    field: toOwnBytes(field),
    part: partOf(value),
  }));
  return { pairs, ...rest };
}

/** A field's name is seldom long: so many at once, before anything is known of them. */
const FIRST_NAMES = 64;

/** The names, then how long their values are, then those values that fit into the page: what is too long stays there. */
async function namesFirst(redis: ReadClient, page: FieldPage): Promise<Fields> {
  const { key } = page;
  const { found, ...rest } = await scanElements(redis, {
    command: 'hscan',
    ...page,
    first: FIRST_NAMES,
    noValues: true,
  });
  const names = found.map(toOwnBytes);
  const lengths = await lengthsOf(redis, key, names);
  let room = PAGE_BYTES;
  const fitting = names.flatMap((_, at) => {
    const length = lengths[at] ?? 0;
    if (length > room) return [];
    room -= length;
    return [at];
  });
  const values = await valuesOf(
    redis,
    key,
    fitting.flatMap((at) => names[at] ?? []),
  );
  const read = new Map(fitting.map((at, i) => [at, values[i] ?? null]));
  const pairs = names.flatMap((field, at) => {
    const value = read.get(at);
    // null: it went between two of the commands.
    if (value === null) return [];
    const part = value === undefined ? unread(lengths[at] ?? 0) : partOf(value);
    return [{ field, part }];
  });
  return { pairs, ...rest };
}

/** Redis gives a field's value whole or not at all. */
export const unread = (total: number): Part => ({ bytes: new Uint8Array(), total });

async function lengthsOf(
  redis: ReadClient,
  key: Uint8Array,
  names: readonly Uint8Array[],
): Promise<number[]> {
  const batches: Promise<BatchReply[]>[] = [];
  for (let at = 0; at < names.length; at += LIMITS.describeKeys) {
    const some = names.slice(at, at + LIMITS.describeKeys);
    batches.push(redis.readAll(some.map((name): ReadCall => ['hstrlen', key, name])));
  }
  return (await Promise.all(batches)).flat().map((reply) => toCount(replyOf(reply)));
}

async function valuesOf(
  redis: ReadClient,
  key: Uint8Array,
  names: readonly Uint8Array[],
): Promise<Reply[]> {
  return names.length === 0 ? [] : toList(await redis.read('hmget', key, ...names));
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
