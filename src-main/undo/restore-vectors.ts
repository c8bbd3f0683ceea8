import { equalBytes } from '../../src-shared/redis-value.ts';
import { toOwnBytes } from '../redis/reply.ts';
import type { UndoEntryOf } from './entry.ts';
import type { Restoring } from './restoring.ts';

const isSame = (a: Uint8Array | null, b: Uint8Array | null): boolean =>
  a === null || b === null ? a === b : equalBytes(a, b);

/** The earlier attributes back, if the element still has those that were set. null when done, else why not. */
export async function restoreAttributes(
  { redis }: Restoring,
  { key, element, before, after }: UndoEntryOf<'vectorAttributes'>,
): Promise<string | null> {
  let reason = 'It was changed since';
  const outcome = await redis.transact(key, async (reader) => {
    const [vector, attributes] = await reader.readAll([
      ['vemb', key, element],
      ['vgetattr', key, element],
    ]);
    if (vector?.ok !== true || vector.reply === null) reason = 'The element is gone';
    if (vector?.ok !== true || vector.reply === null || attributes?.ok !== true) return null;
    const now = attributes.reply === null ? null : toOwnBytes(attributes.reply);
    return isSame(now, after) ? [['vsetattr', key, element, before ?? '']] : null;
  });
  if (!outcome.done) return reason;
  const [reply] = outcome.replies;
  return reply?.ok === false ? reply.failure.message : null;
}
