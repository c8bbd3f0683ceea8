import { z } from 'zod';
import { LIMITS } from '../limits.ts';
import { DECIMAL, SCORE } from '../redis-value.ts';
import { bytes, connectionId, name, request, text, ticket } from './define.ts';
import { seriesLabels } from './series.ts';

const content = bytes(LIMITS.editBytes);
const decimal = text(64).regex(DECIMAL);

/** What a new key holds first: Redis has no empty collections. */
export const newValue = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('string'), value: content }),
  /** JSON source text: numbers stay as they were typed. */
  z.strictObject({ kind: z.literal('json'), text: text(LIMITS.editBytes) }),
  z.strictObject({ kind: z.literal('hash'), field: name, value: content }),
  z.strictObject({ kind: z.literal('list'), element: content }),
  z.strictObject({ kind: z.literal('set'), member: content }),
  z.strictObject({ kind: z.literal('zset'), score: text(64).regex(SCORE), member: content }),
  z.strictObject({
    kind: z.literal('stream'),
    /** `*`, or in its sequence, lets the server choose. */
    id: text(41).regex(/^(\*|\d{1,20}(-(\d{1,20}|\*))?)$/),
    field: name,
    value: content,
  }),
  /** A sorted set whose scores are places. */
  z.strictObject({
    kind: z.literal('geo'),
    longitude: decimal,
    latitude: decimal,
    member: content,
  }),
  z.strictObject({
    kind: z.literal('series'),
    /** Milliseconds; `*` is the server's now. */
    atMs: text(19).regex(/^(\*|\d+)$/),
    value: decimal,
  }),
  /** A series without a sample, for a rule to write to. */
  z.strictObject({
    kind: z.literal('emptySeries'),
    /** Milliseconds; 0 keeps all. */
    retentionMs: text(19).regex(/^\d+$/),
    labels: seriesLabels,
  }),
  z.strictObject({
    kind: z.literal('vectors'),
    values: z.array(decimal).min(1).max(LIMITS.vectorDimensions),
    element: name,
  }),
]);
export type NewValue = z.infer<typeof newValue>;

const outcome = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('done'),
    /** null: it cannot be undone, because of `noUndo`. */
    ticket: ticket.nullable(),
    noUndo: z.string().nullable(),
  }),
  /** Nothing was written: a key of this name is there, of this type. */
  z.object({ outcome: z.literal('taken'), type: z.string() }),
]);

export const newKeys = {
  /** A key that is not there yet: WATCH, TYPE, then its commands in one MULTI. Never over one that is there. */
  'keys.create': request({
    scope: 'connection',
    effect: 'write',
    input: z.strictObject({
      connection: connectionId,
      key: name,
      value: newValue,
      ttlMs: z.int().min(1).max(9_000_000_000_000).nullable(),
    }),
    output: outcome,
  }),
};
