import { z } from 'zod';
import { LIMITS } from '../limits.ts';
import { bytesOf } from '../part-commands.ts';
import { SCORE } from '../redis-value.ts';
import { bytes, connectionId, name, planId, request, text, ticket, timestampMs } from './define.ts';
import { zsetRange } from './ranges.ts';

const content = bytes(LIMITS.editBytes);
/** A place as LRANGE and ZRANGE count it: negative from the end. */
const place = z.int();

/** As many as one change takes, and not more bytes of them. */
const several = <T extends z.ZodType<Readonly<Record<string, unknown>>>>(one: T) =>
  z
    .array(one)
    .min(1)
    .max(LIMITS.partsTogether)
    .refine((parts) => bytesOf(parts) <= LIMITS.partsBytes, `at most ${LIMITS.partsBytes} bytes`);

/** A part of a sorted set: by score, by name, or by rank. */
export const zsetPart = z.discriminatedUnion('by', [
  ...zsetRange.options,
  z.strictObject({ by: z.literal('rank'), start: place, stop: place }),
]);
export type ZsetPart = z.infer<typeof zsetPart>;

/** A change of several parts of one value: of those that were chosen, as they were read, or of a range. */
export const partsChange = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('hash.removeFields'),
    fields: several(z.strictObject({ field: name, before: content })),
  }),
  /** HPEXPIRE, or HPERSIST for null. `before`: when it expires as read, by this computer's clock; null: never. */
  z.strictObject({
    kind: z.literal('hash.expireFields'),
    fields: several(z.strictObject({ field: name, before: timestampMs.nullable() })),
    ttlMs: z.int().min(1).max(9_000_000_000_000).nullable(),
  }),
  z.strictObject({
    kind: z.literal('set.removeMembers'),
    members: several(z.strictObject({ member: content })),
  }),
  z.strictObject({
    kind: z.literal('zset.removeMembers'),
    members: several(z.strictObject({ member: content, before: text(64).regex(SCORE) })),
  }),
  z.strictObject({ kind: z.literal('zset.removeRange'), range: zsetPart }),
  /** Elements by their indexes, which ascend. */
  z.strictObject({
    kind: z.literal('list.removeElements'),
    elements: several(z.strictObject({ index: z.int().nonnegative(), before: content })).refine(
      (elements) => elements.every(({ index }, at) => index > (elements[at - 1]?.index ?? -1)),
      'indexes that ascend',
    ),
  }),
  /** LTRIM: what is outside of it goes. */
  z.strictObject({ kind: z.literal('list.trim'), start: place, stop: place }),
]);
export type PartsChange = z.infer<typeof partsChange>;

/** Whether what goes is kept: `place` by place, as it was. */
export const partsUndo = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('place') }),
  z.object({ kind: z.literal('none'), reason: z.string() }),
]);
export type PartsUndo = z.infer<typeof partsUndo>;

/** Several parts of a value in one transaction with one undo. The key's TTL and those of fields stay. */
export const partChanges = {
  /** What a change would touch; nothing is changed. `conflict` when a list is not any more as it was read. */
  'values.planParts': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject({ connection: connectionId, key: name, change: partsChange }),
    output: z.object({
      plan: planId,
      /** How many would be changed or go. */
      parts: z.int(),
      /** Of the chosen ones: gone, or changed since they were read. They are left alone. */
      left: z.int(),
      /** Elements of the whole value. */
      total: z.int(),
      undo: partsUndo,
      /** Elements of one step where it is too much for one command; null: all at once. */
      step: z.int().nullable(),
      expiresAtMs: z.number(),
    }),
  }),
  /** Makes the change that was planned; `conflict` when more would go by now. */
  'values.applyParts': request({
    scope: 'connection',
    effect: 'destroy',
    input: z.strictObject({ connection: connectionId, planId }),
    output: z.object({
      /** null: it cannot be taken back, as the plan said. */
      ticket: ticket.nullable(),
      parts: z.int(),
      left: z.int(),
      /** Why it ended before all of a range was gone. */
      stopped: z.string().nullable(),
    }),
  }),
};
