import type { ReadClient } from '../../redis/clients.ts';
import { toList } from '../../redis/reply.ts';
import { readEntryPage } from './entry-windows.ts';
import { previousId } from './stream-replies.ts';

/** There is no command that counts a range: entries are read for it, and no more than this. */
const MOST_COUNTED = 2_000;

/** How many entries are below an ID; `isAll` false: at least so many. */
export async function countBelow(
  redis: ReadClient,
  key: Uint8Array,
  { id, length }: { readonly id: string; readonly length: number },
): Promise<{ readonly count: number; readonly isAll: boolean }> {
  const last = previousId(id.includes('-') ? id : `${id}-0`);
  if (length === 0 || last === null) return { count: 0, isAll: true };
  // Where nothing is at or above the ID all of them are below.
  const above = toList(await redis.read('xrange', key, id, '+', 'COUNT', 1));
  if (above.length === 0) return { count: length, isAll: true };
  let count = 0;
  let from: string | null = '-';
  while (from !== null && count < MOST_COUNTED) {
    const page: Awaited<ReturnType<typeof readEntryPage>> = await readEntryPage(redis, {
      key,
      from,
      to: last,
      order: 'oldest',
      count: 500,
    });
    count += page.found.length;
    from = page.next;
  }
  return { count, isAll: from === null };
}
