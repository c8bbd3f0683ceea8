import { z } from 'zod';
import { connectionId, name, octets, planId, request, stream } from './define.ts';
import { jobId } from './jobs.ts';
import { keySelection, planProgress } from './keys.ts';

/** What is done to each key of a selection. */
export const bulkAction = z.discriminatedUnion('kind', [
  /** Journal, then UNLINK of what is as it was kept there. */
  z.strictObject({ kind: z.literal('delete') }),
  /** PEXPIREAT that long from when its turn comes; null: PERSIST. */
  z.strictObject({
    kind: z.literal('expire'),
    ttlMs: z.int().min(1).max(9_000_000_000_000).nullable(),
  }),
  /** PEXPIREAT that time; one that is over by the server's clock is refused, since it would delete. */
  z.strictObject({
    kind: z.literal('expireAt'),
    atMs: z.int().min(1).max(8_640_000_000_000_000),
  }),
  /** RENAMENX of every key that begins with `from`, which `to` takes the place of. */
  z.strictObject({ kind: z.literal('rename'), from: name, to: name }),
  /** DUMP on the connection `from`, RESTORE here with the same TTL. `replace`: also over keys that are here. */
  z.strictObject({ kind: z.literal('copy'), from: connectionId, replace: z.boolean() }),
]);
export type BulkAction = z.infer<typeof bulkAction>;

/** How long the keys of a sample have to live. */
const ttlMix = z.object({
  sampled: z.int(),
  without: z.int(),
  underHour: z.int(),
  underDay: z.int(),
  longer: z.int(),
});

export const bulkPlan = z.object({
  plan: planId,
  /** By a finished scan. */
  count: z.int(),
  /** At most 20, spread over all; `to`: its new name. */
  sample: z.array(
    z.object({
      key: octets,
      type: z.string(),
      ttlMs: z.number().nullable(),
      to: octets.nullable(),
    }),
  ),
  /** In the server's memory; an estimate from a sample when there are many; null where MEMORY USAGE is refused. */
  bytes: z.number().nullable(),
  bytesExact: z.boolean(),
  ttl: ttlMix,
  /** Seconds since a sampled key was last used: the least, the middle and the most; null where that is not told. */
  idleSeconds: z.object({ least: z.number(), median: z.number(), most: z.number() }).nullable(),
  /** Keys that are in the way at their new name, or on this server; of a sample when `exact` is false. */
  conflicts: z.object({ count: z.int(), exact: z.boolean(), sample: z.array(octets) }).nullable(),
  undo: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('exact'),
      untilMs: z.number(),
      /** False without a system keychain: the journal's key is forgotten when the app quits. */
      survivesQuit: z.boolean(),
      /** Which keys would be left alone for want of it, and why; null: none that is known of. */
      leaves: z.string().nullable(),
    }),
    z.object({ kind: z.literal('none'), reason: z.string() }),
  ]),
  /** What will run, shortened for display. */
  command: z.string(),
  expiresAtMs: z.number(),
});
export type BulkPlan = z.infer<typeof bulkPlan>;

export const bulk = {
  /**
   * Finds out what it would do to these keys; nothing is changed. The selection is of `from` when they are copied. Tells
   * how far it is until the plan, which is the last item; whoever leaves before ends the scan.
   */
  'bulk.plan': stream({
    scope: 'connection',
    overflow: 'pause',
    input: z.strictObject({
      connection: connectionId,
      selection: keySelection,
      action: bulkAction,
    }),
    item: z.union([planProgress, z.object({ step: z.literal('planned'), plan: bulkPlan })]),
  }),
  /** Begins what was planned, once; jobs.watch tells how it goes. */
  'bulk.start': request({
    scope: 'connection',
    effect: 'destroy',
    input: z.strictObject({ connection: connectionId, planId }),
    output: z.object({ job: jobId }),
  }),
};
