import type { BatchReply, DestroyCall } from '../../redis/clients.ts';
import { comparedOutcome } from '../../redis/compared-script.ts';

/** What each of these commands came to in a script that compares first; null: nothing was done. */
export function repliesOf(
  reply: BatchReply | undefined,
  calls: readonly DestroyCall[],
): readonly BatchReply[] | null {
  if (reply?.ok !== true) return null;
  const outcome = comparedOutcome(reply.reply, calls);
  return outcome.kind === 'done' ? outcome.replies : null;
}
