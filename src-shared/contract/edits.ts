import { z } from 'zod';
import { LIMITS } from '../limits.ts';
import { DEGREES } from '../geohash.ts';
import { equalBytes, SCORE } from '../redis-value.ts';
import {
  bytes,
  connectionId,
  name,
  octets,
  planId,
  request,
  text,
  ticket,
  timestampMs,
} from './define.ts';

/** A value or element that is edited as a whole. */
const content = bytes(LIMITS.editBytes);
const index = z.int().nonnegative();
const bit = z.union([z.literal(0), z.literal(1)]);
/** A score as it was typed or served: ZADD parses it. */
const score = text(64).regex(SCORE);
const degrees = text(40).regex(DEGREES);

/**
 * One change of one place, with what was read there: it is made only while that still holds. `before` null: there was
 * nothing.
 */
export const valueChange = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('string.set'), before: content, value: content }),
  /** `length`: STRLEN as read. */
  z.strictObject({ kind: z.literal('string.append'), length: index, value: content }),
  /**
   * SETRANGE within the value: `before` is the part that was read at `offset`, `length` STRLEN as read. Of `value`, which
   * is as long as `before`, only what differs is written.
   */
  z
    .strictObject({
      kind: z.literal('string.setrange'),
      length: index,
      offset: index,
      before: content,
      value: content,
    })
    .refine(({ before, value }) => before.byteLength === value.byteLength, {
      message: 'The part has to keep its length',
    })
    .refine(({ before, value }) => !equalBytes(before, value), {
      message: 'Nothing differs',
    })
    .refine(({ length, offset, before }) => offset + before.byteLength <= length, {
      message: 'The part goes beyond the end',
    }),
  /** SETBIT of a bit within the value. */
  z.strictObject({
    kind: z.literal('string.setbit'),
    offset: z.int().nonnegative().max(4_294_967_295),
    before: bit,
    value: bit,
  }),
  z.strictObject({
    kind: z.literal('hash.set'),
    field: name,
    before: content.nullable(),
    value: content,
  }),
  /** HPEXPIRE, or HPERSIST for null. `before`: when it expires as read, by this computer's clock; null: never. */
  z.strictObject({
    kind: z.literal('hash.expire'),
    field: name,
    before: timestampMs.nullable(),
    ttlMs: z.int().min(1).max(9_000_000_000_000).nullable(),
  }),
  z.strictObject({ kind: z.literal('list.set'), index, before: content, value: content }),
  z.strictObject({
    kind: z.literal('list.push'),
    end: z.enum(['left', 'right']),
    value: content,
  }),
  /** Beside the element at `index`, which was `before`. */
  z.strictObject({
    kind: z.literal('list.insert'),
    index,
    before: content,
    where: z.enum(['before', 'after']),
    value: content,
  }),
  /** The element at `index`, which was `before`, to one end of the same list. */
  z.strictObject({
    kind: z.literal('list.move'),
    index,
    before: content,
    end: z.enum(['left', 'right']),
  }),
  /** The element at `index`, which was `before`, to where the element at `to` is. */
  z.strictObject({ kind: z.literal('list.moveTo'), index, before: content, to: index }),
  z.strictObject({ kind: z.literal('set.add'), member: content }),
  /** Another member in place of `before`. */
  z.strictObject({ kind: z.literal('set.replace'), before: content, member: content }),
  z.strictObject({
    kind: z.literal('zset.set'),
    member: content,
    before: score.nullable(),
    score,
  }),
  /** Another member in place of `member`, with the score that it had, which was `before`. */
  z
    .strictObject({
      kind: z.literal('zset.rename'),
      member: content,
      before: score,
      to: content,
    })
    .refine(({ member, to }) => !equalBytes(member, to), { message: 'It has that name already' }),
  /** GEOADD: the score is that of the place. */
  z.strictObject({
    kind: z.literal('zset.place'),
    member: content,
    before: score.nullable(),
    longitude: degrees,
    latitude: degrees,
  }),
]);
export type ValueChange = z.infer<typeof valueChange>;

/** One element that goes, as it was read. */
export const elementRemoval = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('hash.delete'), field: name, before: content }),
  z.strictObject({ kind: z.literal('list.remove'), index, before: content }),
  z.strictObject({ kind: z.literal('set.remove'), member: content }),
  z.strictObject({ kind: z.literal('zset.remove'), member: content, before: score }),
]);
export type ElementRemoval = z.infer<typeof elementRemoval>;

/** Any change of a place in a value. */
export type ValueEdit = ValueChange | ElementRemoval;

/** What is there where something else had been read. */
const present = z.discriminatedUnion('is', [
  /** The beginning of it, at most LIMITS.editBytes, and its whole length. */
  z.object({ is: z.literal('bytes'), bytes: octets, total: z.int() }),
  z.object({ is: z.literal('length'), length: z.int() }),
  z.object({ is: z.literal('score'), score: z.string() }),
  z.object({ is: z.literal('bit'), bit }),
  /** When the field expires, by this computer's clock; null: never. */
  z.object({ is: z.literal('expiry'), atMs: z.number().nullable() }),
  /** The member is in the set. */
  z.object({ is: z.literal('member') }),
  /** No such field, index or member. */
  z.object({ is: z.literal('absent') }),
  z.object({ is: z.literal('gone') }),
  z.object({ is: z.literal('type'), type: z.string() }),
]);
export type Present = z.infer<typeof present>;

const outcome = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('done'), ticket }),
  /** Nothing was done: `now` is there instead of what had been read. */
  z.object({ outcome: z.literal('conflict'), now: present }),
]);
export type EditOutcome = z.infer<typeof outcome>;

const keyInput = { connection: connectionId, key: name };

/** Edits in place: WATCH, compare with what was read, journal, MULTI. The key's TTL and the field's stay. */
export const edits = {
  /** Sets or adds one element, field, member or score, or the whole string. */
  'values.change': request({
    scope: 'connection',
    effect: 'write',
    input: z.strictObject({ ...keyInput, change: valueChange }),
    output: outcome,
  }),
  /** What removing one element would run; nothing is changed. */
  'values.planRemove': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject({ ...keyInput, removal: elementRemoval }),
    output: z.object({
      plan: planId,
      commands: z.array(z.string()),
      expiresAtMs: z.number(),
    }),
  }),
  /** Removes what was planned. */
  'values.applyRemove': request({
    scope: 'connection',
    effect: 'destroy',
    input: z.strictObject({ connection: connectionId, planId }),
    output: outcome,
  }),
};
