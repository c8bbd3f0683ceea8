import { z } from 'zod';
import { bytes, connectionId, name, octets, request, stream, text } from './define.ts';

const scanProgress = {
  scanned: z.int(),
  of: z.int().nullable(),
  done: z.boolean(),
  /** The server is another one than before: what was found until now does not count. */
  isAnew: z.boolean(),
};

export const sessionRow = z.object({
  key: name,
  type: z.string(),
  /** How it was read: express-session, Django, Flask, JSON, ...; with the reason shown beside. */
  recognisedAs: z.string(),
  reason: z.string(),
  certain: z.boolean(),
  user: z.string().nullable(),
  createdMs: z.number().nullable(),
  /** null: no expiry. */
  ttlMs: z.number().nullable(),
  sizeBytes: z.int(),
});
export type SessionRow = z.infer<typeof sessionRow>;

export const sessions = {
  /** Walks the keys that match `pattern` and yields those read as sessions. */
  'sessions.scan': stream({
    scope: 'connection',
    overflow: 'pause',
    input: z.strictObject({ connection: connectionId, pattern: bytes(4_096) }),
    item: z.object({
      rows: z.array(sessionRow),
      /** Keys that match the pattern but do not read as sessions. */
      others: z.int(),
      /** Keys that match and may not be read by this user: whether they are sessions is not known. */
      refused: z.int(),
      ...scanProgress,
    }),
  }),
  /** The content of one, secrets masked: names of fields with their text. */
  'sessions.read': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject({ connection: connectionId, key: name }),
    output: z.object({
      row: sessionRow,
      fields: z.array(z.object({ name: z.string(), value: z.string(), secret: z.boolean() })),
    }),
  }),
};

/** What is stored of a limiter; remaining and verdict follow from it with the rule. */
export const rateLimitRow = z.object({
  key: name,
  type: z.string(),
  /** `sliding`: a sorted set of request times. `counter`: a string that counts to its expiry. */
  kind: z.enum(['sliding', 'counter']),
  recognisedAs: z.string(),
  reason: z.string(),
  certain: z.boolean(),
  /** Requests inside the window at `serverNowMs` (ZCOUNT, or the value). */
  used: z.int(),
  /** From TTL (the largest seen for a sliding set), or from the key; null when not known. */
  windowMs: z.number().nullable(),
  ttlMs: z.number().nullable(),
  /** Oldest request still inside the window: frees a place at oldestMs + windowMs. */
  oldestMs: z.number().nullable(),
  /** Limit written in the key itself (python `limits`); null: only the user knows. */
  limitFromKey: z.int().nullable(),
});
export type RateLimitRow = z.infer<typeof rateLimitRow>;

/** A limit set by the user for the keys under a prefix. */
export const rateLimitRule = z.strictObject({
  /** Escaped text of the prefix; the longest match wins. */
  prefix: text(1_024),
  limit: z.int().min(1).max(1_000_000_000),
  /** null: take it from the TTL. */
  windowMs: z.int().min(1).max(31_622_400_000).nullable(),
});
export type RateLimitRule = z.infer<typeof rateLimitRule>;

export const rateLimits = {
  'rateLimits.scan': stream({
    scope: 'connection',
    overflow: 'pause',
    input: z.strictObject({ connection: connectionId, pattern: bytes(4_096) }),
    item: z.object({
      rows: z.array(rateLimitRow),
      others: z.int(),
      refused: z.int(),
      serverNowMs: z.number(),
      ...scanProgress,
    }),
  }),
  /** One limiter with its requests (newest 2,000 times, microseconds kept as text). */
  'rateLimits.read': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject({
      connection: connectionId,
      key: name,
      /** The rule's window; null: as known from the TTL. */
      windowMs: z.int().min(1).nullable(),
    }),
    output: z.object({
      row: rateLimitRow,
      requests: z.array(z.object({ member: octets, score: z.string(), atMs: z.number() })),
      total: z.int(),
      serverNowMs: z.number(),
    }),
  }),
};
