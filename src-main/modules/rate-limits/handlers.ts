import type { RateLimitRow } from '../../../src-shared/contract/shapes.ts';
import { toEpochMs, unitsPerMs } from '../../recognise/epoch.ts';
import {
  readCounter,
  readSliding,
  type ScoredMember,
  type SlidingShape,
} from '../../recognise/rate-limit-shapes.ts';
import { isRefused, replyOrNull } from '../../redis/batch-reply.ts';
import type { ReadCall, ReadClient } from '../../redis/clients.ts';
import { type Reply, toCount, toList, toOwnBytes, toPairs, toText } from '../../redis/reply.ts';
import type { Session } from '../../redis/session.ts';
import { AppFailure } from '../../rpc/app-failure.ts';
import type { Handlers } from '../../rpc/handler-types.ts';
import { pageNames } from '../../scan/page-names.ts';
import { scanKeys } from '../../scan/scan-keys.ts';

const CHUNK = 100;
const MOST_REQUESTS = 2_000;

interface Limiter {
  readonly row: RateLimitRow;
  readonly shape: SlidingShape | null;
}

/** Pairs arrive nested where RESP3 is passed through. */
function toScored(reply: Reply): ScoredMember[] {
  if (reply === null) return [];
  const list = toList(reply);
  const flat = list.every((one) => Array.isArray(one)) ? list.flatMap((one) => toList(one)) : list;
  return toPairs(flat).map(([member, score]) => ({
    member: toOwnBytes(member),
    score: toText(score),
  }));
}

function valueCalls(key: Uint8Array, type: string): ReadCall[] {
  return type === 'zset'
    ? [
        ['zrange', key, 0, 0, 'WITHSCORES'],
        ['zrange', key, -1, -1, 'WITHSCORES'],
      ]
    : [
        ['getrange', key, 0, 31],
        ['strlen', key],
      ];
}

/** The lowest score still inside a window that ends now: Redis compares doubles, and so do we. */
const windowStart = (shape: SlidingShape, windowMs: number, nowMs: number): string =>
  `(${(nowMs - windowMs) * unitsPerMs(shape.unit)}`;

/** What stands inside the window: ZCOUNT and its oldest, never ZREMRANGEBYSCORE to count. */
function usageCalls({ row, shape }: Limiter, windowMs: number | null, nowMs: number): ReadCall[] {
  if (shape === null || windowMs === null)
    return [
      ['zcard', row.key],
      ['zrange', row.key, 0, 0, 'WITHSCORES'],
    ];
  const from = windowStart(shape, windowMs, nowMs);
  return [
    ['zcount', row.key, from, '+inf'],
    ['zrangebyscore', row.key, from, '+inf', 'WITHSCORES', 'LIMIT', 0, 1],
  ];
}

function toLimiter(
  key: Uint8Array,
  type: string,
  ttlMs: number | null,
  values: readonly Reply[],
  nowMs: number,
): Limiter | null {
  const base = { key, type, ttlMs };
  const [first = null, last = null] = values;
  if (type === 'zset') {
    const shape = readSliding([...toScored(first), ...toScored(last)], ttlMs, nowMs);
    if (shape === null) return null;
    const { kind, recognisedAs, reason, certain, windowMs } = shape;
    return {
      shape,
      row: {
        ...base,
        kind,
        recognisedAs,
        reason,
        certain,
        windowMs,
        used: 0,
        oldestMs: null,
        limitFromKey: null,
      },
    };
  }
  if (first === null || last === null || toCount(last) > 32) return null;
  const counter = readCounter(key, toOwnBytes(first), ttlMs, nowMs);
  if (counter === null) return null;
  const { limit, ...shown } = counter;
  return { shape: null, row: { ...base, ...shown, oldestMs: null, limitFromKey: limit } };
}

interface Chunk {
  /** null: gone, refused or no limiter. */
  readonly limiters: readonly (Limiter | null)[];
  /** How many of them this user may not read. */
  readonly refused: number;
}

