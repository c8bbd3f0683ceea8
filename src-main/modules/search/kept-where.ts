import { toBytes } from '../../../src-shared/redis-value.ts';
import type { ReadClient } from '../../redis/clients.ts';
import { isNodeFailure } from '../../redis/node-failure.ts';
import { isReplyError } from '../keys/key-failures.ts';
import { parseIndexList } from './parse-results.ts';

/**
 * What an answer of an index leaves out. Without a coordinator between them each primary of a cluster has indexes of its
 * own, over its own documents.
 */
export async function leftOut(redis: ReadClient, index: string): Promise<string[]> {
  if (redis.placeOf(toBytes(index)) === null) return [];
  const nodes = await redis.nodes();
  const known = await Promise.all(nodes.map((node) => hasIndex(node.redis, index)));
  const count = known.filter(Boolean).length;
  if (count === nodes.length) return [];
  return [
    `This index is on ${count} of ${nodes.length} primaries of the cluster: documents of the others are not in it`,
  ];
}

async function hasIndex(redis: ReadClient, index: string): Promise<boolean> {
  try {
    return parseIndexList(await redis.read('ft._list')).includes(index);
  } catch (thrown) {
    // What a primary that cannot be reached has is not in the answer either.
    if (isNodeFailure(thrown)) return false;
    // Refused: then nothing can be said of it.
    if (isReplyError(thrown)) return true;
    throw thrown;
  }
}
