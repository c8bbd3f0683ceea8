import type { Output, Parsed } from '../../../src-shared/contract/index.ts';
import { LIMITS } from '../../../src-shared/limits.ts';
import type { ReadClient } from '../../redis/clients.ts';
import { type Reply, toBuffer, toCount, toList, toOwnBytes } from '../../redis/reply.ts';
import { AppFailure } from '../../rpc/app-failure.ts';

type Wanted = Pick<Parsed<'values.element'>, 'key' | 'place'>;

/** One element whole, as far as that crosses to the window; throws `notFound` when it is gone, `limit` when it is too long. */
export async function readElement(
  redis: ReadClient,
  wanted: Wanted,
): Promise<Output<'values.element'>> {
  const reply = await readReply(redis, wanted);
  if (reply === null)
    throw new AppFailure({
      code: 'notFound',
      what: 'element',
      message: 'It is not there any more',
    });
  assertFits(toBuffer(reply).byteLength);
  return { bytes: toOwnBytes(reply) };
}

function assertFits(bytes: number): void {
  if (bytes <= LIMITS.elementBytes) return;
  const most = LIMITS.elementBytes / 1_048_576;
  throw new AppFailure({
    code: 'limit',
    limit: 'element',
    message: `It is too long to be shown whole: ${bytes} bytes, at most ${most} MB are`,
  });
}

async function readReply(redis: ReadClient, { key, place }: Wanted): Promise<Reply> {
  if (place.kind === 'list') return await redis.read('lindex', key, place.index);
  if (place.kind === 'stream') {
    const [entry] = toList(await redis.read('xrange', key, place.id, place.id));
    const [, fields = null] = entry === undefined ? [] : toList(entry);
    return fields === null ? null : (toList(fields)[2 * place.at + 1] ?? null);
  }
  if (place.kind === 'zset') {
    const { rank, begins, total } = place;
    const [member = null] = toList(await redis.read('zrange', key, rank, rank));
    const bytes = member === null ? null : toBuffer(member);
    const isSame =
      bytes?.byteLength === total && bytes.subarray(0, begins.byteLength).equals(begins);
    return isSame ? member : null;
  }
  // Only of a field the server tells the length before.
  assertFits(toCount(await redis.read('hstrlen', key, place.field)));
  return await redis.read('hget', key, place.field);
}
