import type { ReadClient, WriteClient } from '../../redis/clients.ts';
import { toText } from '../../redis/reply.ts';
import { AppFailure } from '../../rpc/app-failure.ts';

/** Whether a command was refused because `maxmemory` is reached and nothing may be evicted. */
export const isForMemory = (thrown: unknown): thrown is AppFailure =>
  thrown instanceof AppFailure &&
  thrown.error.code === 'redis.reply' &&
  thrown.error.prefix === 'OOM';

/** What that means for work under way; `words` are the server's. Of a delete: it refuses the transaction, whatever is in it. */
export const fullWhileWorking = (words: string, isDelete: boolean): string =>
  isDelete
    ? `${words} Its memory is full, and then it refuses every transaction, such as one with an undo. Plan the rest anew to delete it without one: what goes so cannot be brought back`
    : `${words} Its memory is full. Make room or raise maxmemory, and plan the rest anew`;

/**
 * Why the server, or a node of the cluster that holds some of these keys, refuses every transaction for want of memory; null
 * when it does not. Up to Redis 7.0 nothing may be queued in a MULTI then, not even a read; later servers take what frees
 * memory. So it is tried: that also tells where INFO is denied.
 */
export async function memoryObstacle(
  redis: Pick<WriteClient, 'transact' | 'placeOf' | 'read'>,
  keys: readonly Uint8Array[],
): Promise<string | null> {
  const byNode = Map.groupBy(keys, (key) => redis.placeOf(key)?.node ?? null);
  for (const [node, [key]] of byNode) {
    const words = key === undefined ? null : await refusal(redis, key);
    if (words === null) continue;
    const figures = node === null ? await figuresOf(redis) : null;
    const whose = node === null ? 'The server’s memory' : `The memory of ${node}`;
    return `${whose} is full (${figures ?? words}), and then it refuses every transaction`;
  }
  return null;
}

/** The server's words; null when it takes a transaction, or refuses it for another reason, which is told elsewhere. */
async function refusal(
  redis: Pick<WriteClient, 'transact'>,
  key: Uint8Array,
): Promise<string | null> {
  try {
    await redis.transact(key, async () => [['exists', key]]);
    return null;
  } catch (thrown) {
    if (!(thrown instanceof AppFailure)) throw thrown;
    return isForMemory(thrown) ? thrown.message : null;
  }
}

/** null where INFO is denied. */
async function figuresOf(redis: Pick<ReadClient, 'read'>): Promise<string | null> {
  let info: string;
  try {
    info = toText(await redis.read('info', 'memory'));
  } catch (thrown) {
    if (!(thrown instanceof AppFailure)) throw thrown;
    return null;
  }
  const of = (field: string): string | null =>
    new RegExp(`^${field}:(\\S+)`, 'm').exec(info)?.[1] ?? null;
  const [used, most, policy] = [of('used_memory'), of('maxmemory'), of('maxmemory_policy')];
  return used === null || most === null || policy === null
    ? null
    : `${megabytes(used)} used of ${megabytes(most)}, ${policy}`;
}

const megabytes = (bytes: string): string => `${(Number(bytes) / 1_048_576).toFixed(1)} MB`;
