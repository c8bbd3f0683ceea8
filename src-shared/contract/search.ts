import { z } from 'zod';
import { LIMITS } from '../limits.ts';
import { connectionId, request, text } from './define.ts';

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

export const indexInfo = z.object({
  name: z.string(),
  on: z.enum(['HASH', 'JSON', 'other']),
  prefixes: z.array(z.string()),
  fields: z.array(indexField),
  documents: z.int(),
  terms: z.string().nullable(),
  sizeMb: z.string().nullable(),
  indexing: z.boolean(),
  percentIndexed: z.string().nullable(),
  failures: z.string().nullable(),
});
export type IndexInfo = z.infer<typeof indexInfo>;

export const search = {
  'search.indexes': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject({ connection: connectionId }),
    output: z.array(indexInfo),
  }),
  /** FT.SEARCH index query [arguments]; `arguments` as typed, LIMIT at most LIMITS.searchRows. */
  'search.run': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject({
      connection: connectionId,
      index: indexName,
      query: text(65_536),
      sortBy: z.strictObject({ field: text(1_024), direction: z.enum(['ASC', 'DESC']) }).nullable(),
      /** RETURN fields; null for whole documents. */
      fields: z.array(text(1_024)).max(100).nullable(),
      offset: z.int().min(0).max(1_000_000),
      count: z.int().min(0).max(LIMITS.searchRows),
      dialect: z.int().min(1).max(4),
      withScores: z.boolean(),
    }),
    output: z.object({
      total: z.int(),
      rows: z.array(
        z.object({
          key: z.instanceof(Uint8Array),
          score: z.string().nullable(),
          /** Field to value, in reply order; values as text, invalid UTF-8 escaped. */
          fields: z.array(z.object({ name: z.string(), value: z.string() })),
        }),
      ),
      warnings: z.array(z.string()),
      roundTripMs: z.number(),
      /** What was sent, as redis-cli takes it. */
      command: z.string(),
    }),
  }),
  /** FT.AGGREGATE index query [steps...]; the steps exactly as Redis takes them, already tokenised. */
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
      rows: z.array(z.array(z.object({ name: z.string(), value: z.string().nullable() }))),
      /** True when LIMITS.searchRows cut the result short. */
      cut: z.boolean(),
      warnings: z.array(z.string()),
      roundTripMs: z.number(),
      command: z.string(),
    }),
  }),
};
