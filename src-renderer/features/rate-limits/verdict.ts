import type { RateLimitRow, RateLimitRule } from '../../../src-shared/contract/shapes.ts';
import { escapeBytes } from '../../../src-shared/redis-value.ts';

/** What a limiter would say to the next request. `unknown`: nobody has told the limit. */
export interface Verdict {
  readonly limit: number | null;
  readonly limitFrom: 'key' | 'you' | null;
  readonly windowMs: number | null;
  readonly windowFrom: 'ttl' | 'key' | 'you' | null;
  readonly remaining: number | null;
  readonly next: 'allowed' | 'denied' | 'unknown';
  /** When a place is free again: the oldest request leaves, or the counter ends. On the server's clock. */
  readonly freeAtMs: number | null;
  /** When nothing of it counts any more. */
  readonly resetsAtMs: number | null;
}

/** The rule with the longest prefix of this key, as escaped text. */
export function ruleFor(key: Uint8Array, rules: readonly RateLimitRule[]): RateLimitRule | null {
  const name = escapeBytes(key);
  let best: RateLimitRule | null = null;
  for (const rule of rules)
    if (name.startsWith(rule.prefix) && rule.prefix.length >= (best?.prefix.length ?? 0))
      best = rule;
  return best;
}

/** The prefix a rule is proposed for: all but the last part of the name. */
export function prefixOf(key: Uint8Array, separator: string): string {
  const name = escapeBytes(key);
  const end = name.lastIndexOf(separator);
  return end === -1 ? name : name.slice(0, end + separator.length);
}

/** A row with the window its requests were counted in; without it, the one they are judged by. */
export interface CountedRow extends RateLimitRow {
  readonly countedMs?: number | null;
}

/** `readAtMs` is the server's time when the row was read: a counter's end is told from it. */
export function judge(row: CountedRow, rule: RateLimitRule | null, readAtMs: number): Verdict {
  const limit = rule?.limit ?? row.limitFromKey;
  const windowMs = rule?.windowMs ?? row.windowMs;
  // Requests counted in another window than the rule's say nothing about the rule.
  const isCounted =
    row.kind === 'counter' || row.countedMs === undefined || row.countedMs === windowMs;
  const remaining = limit === null || !isCounted ? null : Math.max(0, limit - row.used);
  const endsAtMs = row.ttlMs === null ? null : readAtMs + row.ttlMs;
  const oldestLeavesAtMs =
    row.oldestMs === null || windowMs === null || !isCounted ? null : row.oldestMs + windowMs;
  return {
    limit,
    limitFrom: rule !== null ? 'you' : row.limitFromKey === null ? null : 'key',
    windowMs,
    windowFrom:
      typeof rule?.windowMs === 'number'
        ? 'you'
        : row.windowMs === null
          ? null
          : row.limitFromKey === null
            ? 'ttl'
            : 'key',
    remaining,
    next: remaining === null ? 'unknown' : remaining > 0 ? 'allowed' : 'denied',
    freeAtMs: row.kind === 'sliding' ? oldestLeavesAtMs : endsAtMs,
    resetsAtMs: endsAtMs,
  };
}

/**
 * When the next request is let in. A sliding window over its limit needs several to leave: with `used - limit + 1` gone
 * there is a place, so it is the time of that one (`requests` oldest first) plus the window.
 */
export function allowedAtMs(
  verdict: Verdict,
  used: number,
  requestsMs: readonly number[],
): number | null {
  const { limit, windowMs, next, freeAtMs } = verdict;
  if (next !== 'denied' || limit === null) return null;
  const leaving = requestsMs[used - limit];
  return leaving === undefined || windowMs === null ? freeAtMs : leaving + windowMs;
}
