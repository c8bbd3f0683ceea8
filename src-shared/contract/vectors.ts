import { z } from 'zod';
import { LIMITS } from '../limits.ts';
import {
  bytes,
  connectionId,
  name,
  numberText,
  octets,
  planId,
  request,
  text,
  ticket,
} from './define.ts';

const keyInput = { connection: connectionId, key: name };
const attributes = bytes(LIMITS.editBytes);

/** What VINFO says; null: this server does not tell. */
export const vectorSetInfo = z.object({
  size: z.int(),
  dimension: z.int(),
  /** `int8`, `bin` or `f32`: how vectors are kept. */
  quantization: z.string(),
  /** Dimensions before REDUCE made them fewer; null: they are as they were given. */
  reducedFrom: z.int().nullable(),
  withAttributes: z.int().nullable(),
  /** HNSW: links of a node, and levels above the lowest. */
  links: z.int().nullable(),
  maxLevel: z.int().nullable(),
});
export type VectorSetInfo = z.infer<typeof vectorSetInfo>;

export const similarTo = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('element'), element: name }),
  z.strictObject({
    kind: z.literal('values'),
    values: z.array(numberText).min(1).max(LIMITS.vectorDimensions),
  }),
]);
export type SimilarTo = z.infer<typeof similarTo>;

/** How the removal of an element can be taken back: the whole set as it was, or not at all. */
export const vectorUndo = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('whole'), bytes: z.int() }),
  z.object({ kind: z.literal('none'), reason: z.string() }),
]);

export const vectors = {
  /** VINFO. */
  'vectors.info': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject(keyInput),
    output: vectorSetInfo,
  }),
  /** VRANDMEMBER of at most `count`, in the order of their bytes: fewer than `total` are a sample, another one each time. */
  'vectors.sample': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject({ ...keyInput, count: z.int().min(1).max(LIMITS.pageElements) }),
    output: z.object({ elements: z.array(octets), total: z.int() }),
  }),
  /** VGETATTR and VEMB of one; null: it is not in the set. */
  'vectors.element': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject({ ...keyInput, element: name }),
    output: z
      .object({
        /** JSON as it was given; nothing checks it. null: it has none. At most LIMITS.editBytes of it. */
        attributes: octets.nullable(),
        attributesBytes: z.int(),
        dimension: z.int(),
        /** The first of them, at most LIMITS.vectorShown, as the set keeps them: approximately what was given. */
        values: z.array(numberText),
      })
      .nullable(),
  }),
  /** VSIM WITHSCORES, most similar first. */
  'vectors.similar': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject({
      ...keyInput,
      to: similarTo,
      count: z.int().min(1).max(LIMITS.pageElements),
      /** An expression over attributes: `.year > 1980`. */
      filter: text(8_192).nullable(),
    }),
    output: z.object({ found: z.array(z.object({ element: octets, score: numberText })) }),
  }),
  /** VSETATTR, only if the attributes still are `before`; null: none. */
  'vectors.setAttributes': request({
    scope: 'connection',
    effect: 'write',
    input: z.strictObject({
      ...keyInput,
      element: name,
      before: attributes.nullable(),
      /** Empty is none, to the server: null says so. */
      after: attributes.refine((value) => value.byteLength > 0, 'not empty').nullable(),
    }),
    output: z.object({ ticket }),
  }),
  /** What VREM of one would run, and whether it can be taken back; nothing is changed. */
  'vectors.planRemove': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject({ ...keyInput, element: name }),
    output: z.object({
      plan: planId,
      command: z.string(),
      /** The key goes with its last element. */
      isLast: z.boolean(),
      undo: vectorUndo,
      expiresAtMs: z.number(),
    }),
  }),
  /** Removes the element that was planned. `ticket` null: it cannot be taken back, as was said. */
  'vectors.applyRemove': request({
    scope: 'connection',
    effect: 'destroy',
    input: z.strictObject({ connection: connectionId, planId }),
    output: z.object({ ticket: ticket.nullable() }),
  }),
};
