import { z } from 'zod';
import { bytes, connectionId, name, request, stream } from './define.ts';

export const subscriptionKind = z.enum(['channel', 'pattern']);
export type SubscriptionKind = z.infer<typeof subscriptionKind>;

const float64s = z.instanceof(Float64Array);
const uint32s = z.instanceof(Uint32Array);

export const messageBatch = z.object({
  /** Received time of each message, ms since the epoch with a fraction. */
  atMs: float64s,
  /** One record a message, one after another: its channel's name (for a pattern only), then its payload. */
  records: z.instanceof(Uint8Array),
  /** Where each record ends. */
  ends: uint32s,
  /** How much of each record is the name: 0 for a tail of one channel. */
  nameLengths: uint32s,
  /** Exact totals since the tail was opened, also of what was dropped. */
  received: z.number(),
  /** Messages received that never reach this reader, since the tail was opened. */
  dropped: z.number(),
  /** Exact counts by second of our clock (whole, since the epoch), for those that changed since the last batch. */
  seconds: z.object({ at: float64s, counts: float64s }),
  /** Exact counts by channel for a pattern, in step with `received`. */
  channels: z.object({
    /** Names counted for the first time, appended to those of earlier batches. */
    added: z.array(z.instanceof(Uint8Array)),
    /** Indexes of those whose total changed, and the totals. */
    changed: uint32s,
    totals: float64s,
    /** Messages on channels beyond LIMITS.tailChannels. */
    elsewhere: z.number(),
  }),
  /** Times without a connection: whatever was published in between is lost. */
  gaps: z.array(z.object({ fromMs: z.number(), untilMs: z.number(), reason: z.string() })),
  /** There is no connection now, since this time. */
  lostSinceMs: z.number().nullable(),
});
export type MessageBatch = z.infer<typeof messageBatch>;

export const pubsub = {
  /**
   * SUBSCRIBE or PSUBSCRIBE on a connection of its own kind, for as long as the stream is open. The first batch comes when
   * the server has confirmed.
   */
  'pubsub.tail': stream({
    scope: 'connection',
    overflow: 'drop-oldest',
    input: z.strictObject({
      connection: connectionId,
      kind: subscriptionKind,
      name: bytes(4_096),
    }),
    item: messageBatch,
  }),
  /** PUBSUB CHANNELS with NUMSUB, most subscribers first, at most LIMITS.listedChannels. */
  'pubsub.channels': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject({ connection: connectionId }),
    output: z.object({
      /** null: there are more than LIMITS.activeChannels, too many to ask for. */
      channels: z.array(z.object({ name, subscribers: z.int() })).nullable(),
      total: z.int(),
      /** Patterns that clients are subscribed to. */
      patterns: z.int(),
    }),
  }),
  'pubsub.publish': request({
    scope: 'connection',
    effect: 'write',
    input: z.strictObject({ connection: connectionId, channel: name, payload: bytes(1_048_576) }),
    output: z.object({ receivers: z.int() }),
  }),
};
