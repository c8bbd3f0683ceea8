import { z } from 'zod';
import { LIMITS } from '../limits.ts';
import {
  bytes,
  connectionId,
  name,
  octets,
  planId,
  request,
  stream,
  text,
  ticket,
  wholeBytes,
} from './define.ts';

const keyInput = { connection: connectionId, key: name };

/** The whole ID of an entry. */
const entryId = text(41).regex(/^\d{1,20}-\d{1,20}$/);
/** An ID, or only its milliseconds; `$` is the last one given. */
const groupId = text(41).regex(/^(\d{1,20}(-\d{1,20})?|\$)$/);
const ids = z.array(entryId).min(1).max(LIMITS.streamIds);
const minIdleMs = z.int().nonnegative();
const group = name;
const consumer = name;

/** One change of a stream or of one of its groups. */
export const streamChange = z.discriminatedUnion('kind', [
  /** XADD to a stream that is there; `*` as the ID or its sequence lets the server choose. */
  z.strictObject({
    kind: z.literal('add'),
    id: text(41).regex(/^(\*|\d{1,20}(-(\d{1,20}|\*))?)$/),
    fields: z
      .array(z.strictObject({ field: name, value: bytes(LIMITS.editBytes) }))
      .min(1)
      .max(LIMITS.streamFields),
  }),
  z.strictObject({ kind: z.literal('delete'), ids }),
  /** XTRIM; approximately: whole nodes only, so that some more stay. */
  z.strictObject({
    kind: z.literal('trim'),
    by: z.enum(['MAXLEN', 'MINID']),
    threshold: text(41).regex(/^\d{1,20}(-\d{1,20})?$/),
    approximate: z.boolean(),
  }),
  z.strictObject({ kind: z.literal('ack'), group, ids }),
  /** XCLAIM and XAUTOCLAIM with JUSTID: nobody is handed an entry by it, so no delivery is counted. */
  z.strictObject({ kind: z.literal('claim'), group, consumer, minIdleMs, ids }),
  z.strictObject({
    kind: z.literal('autoclaim'),
    group,
    consumer,
    minIdleMs,
    count: z.int().min(1).max(LIMITS.streamIds),
  }),
  z.strictObject({ kind: z.literal('group.create'), group, id: groupId }),
  z.strictObject({ kind: z.literal('group.setId'), group, id: groupId }),
  z.strictObject({ kind: z.literal('group.destroy'), group }),
  z.strictObject({ kind: z.literal('consumer.create'), group, consumer }),
  z.strictObject({ kind: z.literal('consumer.delete'), group, consumer }),
]);
export type StreamChange = z.infer<typeof streamChange>;

export const streamImpact = z.object({
  /** Entries added or gone, pending entries taken off a list or handed over; 0 where a group itself is meant. */
  entries: z.int(),
  /** `atMost`: fewer where some are gone already or nodes stay whole; `atLeast`: counting them all would cost too much. */
  entriesAre: z.enum(['exact', 'atMost', 'atLeast']),
  /** IDs of the change that are not pending. */
  missing: z.int(),
  /** Pending entries that are forgotten with their group or consumer. */
  pending: z.int(),
  consumers: z.int(),
});
export type StreamImpact = z.infer<typeof streamImpact>;

/** How a change can be taken back. */
export const streamUndo = z.discriminatedUnion('kind', [
  /** The place itself, also when others have written to the stream meanwhile. */
  z.object({ kind: z.literal('place') }),
  /** The whole stream as it was, as long as nobody else writes to it. */
  z.object({ kind: z.literal('whole'), bytes: z.int() }),
  z.object({ kind: z.literal('none'), reason: z.string() }),
]);
export type StreamUndo = z.infer<typeof streamUndo>;

const followedEntry = z.object({
  id: z.string(),
  fields: z.array(z.object({ field: octets, value: octets, total: wholeBytes })),
});

export const streamChanges = {
  /** What a change would run and touch; nothing is changed. */
  'streams.plan': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject({ ...keyInput, change: streamChange }),
    output: z.object({
      plan: planId,
      command: z.string(),
      impact: streamImpact,
      undo: streamUndo,
      expiresAtMs: z.number(),
    }),
  }),
  /** Makes the change that was planned; `conflict` when a group has changed so that something else would be lost. */
  'streams.apply': request({
    scope: 'connection',
    effect: 'destroy',
    input: z.strictObject({ connection: connectionId, planId }),
    output: z.object({
      /** null: it cannot be taken back, as the plan said. */
      ticket: ticket.nullable(),
      /** As the server counted them. */
      entries: z.int(),
      /** XAUTOCLAIM: pending entries that the stream has no more, taken off the list for good (Redis 7). */
      deletedIds: z.array(z.string()),
      /** Of the entry that was added. */
      id: z.string().nullable(),
    }),
  }),
  /**
   * Entries after `after` as they come, oldest first, by XRANGE at a gentle pace: no group is touched. Only entries and
   * changes are told, of the length, too; while the reader is slow nothing is asked for, and nothing is lost.
   */
  'streams.follow': stream({
    scope: 'connection',
    overflow: 'pause',
    input: z.strictObject({
      ...keyInput,
      after: text(41).regex(/^\d{1,20}-\d{1,20}$/),
    }),
    item: z.object({
      entries: z.array(followedEntry),
      /** There is more already: the next ones come soon. */
      isBehind: z.boolean(),
      /** False while there is no such key. */
      isThere: z.boolean(),
      /** How often the server is asked while nothing comes. */
      everyMs: z.int(),
      /** XLEN, after what came was read; null while there is no such key, or this user may not run it. */
      length: z.int().nonnegative().nullable(),
    }),
  }),
};
