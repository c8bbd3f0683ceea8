import { z } from 'zod';
import { LIMITS } from '../limits.ts';
import { DUPLICATE_POLICIES } from '../series-commands.ts';
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
import { aggregation, bucketLength, sample, seriesLabels } from './series.ts';

const keyInput = { connection: connectionId, key: name };
/** Milliseconds as text: 64 bits. */
const sampleTime = text(19).regex(/^\d+$/);
const label = bytes(LIMITS.seriesLabelBytes);

/** Several series, and changes of one. */
export const seriesEdits = {
  /**
   * TS.QUERYINDEX by labels that all must hold, then TS.RANGE of the first `most` of what it finds, `key` itself first,
   * the others by name: at most `points` buckets of each.
   */
  'series.several': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject({
      ...keyInput,
      filters: z
        .array(z.strictObject({ name: label, value: label }))
        .min(1)
        .max(LIMITS.seriesFilters),
      from: sampleTime,
      to: sampleTime,
      aggregation,
      points: z.int().min(2).max(LIMITS.seriesPointsOfSeveral),
      most: z.int().min(1).max(LIMITS.seriesTogether),
    }),
    output: z.object({
      /** How many have these labels; `series` are the first of them. */
      total: z.int(),
      series: z.array(
        z.object({
          key: octets,
          /** Oldest first; null where this one may not be read. */
          samples: z.array(sample).nullable(),
        }),
      ),
      bucketMs: numberText,
    }),
  }),
  /** TS.ADD of one sample where there is none yet; `conflict` with the value that is there. */
  'series.add': request({
    scope: 'connection',
    effect: 'write',
    input: z.strictObject({ ...keyInput, atMs: sampleTime, value: numberText }),
    output: z.object({ ticket }),
  }),
  /** What TS.DEL of a range, both ends inclusive, would remove; nothing is changed. */
  'series.planDelete': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject({ ...keyInput, from: sampleTime, to: sampleTime }),
    output: z.object({
      plan: planId,
      command: z.string(),
      /** At most LIMITS.seriesUndoSamples + 1: then there are more. */
      count: z.int(),
      /** More than LIMITS.seriesUndoSamples are not kept, so that they cannot be brought back. */
      canUndo: z.boolean(),
      firstAtMs: numberText.nullable(),
      lastAtMs: numberText.nullable(),
      expiresAtMs: z.number(),
    }),
  }),
  /** Removes what was planned, if the series has the same samples there. `ticket` null: it cannot be undone, as was said. */
  'series.applyDelete': request({
    scope: 'connection',
    effect: 'destroy',
    input: z.strictObject({ connection: connectionId, planId }),
    output: z.object({ deleted: z.int(), ticket: ticket.nullable() }),
  }),
  /**
   * TS.ALTER of what is another in `after`, if that still is as `before` says. `ticket` null: nothing of it can be
   * undone, because there was no policy before.
   */
  'series.alter': request({
    scope: 'connection',
    effect: 'write',
    input: z.strictObject({
      ...keyInput,
      before: z.strictObject({
        retentionMs: sampleTime,
        duplicatePolicy: text(64).nullable(),
        labels: seriesLabels,
      }),
      after: z.strictObject({
        retentionMs: sampleTime,
        duplicatePolicy: z.enum(DUPLICATE_POLICIES).nullable(),
        labels: seriesLabels,
      }),
    }),
    output: z.object({ ticket: ticket.nullable() }),
  }),
  /**
   * TS.CREATERULE to a series that is there, or TS.DELETERULE of a rule that still is as it was read. What a rule has
   * written, or has not while it was away, stays as it is.
   */
  'series.changeRule': request({
    scope: 'connection',
    effect: 'write',
    input: z.strictObject({
      ...keyInput,
      action: z.enum(['create', 'delete']),
      rule: z.strictObject({
        /** The series it writes to. */
        key: name,
        /** A newer server may know others than `aggregation`: its rules are deleted, too. */
        aggregator: text(32).regex(/^[a-z.]+$/),
        bucketMs: bucketLength,
        alignMs: sampleTime,
      }),
    }),
    output: z.object({ ticket }),
  }),
};
