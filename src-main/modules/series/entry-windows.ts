import type { ReadClient } from '../../redis/clients.ts';
import { type Reply, toList, toText } from '../../redis/reply.ts';
import { bytesIn, readWindows } from '../values/page-budget.ts';
import { previousId } from './stream-replies.ts';

interface EntryPage {
  readonly key: Uint8Array;
  /** The newest there may be. */
  readonly to: string;
  /** The oldest. */
  readonly from: string;
  readonly count: number;
}

const idOf = (entry: Reply): string => toText(toList(entry)[0] ?? null);

function bytesOf(entry: Reply): number {
  const [, fields = null] = toList(entry);
  return fields === null ? 0 : toList(fields).reduce((sum: number, one) => sum + bytesIn(one), 0);
}

/** XREVRANGE, newest first, as many as fit into a page; `next`: where to go on, null at the end. */
export async function readEntryPage(
  redis: ReadClient,
  { key, to, from, count }: EntryPage,
): Promise<{ readonly found: Reply[]; readonly next: string | null }> {
  let next: string | null = to;
  const found = await readWindows<Reply>({
    count,
    isSmall: false,
    read: async (size) => {
      if (next === null) return [];
      const part = toList(await redis.read('xrevrange', key, next, from, 'COUNT', size));
      const last = part.at(-1);
      next = last === undefined || part.length < size ? null : previousId(idOf(last));
      return part;
    },
    bytesOf,
  });
  return { found, next };
}
