import type { BatchReply } from '../../redis/clients.ts';
import { toText } from '../../redis/reply.ts';
import type { UndoEntry } from '../../undo/entry.ts';
import type { Concluded, PreparedChunk, Refused } from './change.ts';

/**
 * What became of a chunk with one command for each entry that answers 1 when it did something. `zero`: why it did
 * nothing; null when the key had gone.
 */
export function concludeEach(
  { entries }: PreparedChunk,
  replies: readonly BatchReply[],
  nameOf: (entry: UndoEntry) => Uint8Array,
  zero: string | null,
): Concluded {
  const failed: Refused[] = [];
  let changed = 0;
  let missing = 0;
  for (const [i, entry] of entries.entries()) {
    const reply = replies[i];
    if (reply?.ok !== true)
      failed.push({ key: nameOf(entry), reason: reply?.failure.message ?? 'No answer' });
    else if (toText(reply.reply) === '1') changed += 1;
    else if (zero === null) missing += 1;
    else failed.push({ key: nameOf(entry), reason: zero });
  }
  const [first] = failed;
  return changed + missing === 0 && first !== undefined
    ? { kind: 'refused', reason: first.reason }
    : { kind: 'done', changed, missing, failed, notes: [] };
}
