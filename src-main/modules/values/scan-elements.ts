import type { ReadClient } from '../../redis/clients.ts';
import type { Argument } from '../../redis/commands.ts';
import { type Reply, toList, toText } from '../../redis/reply.ts';
import { AppFailure } from '../../rpc/app-failure.ts';

interface ElementScan {
  readonly command: 'hscan' | 'sscan' | 'zscan';
  readonly key: Uint8Array;
  readonly position: string;
  readonly count: number;
  readonly match: Uint8Array | null;
}

/** A filter that matches little must not give page after page of nothing, nor keep the reader waiting. */
const LONGEST_MS = 50;

/** Goes on until there is something to show, the end, or time is up. Replies come in order, flat; `next` null: the end. */
export async function scanElements(
  redis: ReadClient,
  { command, key, position, count, match }: ElementScan,
): Promise<{ readonly found: Reply[]; readonly next: string | null }> {
  if (!/^\d{1,20}$/.test(position))
    throw new AppFailure({
      code: 'input.invalid',
      issues: ['position'],
      message: 'That is no position of a scan',
    });
  const filter: Argument[] = match === null ? [] : ['MATCH', match];
  const startedAt = performance.now();
  const found: Reply[] = [];
  let cursor = position;
  do {
    const [next = null, page = null] = toList(
      await redis.read(command, key, cursor, ...filter, 'COUNT', count),
    );
    cursor = toText(next);
    for (const reply of toList(page)) found.push(reply);
  } while (cursor !== '0' && found.length === 0 && performance.now() - startedAt < LONGEST_MS);
  return { found, next: cursor === '0' ? null : cursor };
}
