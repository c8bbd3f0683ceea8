import { z } from 'zod';
import { entryOrder } from './series.ts';
import { LIMITS } from '../limits.ts';
import {
  bytes,
  connectionId,
  cutElements,
  lookedThrough,
  name,
  numberText,
  octets,
  request,
  stream,
  text,
  ticket,
  wholeBytes,
} from './define.ts';
import { jsonCommand, jsonExpected, steps } from './json-edits.ts';

/** A type as TYPE answers it: `string`, `zset`, `ReJSON-RL`, `TSDB-TYPE`, `MBbloom--`, ... */
const redisType = z.string().max(64);

/** Where a scan stands on each node: cursors are opaque 64-bit numbers and stay text. */
const cursors = z
  .array(
    z.strictObject({
      node: text(256),
      cursor: text(20).regex(/^\d+$/),
      /** Walked on this node so far: a scan that is resumed counts on from here. */
      scanned: z.int().nonnegative(),
      done: z.boolean(),
      /** `run_id` of the server the cursor is of, null where INFO is refused: another one has no use for it. */
      runId: text(64).nullable(),
    }),
  )
  .max(1_000);

const keyInput = { connection: connectionId, key: name };

/** null: this user may not ask for it, or the server has no command for it. */
const knownLength = z.int().nullable();

export const keyPage = z.object({
  /** All names of the page, one after another. */
  names: octets,
  /** Where each name ends in `names`. */
  ends: z.instanceof(Uint32Array),
  /**
   * Keys walked so far, also before a `resume`: what `of` is compared with. Exact without match and type; with them
   * COUNT summed, never more than `of`.
   */
  scanned: z.int(),
  /** DBSIZE over all nodes; null where it is refused. */
  of: z.int().nullable(),
  /** Send it back as `resume` to go on after a stop. */
  cursors,
  done: z.boolean(),
  /** The server is another one than before: the scan begins anew with this page, and what was met before does not count. */
  isAnew: z.boolean(),
});
export type KeyPage = z.infer<typeof keyPage>;

/** What PTTL says, in ms; null: no expiry. `refused`: this user may not run it. */
const ttlFact = z.union([z.number(), z.literal('refused')]).nullable();
export type TtlFact = z.infer<typeof ttlFact>;

/** What one row shows. `gone`: expired or deleted since it was listed. `refused`: this user may not read it. */
export const keyFacts = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('present'),
    type: redisType,
    ttlMs: ttlFact,
    /** STRLEN, HLEN, LLEN, SCARD, ZCARD, XLEN; null for types without one cheap length. */
    length: z.number().nullable(),
  }),
  z.object({ state: z.literal('gone') }),
  z.object({ state: z.literal('refused'), reason: z.string() }),
]);
export type KeyFacts = z.infer<typeof keyFacts>;

export const keyHead = z.object({
  type: redisType,
  ttlMs: ttlFact,
  encoding: z.string().nullable(),
  idleSeconds: z.number().nullable(),
  length: z.number().nullable(),
  /** Commands that this user may not run, which would have told more: "PTTL", "OBJECT ENCODING". */
  refused: z.array(z.string()),
  /** In a cluster only: the key's slot and the address of the primary that has it, null while none has. */
  place: z.object({ slot: z.int(), node: z.string().nullable() }).optional(),
});
export type KeyHead = z.infer<typeof keyHead>;

/** Which keys: a selection as seen, or a pattern and type, resolved by a finished scan when planned. */
export const keySelection = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('keys'), keys: z.array(name).min(1).max(LIMITS.selectionKeys) }),
  z.strictObject({
    kind: z.literal('pattern'),
    match: bytes(4_096),
    type: redisType.nullable(),
    /** Of them only the names that begin so: a folder of a list that has a pattern of its own; null: all. */
    prefix: name.nullable(),
  }),
]);
export type KeySelection = z.infer<typeof keySelection>;

