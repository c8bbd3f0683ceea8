import type { ReadClient } from '../../redis/clients.ts';
import { toBuffer, toCount } from '../../redis/reply.ts';
import type { UndoEntryOf } from '../../undo/entry.ts';
import { isReplyError, keyIsGone } from '../keys/key-failures.ts';
import { replyOf } from './reply-of.ts';

/** A copy of the whole key is kept for the undo up to this size: DUMP makes the server wait for it. */
const MOST_DUMPED = 16_777_216;
/** Up to this size it is tried whether DUMP is allowed before a copy is promised. */
const PROBED_BYTES = 1_048_576;

interface Looking {
  readonly redis: ReadClient;
  readonly key: Uint8Array;
  /** Bytes that the undo journal can still keep. */
  readonly room: number;
}

/** Whether the whole key can be kept, and what keeps it; `entry` null: it cannot be, for that reason. */
export type WholeKey =
  | {
      readonly undo: { readonly kind: 'whole'; readonly bytes: number };
      readonly entry: () => Promise<UndoEntryOf<'jsonKey'>>;
    }
  | { readonly undo: { readonly kind: 'none'; readonly reason: string }; readonly entry: null };

const cannot = (reason: string): WholeKey => ({ undo: { kind: 'none', reason }, entry: null });

/** Whether the key fits into an undo as a whole, in bytes by MEMORY USAGE; `what` it is: "stream". Throws when offline. */
export async function inspectWhole({ redis, key, room }: Looking, what: string): Promise<WholeKey> {
  const [memory] = await redis.readAll([['memory|usage', key]]);
  if (memory?.ok === false && !isReplyError(memory.failure)) throw memory.failure;
  const bytes = memory?.ok === true && memory.reply !== null ? toCount(memory.reply) : null;
  if (bytes === null) return cannot('Its size is not known: MEMORY USAGE was refused');
  if (bytes > MOST_DUMPED) return cannot(`The ${what} is too large for a copy`);
  if (bytes > room) return cannot('A copy of it does not fit into the undo journal any more');
  const dumped = bytes > PROBED_BYTES ? null : await redis.readAll([['dump', key]]);
  const refusal = dumped?.[0]?.ok === false ? dumped[0].failure : null;
  if (refusal !== null) {
    if (!isReplyError(refusal)) throw refusal;
    return cannot(`The server refuses DUMP: ${refusal.message}`);
  }
  return {
    undo: { kind: 'whole', bytes },
    entry: async () => {
      const dump = dumped === null ? await redis.read('dump', key) : replyOf(dumped[0]);
      if (dump === null) throw keyIsGone(key);
      return { kind: 'jsonKey', key, dump: toBuffer(dump) };
    },
  };
}
