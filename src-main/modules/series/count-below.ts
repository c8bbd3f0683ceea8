import type { ReadClient } from '../../redis/clients.ts';
import { toList } from '../../redis/reply.ts';
import { pageOf } from '../values/page-size.ts';
import { nextId, previousId, readEntries } from './stream-replies.ts';

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
  const page = await pageOf(redis, 'xlen', key, 500);
  let count = 0;
  let from: string | null = '-';
  while (from !== null && count < MOST_COUNTED) {
    const entries = readEntries(await redis.read('xrange', key, from, last, 'COUNT', page.count));
    count += entries.length;
    const end = entries.length < page.count ? undefined : entries.at(-1);
    from = end === undefined ? null : nextId(end.id);
  }
  return { count, isAll: from === null };
}