/** Three small pipelines for a chunk: types, ends, and what is inside each window. */
async function loadChunk(
  session: Session,
  redis: ReadClient,
  keys: readonly Uint8Array[],
  ruleWindowMs: number | null,
): Promise<Chunk> {
  const nowMs = Date.now() + session.clockOffsetMs;
  const heads = await redis.readAll(
    keys.flatMap((key): ReadCall[] => [
      ['type', key],
      ['pttl', key],
    ]),
  );
  const known = keys.flatMap((key, i) => {
    const type = replyOrNull(heads[i * 2]);
    const ttl = replyOrNull(heads[i * 2 + 1]);
    const name = type === null ? '' : toText(type);
    const ttlMs = ttl === null || toCount(ttl) < 0 ? null : toCount(ttl);
    return name === 'zset' || name === 'string' ? [{ key, i, type: name, ttlMs }] : [];
  });
  const values = await redis.readAll(known.flatMap(({ key, type }) => valueCalls(key, type)));
  const limiters: (Limiter | null)[] = keys.map(() => null);
  for (const [n, { key, i, type, ttlMs }] of known.entries())
    limiters[i] = toLimiter(
      key,
      type,
      ttlMs,
      [replyOrNull(values[n * 2]), replyOrNull(values[n * 2 + 1])],
      nowMs,
    );
  const sliding = limiters.flatMap((one, i) => (one?.row.kind === 'sliding' ? [{ one, i }] : []));
  const usage = await redis.readAll(
    sliding.flatMap(({ one }) => usageCalls(one, ruleWindowMs ?? one.row.windowMs, nowMs)),
  );
  for (const [n, { one, i }] of sliding.entries()) {
    const count = replyOrNull(usage[n * 2]);
    const [oldest] = toScored(replyOrNull(usage[n * 2 + 1]));
    const oldestMs =
      oldest === undefined || one.shape === null ? null : toEpochMs(oldest.score, one.shape.unit);
    // Gone, or of another type, since its ends were read: no count is better than a wrong one.
    limiters[i] =
      count === null ? null : { ...one, row: { ...one.row, used: toCount(count), oldestMs } };
  }
  const refused = new Set<number>();
  for (const i of keys.keys()) if (isRefused(heads[i * 2])) refused.add(i);
  for (const [n, { i }] of known.entries())
    if (isRefused(values[n * 2]) || isRefused(values[n * 2 + 1])) refused.add(i);
  for (const [n, { i }] of sliding.entries()) if (isRefused(usage[n * 2])) refused.add(i);
  return { limiters, refused: refused.size };
}

/** Throws the server's refusal: a key that may not be read is not one that has expired. */
async function assertReadable(redis: ReadClient, key: Uint8Array): Promise<void> {
  const type = toText(await redis.read('type', key));
  if (type === 'zset') await redis.read('zcount', key, '-inf', '+inf');
  else if (type === 'string') await redis.read('strlen', key);
}

export function createRateLimitsHandlers() {
  return {
    'rateLimits.scan': async function* ({ pattern }, { session, redis, signal }) {
      const gentle = session.describe().environment === 'production';
      const options = { match: pattern, type: null, resume: null, signal, gentle };
      for await (const page of scanKeys(redis, options)) {
        const names = pageNames(page);
        const rows: RateLimitRow[] = [];
        let refused = 0;
        for (let i = 0; i < names.length; i += CHUNK) {
          const chunk = await loadChunk(session, redis, names.slice(i, i + CHUNK), null);
          rows.push(...chunk.limiters.flatMap((one) => (one === null ? [] : [one.row])));
          refused += chunk.refused;
        }
        const { scanned, of, done, isAnew } = page;
        const serverNowMs = Date.now() + session.clockOffsetMs;
        const others = names.length - rows.length - refused;
        yield { rows, others, refused, serverNowMs, scanned, of, done, isAnew };
      }
    },
    'rateLimits.read': async ({ key, windowMs }, { session, redis }) => {
      await assertReadable(redis, key);
      const [limiter = null] = (await loadChunk(session, redis, [key], windowMs)).limiters;
      if (limiter === null)
        throw new AppFailure({
          code: 'notFound',
          what: 'limiter',
          message: 'This limiter has expired, or its key holds something else now',
        });
      const { row, shape } = limiter;
      const serverNowMs = Date.now() + session.clockOffsetMs;
      if (shape === null) return { row, requests: [], total: row.used, serverNowMs };
      const [newest, total] = await redis.readAll([
        ['zrevrange', key, 0, MOST_REQUESTS - 1, 'WITHSCORES'],
        ['zcard', key],
      ]);
      const requests = toScored(replyOrNull(newest)).map(({ member, score }) => ({
        member,
        score,
        atMs: toEpochMs(score, shape.unit),
      }));
      return { row, requests, total: toCount(replyOrNull(total) ?? requests.length), serverNowMs };
    },
  } satisfies Pick<Handlers, 'rateLimits.scan' | 'rateLimits.read'>;
}
