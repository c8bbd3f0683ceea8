import { z } from 'zod';
import { LIMITS } from '../limits.ts';
import { connectionId, name, request, text } from './define.ts';
import { steps } from './json-edits.ts';

const kind = z.enum(['object', 'array', 'string', 'number', 'boolean', 'null']);

/** One value of a level, as much of it as its row shows. */
export const jsonChild = z.object({
  /** Of a member; null for an element. */
  name: z.string().nullable(),
  /** null: RedisJSON finds nothing by a path with this name, or it went while the level was read. */
  kind: kind.nullable(),
  /** Members, elements, or bytes of a string; null of the others. */
  size: z.int().nullable(),
  /** Source text of a scalar; null where it is longer than LIMITS.jsonLevelText. */
  text: z.string().nullable(),
  /** The first names of an object with few members, for its row. */
  names: z.array(z.string()),
});
export type JsonChild = z.infer<typeof jsonChild>;

/** What one document has for one path. */
export const jsonCell = z.discriminatedUnion('state', [
  /** `text` is source text, at most LIMITS.searchCellBytes characters of it; `matches` above one: an array of them. */
  z.object({
    state: z.literal('value'),
    kind,
    text: z.string(),
    isCut: z.boolean(),
    matches: z.int(),
  }),
  z.object({ state: z.literal('none') }),
  /** It takes so many bytes of memory: not read for a cell. */
  z.object({ state: z.literal('large'), bytes: z.int() }),
]);
export type JsonCell = z.infer<typeof jsonCell>;

export const jsonTableRow = z.discriminatedUnion('state', [
  z.object({ state: z.literal('json'), cells: z.array(jsonCell) }),
  z.object({ state: z.literal('other'), type: z.string() }),
  z.object({ state: z.literal('gone') }),
  z.object({ state: z.literal('refused') }),
]);
export type JsonTableRow = z.infer<typeof jsonTableRow>;

/** Parts of documents: a level of one, or a few paths of many. */
export const jsonReading = {
  /**
   * The children of one value from `offset` on, at most LIMITS.jsonLevelRows of them: what a row shows, never a whole
   * subtree. `tooMany`: an object whose names alone would be too much for one reply.
   */
  'json.level': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject({
      connection: connectionId,
      key: name,
      steps,
      offset: z.int().nonnegative(),
      count: z.int().min(1).max(LIMITS.jsonLevelRows),
    }),
    output: z.discriminatedUnion('state', [
      z.object({
        state: z.literal('children'),
        kind: z.enum(['object', 'array']),
        total: z.int(),
        children: z.array(jsonChild),
      }),
      z.object({ state: z.literal('scalar'), kind, text: z.string().nullable() }),
      z.object({ state: z.literal('tooMany'), total: z.int() }),
    ]),
  }),
  /** JSON.MGET of each path over these keys, a row for each key in their order, a cell for each path. */
  'json.table': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject({
      connection: connectionId,
      keys: z.array(name).min(1).max(LIMITS.describeKeys),
      /** Each begins with `$`. */
      paths: z.array(text(8_192).startsWith('$')).min(1).max(LIMITS.jsonTableColumns),
    }),
    output: z.object({ rows: z.array(jsonTableRow), readAtMs: z.number() }),
  }),
};
