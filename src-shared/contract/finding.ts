import { z } from 'zod';
import { LIMITS } from '../limits.ts';
import {
  bytes,
  connectionId,
  lookedThrough,
  name,
  numberText,
  octets,
  request,
  wholeBytes,
} from './define.ts';

const keyInput = { connection: connectionId, key: name };
const content = bytes(LIMITS.editBytes);

/** One field, member or element by its exact bytes, without reading the others. */
export const finding = {
  /** HGET with the field's TTL, nothing of a value that is too long for a page; null: no such field. */
  'values.findField': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject({ ...keyInput, field: name }),
    output: z.object({
      found: z
        .object({ value: octets, total: wholeBytes, ttlMs: z.number().nullable() })
        .nullable(),
    }),
  }),
  /** SISMEMBER. */
  'values.hasMember': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject({ ...keyInput, member: content }),
    output: z.object({ isMember: z.boolean() }),
  }),
  /** ZSCORE and ZRANK; null: no such member. */
  'values.findRank': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject({ ...keyInput, member: content }),
    output: z.object({
      found: z.object({ score: numberText, rank: z.int() }).nullable(),
      total: z.int(),
    }),
  }),
  /** ZSCAN. */
  'values.zsetScan': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject({
      ...keyInput,
      /** Opaque; "0" to begin. */
      position: z.string().max(32),
      count: z.int().min(1).max(LIMITS.pageElements),
      match: name,
    }),
    output: z.object({
      members: z.array(z.object({ member: octets, total: wholeBytes, score: numberText })),
      next: z.string().nullable(),
      total: z.int(),
      looked: lookedThrough,
    }),
  }),
  /**
   * LPOS of a value: elements that are equal to it among the first `most` from one end, nearest first, the first `skip`
   * of them left out.
   */
  'values.findElement': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject({
      ...keyInput,
      value: content,
      end: z.enum(['left', 'right']),
      skip: z.int().nonnegative().max(LIMITS.findElements),
      most: z.int().min(1).max(LIMITS.findElements),
    }),
    output: z.object({
      indexes: z.array(z.int()),
      /** How many elements were compared. */
      looked: z.int(),
      total: z.int(),
    }),
  }),
};