/** How far a plan is: the keys are counted by a scan, then some of them are looked at. */
export const planProgress = z.discriminatedUnion('step', [
  z.object({
    step: z.literal('counting'),
    scanned: z.int(),
    /** DBSIZE; null where that is refused. */
    of: z.int().nullable(),
    /** Names that match, each once. */
    found: z.int(),
  }),
  z.object({ step: z.literal('looking'), found: z.int() }),
]);
export type PlanProgress = z.infer<typeof planProgress>;

export const keys = {
  /** SCAN may give a name twice: the reader, which keeps the names, drops duplicates. */
  'keys.scan': stream({
    scope: 'connection',
    overflow: 'pause',
    input: z.strictObject({
      connection: connectionId,
      /** Glob for SCAN MATCH; null for all. */
      match: bytes(4_096).nullable(),
      type: redisType.nullable(),
      resume: cursors.nullable(),
    }),
    item: keyPage,
  }),
  /** Type, TTL and length of rows in view, one small pipeline. */
  'keys.describe': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject({
      connection: connectionId,
      keys: z.array(name).max(LIMITS.describeKeys),
    }),
    output: z.array(keyFacts),
  }),
  /** MEMORY USAGE SAMPLES 5 of keys, one small pipeline, when the user asks; null: gone, or refused. */
  'keys.measure': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject({
      connection: connectionId,
      keys: z.array(name).max(LIMITS.describeKeys),
    }),
    output: z.array(z.number().nullable()),
  }),
  /** What the head of an open key shows; `notFound` when it is gone. */
  'keys.head': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject(keyInput),
    output: keyHead,
  }),
  /**
   * PEXPIRE, or PERSIST for null, only if the key still expires as it was read to; otherwise `conflict` with what PTTL
   * says now.
   */
  'keys.setTtl': request({
    scope: 'connection',
    effect: 'write',
    input: z.strictObject({
      ...keyInput,
      ttlMs: z.int().min(1).max(9_000_000_000_000).nullable(),
      /** When it was read to expire, on this computer's clock; null: never. */
      readAsMs: z.number().nullable(),
    }),
    output: ticket,
  }),
  /** RENAMENX: never onto a key that is there. */
  'keys.rename': request({
    scope: 'connection',
    effect: 'write',
    input: z.strictObject({ ...keyInput, to: name }),
    output: ticket,
  }),
};

const page = { position: z.string().max(64), count: z.int().min(1).max(LIMITS.pageElements) };

/**
 * Values by type, always a page, lengths first. Numbers are text as the server wrote them. A page is bounded in bytes, too: it
 * ends early where elements are long.
 */
