import { z } from 'zod';
import { LIMITS } from '../limits.ts';
import { connectionId, name, numberText, octets, request, text, wholeBytes } from './define.ts';

const keyInput = { connection: connectionId, key: name };
const count = z.int().min(1).max(LIMITS.pageElements);

const scoreEnd = z.strictObject({
  /** As it was typed: ZRANGEBYSCORE parses it. */
  score: text(64).regex(/^[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?$|^[-+]?inf$/),
  exclusive: z.boolean(),
});
const lexEnd = z.strictObject({ member: name, exclusive: z.boolean() });

/** A part of a sorted set, by score or by the bytes of its members; null: no end on that side. */
export const zsetRange = z.discriminatedUnion('by', [
  z.strictObject({
    by: z.literal('score'),
    min: scoreEnd.nullable(),
    max: scoreEnd.nullable(),
  }),
  z.strictObject({ by: z.literal('lex'), min: lexEnd.nullable(), max: lexEnd.nullable() }),
]);
export type ZsetRange = z.infer<typeof zsetRange>;

/** Parts of collections that are not read from their beginning. */
export const ranges = {
  /** ZRANGEBYSCORE or ZRANGEBYLEX with LIMIT, or their REV forms; `found` by ZCOUNT or ZLEXCOUNT. */
  'values.zsetRange': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject({
      ...keyInput,
      range: zsetRange,
      offset: z.int().nonnegative(),
      count,
      reverse: z.boolean(),
    }),
    output: z.object({
      members: z.array(z.object({ member: octets, total: wholeBytes, score: numberText })),
      found: z.int(),
      total: z.int(),
      /** Lowest and highest score are the same: only then does Redis say what a range by lex gives. */
      hasOneScore: z.boolean(),
    }),
  }),
  /** LRANGE of a page from the right end, the last element first; `skip` of them left out. */
  'values.listTail': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject({ ...keyInput, skip: z.int().nonnegative(), count }),
    output: z.object({
      elements: z.array(z.object({ index: z.int(), value: octets, total: wholeBytes })),
      total: z.int(),
    }),
  }),
};
