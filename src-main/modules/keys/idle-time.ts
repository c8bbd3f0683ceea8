import type { BatchReply, ReadCall } from '../../redis/clients.ts';
import { toCount } from '../../redis/reply.ts';

/** REFCOUNT of a small integer that the server keeps once for all keys: OBJ_SHARED_REFCOUNT in server.h of Redis 6 to 8. */
const SHARED = 2_147_483_647;

/** What has to be asked for the idle time of one key. */
export const idleCalls = (key: Uint8Array): readonly [ReadCall, ReadCall] => [
  // An error under an LFU policy, where idle time is not counted.
  ['object|idletime', key],
  ['object|refcount', key],
];

/** Seconds from the replies to `idleCalls`; null where they are refused, or are those of a value shared by many keys. */
export function idleOf(
  idle: BatchReply | undefined,
  references: BatchReply | undefined,
): number | null {
  if (idle?.ok !== true || idle.reply === null) return null;
  const isShared =
    references?.ok === true && references.reply !== null && toCount(references.reply) === SHARED;
  return isShared ? null : toCount(idle.reply);
}
