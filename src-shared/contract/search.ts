import { z } from 'zod';
import { LIMITS } from '../limits.ts';
import { connectionId, octets, request, text } from './define.ts';

const indexName = text(1_024).min(1);
/** An argument as the user typed it (after unquoting). */
const argument = text(65_536);

export const indexField = z.object({
  /** `$.price`, or the hash field. */
  identifier: z.string(),
  attribute: z.string(),
  type: z.string(),
  /** WEIGHT 5, SORTABLE, SEPARATOR , ... as FT.INFO lists them. */
  options: z.array(z.string()),
});

export const indexInfo = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('known'),
    name: z.string(),
    on: z.enum(['HASH', 'JSON', 'other']),
    prefixes: z.array(z.string()),
    fields: z.array(indexField),
    documents: z.int(),
    terms: z.string().nullable(),
    sizeMb: z.string().nullable(),
    indexing: z.boolean(),
    /** Share from 0 to 1. */
    percentIndexed: z.string().nullable(),
    failures: z.string().nullable(),
    /** Why the last document that failed did, and which it was. */
    lastFailure: z.object({ error: z.string(), key: z.string() }).nullable(),
  }),
  /** This user may not read it, or its answer was not understood. */
  z.object({ state: z.literal('refused'), name: z.string(), reason: z.string() }),
]);
export type IndexInfo = z.infer<typeof indexInfo>;
export type KnownIndex = Extract<IndexInfo, { state: 'known' }>;

/** One value of a row. `value` holds at most LIMITS.searchCellBytes of its `bytes`; invalid UTF-8 is escaped. */
export const searchCell = z.object({
  name: z.string(),
  value: z.string().nullable(),
  bytes: z.int(),
});
export type SearchCell = z.infer<typeof searchCell>;

export const searchRow = z.object({
  key: octets,
  score: z.string().nullable(),
  /** In reply order. */
  fields: z.array(searchCell),
});
export type SearchRow = z.infer<typeof searchRow>;

export const search = {
  /** FT._LIST and an FT.INFO each; the ones with most documents first. */
  'search.indexes': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject({ connection: connectionId }),
    output: z.array(indexInfo),
  }),
  /** FT.SEARCH; see src-shared/search-line for how a line becomes this. */
  'search.run': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject({
      connection: connectionId,
      index: indexName,
      query: text(65_536),
      sortBy: z.strictObject({ field: text(1_024), direction: z.enum(['ASC', 'DESC']) }).nullable(),
      /** The arguments of RETURN (`AS` and its name included); null for whole documents. */
      fields: z.array(text(1_024)).max(LIMITS.searchFields).nullable(),
      offset: z.int().min(0).max(1_000_000),
      count: z.int().min(0).max(LIMITS.searchRows),
      dialect: z.int().min(1).max(4),
      withScores: z.boolean(),
      /** Options that are passed on as they are (VERBATIM, SLOP 1, PARAMS ...); none that has a place above. */
      extra: z.array(argument).max(1_000),
    }),
    output: z.object({
      total: z.int(),
      rows: z.array(searchRow),
      warnings: z.array(z.string()),
      roundTripMs: z.number(),
      /** What was sent, as redis-cli takes it. */
      command: z.string(),
    }),
  }),
  /** FT.AGGREGATE; the steps as Redis takes them, already split. Main adds a LIMIT where the last stage has none. */
  'search.aggregate': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject({
      connection: connectionId,
      index: indexName,
      query: text(65_536),
      steps: z.array(argument).max(1_000),
      dialect: z.int().min(1).max(4),
    }),
    output: z.object({
      rows: z.array(z.array(searchCell)),
      /** As many rows as LIMITS.searchRows allows: there may be more. */
      cut: z.boolean(),
      warnings: z.array(z.string()),
      roundTripMs: z.number(),
      command: z.string(),
    }),
  }),
};
