import { toUtf8 } from '../../src-shared/redis-value.ts';
import { type EpochUnit, epochUnit, toEpochMs } from './epoch.ts';

export interface ScoredMember {
  readonly member: Uint8Array;
  /** As the server wrote it. */
  readonly score: string;
}

export interface SlidingShape {
  readonly kind: 'sliding';
  readonly unit: EpochUnit;
  readonly recognisedAs: string;
  readonly reason: string;
  readonly certain: boolean;
  readonly windowMs: number | null;
}

export interface CounterShape {
  readonly kind: 'counter';
  readonly recognisedAs: string;
  readonly reason: string;
  readonly certain: boolean;
  readonly used: number;
  readonly windowMs: number | null;
  readonly limit: number | null;
}

const unitNames: Readonly<Record<EpochUnit, string>> = {
  s: 'seconds',
  ms: 'milliseconds',
  us: 'microseconds',
  ns: 'nanoseconds',
};

/**
 * A sliding window keeps each request as a member scored by its time and sets the TTL to the window with each request: so
 * TTL + age of the newest request is the window. Rounded to the second it is within the limiter's own latency.
 */
export function windowFromTtl(
  ttlMs: number | null,
  newestMs: number,
  nowMs: number,
): number | null {
  if (ttlMs === null) return null;
  const raw = ttlMs + Math.max(0, nowMs - newestMs);
  return raw < 1_000 ? Math.round(raw) : Math.round(raw / 1_000) * 1_000;
}

/** What a sorted set with these oldest and newest members is; null: not a limiter (a leaderboard, an index). */
export function readSliding(
  ends: readonly ScoredMember[],
  ttlMs: number | null,
  nowMs: number,
): SlidingShape | null {
  const newest = ends.at(-1);
  if (newest === undefined) return null;
  const units = new Set(ends.map(({ score }) => epochUnit(score, nowMs)));
  const unit = epochUnit(newest.score, nowMs);
  if (unit === null || units.size !== 1) return null;
  const sameAsMember = ends.every(({ member, score }) => {
    const text = toUtf8(member);
    return text !== null && /^\d+$/.test(text) && Math.abs(Number(text) - Number(score)) <= 1;
  });
  return {
    kind: 'sliding',
    unit,
    recognisedAs: 'Sliding window',
    reason: sameAsMember
      ? `member and score are the same Unix time in ${unitNames[unit]}${ttlMs === null ? '' : ', with a TTL'}`
      : `scores are Unix times in ${unitNames[unit]}`,
    certain: false,
    windowMs: windowFromTtl(ttlMs, toEpochMs(newest.score, unit), nowMs),
  };
}

// python limits: LIMITS:LIMITER/<namespace>/<id>/<n>/<multiples>/<unit>, the unit as a word.
const unitMs: Readonly<Record<string, number>> = {
  second: 1_000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  month: 2_592_000_000,
  year: 31_104_000_000,
};

function limitsKey(name: string): { readonly limit: number; readonly windowMs: number } | null {
  const match = /^LIMITS:LIMITER\/.+\/([1-9]\d{0,8})\/([1-9]\d{0,3})\/([a-z]+)$/.exec(name);
  const unit = unitMs[match?.[3] ?? ''];
  if (match === null || unit === undefined) return null;
  return { limit: Number(match[1]), windowMs: Number(match[2]) * unit };
}

const DAY_MS = 86_400_000;
/** What people make windows of, roundest first. */
const roundWindows = [DAY_MS, 43_200_000, 3_600_000, 1_800_000, 600_000, 300_000, 60_000].concat([
  30_000, 15_000, 10_000, 5_000, 1_000,
]);
/** How far the clock of whoever counts may be ahead of the server's. */
const SKEW_MS = 1_000;

/**
 * `@upstash/ratelimit:<id>:<bucket>`: the bucket is floor(now / window), and its key lives for two windows. Of the windows
 * that fit (many, for a long one) it is the roundest.
 */
function upstashWindow(name: string, nowMs: number): number | null {
  const bucket = Number(/^@upstash\/ratelimit.*:([1-9]\d{0,11})$/.exec(name)?.[1] ?? Number.NaN);
  if (Number.isNaN(bucket)) return null;
  const least = nowMs / (bucket + 2);
  const most = (nowMs + SKEW_MS) / bucket;
  for (const unit of roundWindows) {
    const windowMs = Math.floor(most / unit) * unit;
    if (windowMs >= unit && windowMs > least && windowMs <= DAY_MS) return windowMs;
  }
  return null;
}

/** What a string that counts is, by its key and value; null: not an integer, or without an end (a plain counter). */
export function readCounter(
  key: Uint8Array,
  value: Uint8Array,
  ttlMs: number | null,
  nowMs: number,
): CounterShape | null {
  const text = toUtf8(value) ?? '';
  if (!/^\d{1,9}$/.test(text) || ttlMs === null) return null;
  const used = Number(text);
  const name = toUtf8(key) ?? '';
  const inKey = limitsKey(name);
  if (inKey !== null)
    return {
      kind: 'counter',
      recognisedAs: 'Python limits',
      reason: 'limit and window are written in the key',
      certain: true,
      used,
      ...inKey,
    };
  const upstash = upstashWindow(name, nowMs);
  if (upstash !== null)
    return {
      kind: 'counter',
      recognisedAs: '@upstash/ratelimit',
      reason: 'the number at the end of the key is the time divided by the window',
      certain: true,
      used,
      windowMs: upstash,
      limit: null,
    };
  return {
    kind: 'counter',
    recognisedAs: 'Counter',
    reason: 'a whole number with a TTL under this prefix',
    certain: false,
    used,
    windowMs: null,
    limit: null,
  };
}