export const values = {
  /** GETRANGE of `[offset, offset + limit)` with STRLEN. */
  'values.string': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject({
      ...keyInput,
      offset: z.int().nonnegative(),
      limit: z.int().min(1).max(LIMITS.valueChunkBytes),
    }),
    output: z.object({ bytes: octets, total: z.int() }),
  }),
  /** HSCAN from `position` ("0" first); `next` null at the end. Field TTLs where the server has HPTTL; NOVALUES and HSTRLEN, too. */
  'values.hash': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject({ ...keyInput, ...page, match: bytes(4_096).nullable() }),
    output: z.object({
      fields: z.array(
        z.object({
          field: name,
          value: octets,
          total: wholeBytes,
          ttlMs: z.number().nullable(),
        }),
      ),
      next: z.string().nullable(),
      total: knownLength,
      looked: lookedThrough,
    }),
  }),
  /** LRANGE from index `start`. */
  'values.list': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject({ ...keyInput, start: z.int().nonnegative(), count: page.count }),
    output: z.object({ elements: z.array(octets), cut: cutElements, total: knownLength }),
  }),
  'values.set': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject({ ...keyInput, ...page, match: bytes(4_096).nullable() }),
    output: z.object({
      members: z.array(octets),
      cut: cutElements,
      next: z.string().nullable(),
      total: knownLength,
      looked: lookedThrough,
    }),
  }),
  /** ZRANGE by rank WITHSCORES. */
  'values.zset': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject({
      ...keyInput,
      start: z.int().nonnegative(),
      count: page.count,
      reverse: z.boolean(),
    }),
    output: z.object({
      members: z.array(z.object({ member: octets, total: wholeBytes, score: numberText })),
      total: knownLength,
    }),
  }),
  /** XREVRANGE from `before` (exclusive) downwards, newest first; groups with what is pending. */
  'values.stream': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject({
      ...keyInput,
      order: entryOrder,
      past: text(64).nullable(),
      count: page.count,
    }),
    output: z.object({
      entries: z.array(
        z.object({
          id: z.string(),
          fields: z.array(z.object({ field: octets, value: octets, total: wholeBytes })),
        }),
      ),
      total: knownLength,
      /** null: this user may not run XINFO. */
      groups: z
        .array(
          z.object({
            name: octets,
            consumers: z.int(),
            pending: z.int(),
            lastDeliveredId: z.string(),
            lag: z.string().nullable(),
          }),
        )
        .nullable(),
    }),
  }),
  /** One element whole, when the user asks for what a page left out; `limit` above LIMITS.elementBytes. */
  'values.element': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject({
      ...keyInput,
      place: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('hash'), field: name }),
        z.strictObject({ kind: z.literal('list'), index: z.int().nonnegative() }),
        /** The value of the field at a place in an entry: an entry may have a field twice. */
        z.strictObject({
          kind: z.literal('stream'),
          id: text(41).regex(/^\d{1,20}-\d{1,20}$/),
          at: z.int().nonnegative(),
        }),
        /** The member at a rank, where it still is the one of which a page gave the beginning. */
        z.strictObject({
          kind: z.literal('zset'),
          rank: z.int().nonnegative(),
          begins: bytes(65_536),
          total: z.int().positive(),
        }),
      ]),
    }),
    output: z.object({ bytes: octets }),
  }),
  /** Any other type: what its own INFO command says, as rows. */
  'values.module': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject(keyInput),
    output: z.object({
      command: z.string().nullable(),
      facts: z.array(z.object({ name: z.string(), value: z.string() })),
    }),
  }),
  /**
   * Bytes of DUMP, when the user asks: it sends the whole value, so only of a key that takes at most 1 MB by MEMORY USAGE.
   * null: it takes more, or one of the two was refused.
   */
  'values.dumpSize': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject(keyInput),
    output: z.object({ bytes: z.int().nullable() }),
  }),
};

/** A JSONPath as RedisJSON takes it: `$.price`, `$..brand`, `$.offers[0].shop`. */
const path = text(8_192).min(1);
/** JSON source text, numbers as written. */
const jsonText = text(LIMITS.jsonMaxBytes);

export const json = {
  /** The document or what `path` matches. `tooLarge` instead of text above LIMITS.jsonAutoBytes unless `evenIfLarge`. */
  'json.get': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject({ ...keyInput, path, evenIfLarge: z.boolean() }),
    output: z.discriminatedUnion('kind', [
      /** For path `$` the document; for another path a JSON array of the matches. */
      z.object({ kind: z.literal('text'), text: jsonText, bytes: z.int(), readAtMs: z.number() }),
      z.object({ kind: z.literal('tooLarge'), bytes: z.int() }),
    ]),
  }),
  /**
   * JSON.SET of each path, or another command at a place, in this order in one WATCH transaction and under one ticket,
   * only if all of them still hold `expected` (JSON.GET text of the path as read; of a command what it expects);
   * otherwise `conflict` with what is there now at the first that does not. `unsupported` where a command and another
   * change are in each other's way (json-together.ts).
   */
  'json.set': request({
    scope: 'connection',
    effect: 'write',
    input: z.strictObject({
      ...keyInput,
      changes: z
        .array(
          z.union([
            z.strictObject({ path, value: jsonText, expected: jsonText }),
            z.strictObject({ steps, command: jsonCommand, expected: jsonExpected }),
          ]),
        )
        .min(1)
        .max(LIMITS.jsonChanges),
    }),
    output: z.object({ ticket }),
  }),
};
