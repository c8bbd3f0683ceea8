import type { Output, Parsed } from '../../../src-shared/contract/index.ts';
import type { ReadClient } from '../../redis/clients.ts';
import { toCount, toOwnBytes } from '../../redis/reply.ts';
import { keyIsGone } from '../keys/key-failures.ts';
import { isMissing, replyOf } from './reply-of.ts';

/** What one command looks at: a few milliseconds of the server's time. */
const PART_BYTES = 8_388_608;

async function lengthOf(redis: ReadClient, key: Uint8Array): Promise<number> {
  const [exists, length] = await redis.readAll([
    ['exists', key],
    ['strlen', key],
  ]);
  if (isMissing(exists)) throw keyIsGone(key);
  return toCount(replyOf(length));
}

/** How many bits are set, part by part. */
export async function countBits(
  redis: ReadClient,
  key: Uint8Array,
  signal: AbortSignal,
): Promise<Output<'bitmaps.count'>> {
  const length = await lengthOf(redis, key);
  let set = 0;
  for (let from = 0; from < length; from += PART_BYTES) {
    signal.throwIfAborted();
    set += toCount(await redis.read('bitcount', key, from, from + PART_BYTES - 1));
  }
  return { set, bits: length * 8 };
}

/** The first set or clear bit from an offset on. */
export async function findBit(
  redis: ReadClient,
  { key, bit, from }: Parsed<'bitmaps.next'>,
  signal: AbortSignal,
): Promise<Output<'bitmaps.next'>> {
  const length = await lengthOf(redis, key);
  const first = Math.floor(from / 8);
  if (first >= length) return { offset: null };
  // BITPOS begins at whole bytes: BIT as its unit came only with Redis 7.
  const [byte = 0] = toOwnBytes(await redis.read('getrange', key, first, first));
  for (let at = from % 8; at < 8; at++)
    if (((byte >> (7 - at)) & 1) === bit) return { offset: first * 8 + at };
  for (let start = first + 1; start < length; start += PART_BYTES) {
    signal.throwIfAborted();
    const end = Math.min(length, start + PART_BYTES) - 1;
    const found = toCount(await redis.read('bitpos', key, bit, start, end));
    if (found >= 0) return { offset: found };
  }
  return { offset: null };
}
