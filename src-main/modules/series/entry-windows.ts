import type { EntryOrder } from '../../../src-shared/contract/series.ts';
import type { ReadClient } from '../../redis/clients.ts';
import { type Reply, toList, toText } from '../../redis/reply.ts';
import { bytesIn, readWindows } from '../values/page-budget.ts';
import { nextId, previousId } from './stream-replies.ts';

interface EntryPage {
  readonly key: Uint8Array;
  /** The newest there may be. */
  readonly to: string;
  /** The oldest. */
  readonly from: string;
  readonly order: EntryOrder;
  readonly count: number;
}

const idOf = (entry: Reply): string => toText(toList(entry)[0] ?? null);

function bytesOf(entry: Reply): number {
  const [, fields = null] = toList(entry);
  return fields === null ? 0 : toList(fields).reduce((sum: number, one) => sum + bytesIn(one), 0);
}

/** From either end, as many as fit into a page; `next`: where to go on in place of that end, null at the other. */
export async function readEntryPage(
  redis: ReadClient,
  { key, from, to, order, count }: EntryPage,
): Promise<{ readonly found: Reply[]; readonly next: string | null }> {
  const isNewest = order === 'newest';
  const past = isNewest ? previousId : nextId;
  let next: string | null = isNewest ? to : from;
  const found = await readWindows<Reply>({
    count,
    isSmall: false,
    read: async (size) => {
      if (next === null) return [];
      const part = toList(
        isNewest
          ? await redis.read('xrevrange', key, next, from, 'COUNT', size)
          : await redis.read('xrange', key, next, to, 'COUNT', size),
      );
      const last = part.at(-1);
      next = last === undefined || part.length < size ? null : past(idOf(last));
      return part;
    },
    bytesOf,
  });
  return { found, next };
}
