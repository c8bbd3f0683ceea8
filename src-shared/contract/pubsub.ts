import { z } from 'zod';
import { bytes, connectionId, name, request, stream } from './define.ts';

export const messageBatch = z.object({
  /** Received time of each message, ms since the epoch with a fraction. */
  atMs: z.instanceof(Float64Array),
  /** Index into `channels` of each message. */
  channel: z.instanceof(Uint32Array),
  /** All payloads, one after another, and where each ends. */
  payloads: z.instanceof(Uint8Array),
  ends: z.instanceof(Uint32Array),
  /** Channel names that first occur in this batch, appended to those known before. */
  newChannels: z.array(z.instanceof(Uint8Array)),
  /** Exact totals since the tail was opened, also of what was dropped. */
  received: z.number(),
  /** Messages received that never reach this reader, since the tail was opened. */
  dropped: z.number(),
  /** Exact count per channel index, in step with `received`. */
  perChannel: z.instanceof(Float64Array),
  /** A time when messages were surely or possibly missed: connection lost from..until. */
  gaps: z.array(z.object({ fromMs: z.number(), untilMs: z.number(), reason: z.string() })),
});
export type MessageBatch = z.infer<typeof messageBatch>;

export const pubsub = {
  /** SUBSCRIBE or PSUBSCRIBE on the connection's own subscriber, for as long as the stream is open. */
  'pubsub.tail': stream({
    scope: 'connection',
    overflow: 'drop-oldest',
    input: z.strictObject({
      connection: connectionId,
      kind: z.enum(['channel', 'pattern']),
      name: bytes(4_096),
    }),
    item: messageBatch,
  }),
  /** PUBSUB CHANNELS with NUMSUB, most subscribers first, at most 1,000. */
  'pubsub.channels': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject({ connection: connectionId }),
    output: z.object({
      channels: z.array(z.object({ name, subscribers: z.int() })),
      total: z.int(),
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
