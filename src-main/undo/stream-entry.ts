import { z } from 'zod';
import { octets } from '../../src-shared/contract/define.ts';

/** Where a group stands; `entriesRead` null: unknown, or not told before Redis 7. */
const groupPlace = z.object({ lastId: z.string(), entriesRead: z.string().nullable() });

const pendingState = z.object({
  id: z.string(),
  consumer: octets,
  /** By the server's clock. */
  deliveredAtMs: z.number(),
  deliveries: z.string(),
});
export type PendingState = z.infer<typeof pendingState>;

/** What takes a change of a stream back without touching the rest of it. */
export const streamEntries = [
  /** An entry was added: its ID is noted after the deed. */
  z.object({ kind: z.literal('streamAdd'), key: octets }),
  /** A group was made there. */
  z.object({ kind: z.literal('streamGroup'), key: octets, group: octets }),
  /** A consumer was made there. */
  z.object({
    kind: z.literal('streamConsumer'),
    key: octets,
    group: octets,
    consumer: octets,
  }),
  z.object({
    kind: z.literal('streamGroupId'),
    key: octets,
    group: octets,
    before: groupPlace,
  }),
  z.object({
    kind: z.literal('streamPending'),
    key: octets,
    group: octets,
    /** Who has them now; null: nobody. */
    heldBy: octets.nullable(),
    /** The group went with them. */
    made: groupPlace.extend({ consumers: z.array(octets) }).nullable(),
    entries: z.array(pendingState),
  }),
  /** Noted when it was done: IDs that the server gave or handed over, or where it set a group. */
  z.object({ kind: z.literal('streamIds'), ids: z.array(z.string()) }),
] as const;
