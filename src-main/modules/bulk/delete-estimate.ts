import { LIMITS } from '../../../src-shared/limits.ts';
import type { ReadClient } from '../../redis/clients.ts';
import { toBuffer, toCount } from '../../redis/reply.ts';
import type { NameSet } from '../../scan/name-set.ts';
import { LARGEST_CHECKED } from './delete-change.ts';

/** DUMPs of a few small values tell how much smaller they are than in memory, and whether DUMP is allowed. */
const DUMPED = 8;
const DUMPED_BYTES = 1_048_576;
/** The sample may be unlucky. */
const CAUTION = 1.2;

export interface Estimate {
  /** What the keys take in the server's memory; null where MEMORY USAGE is refused. */
  readonly bytes: number | null;
  readonly bytesExact: boolean;
  /** What the undo would keep of their values; null where nothing tells. */
  readonly needed: number | null;
  /** Values too large for a script to delete, as far as they are known. */
  readonly large: 'none' | 'some' | 'all';
  /** Bytes of the largest that is known. */
  readonly largest: number;
  /** Why DUMP is refused, in the server's words; null when it is not. */
  readonly dumpRefused: string | null;
}

/** `count` names spread evenly over all of them. */
export function spread(names: NameSet, count: number): Uint8Array[] {
  if (names.size <= count) return names.slice(0, names.size);
  return Array.from({ length: count }, (_, i) => names.at(Math.floor((i * names.size) / count)));
}

/** How much would be deleted and what an undo would keep of it, from all keys or a sample of 200. */
export async function estimateDelete(redis: ReadClient, names: NameSet): Promise<Estimate> {
  const sample = spread(names, LIMITS.describeKeys);
  const sizes = await memoryUsage(redis, sample);
  const known = sizes.filter((size) => size !== null);
  const bytes = known.length === 0 ? null : Math.round((sum(known) / known.length) * names.size);
  const bytesExact = sample.length === names.size && known.length === sample.length;
  const small = sample.filter((_key, i) => (sizes[i] ?? 0) <= DUMPED_BYTES).slice(0, DUMPED);
  const dumps = await dumpSizes(redis, small);
  const large = largeOf(known, bytesExact);
  const largest = Math.max(0, ...known);
  if ('refused' in dumps)
    return { bytes, bytesExact, needed: null, large, largest, dumpRefused: dumps.refused };
  const needed = neededRoom(
    names.size,
    bytes,
    dumps.sizes,
    small.map((key) => sizes[sample.indexOf(key)] ?? null),
  );
  return { bytes, bytesExact, needed, large, largest, dumpRefused: null };
}

function largeOf(sizes: readonly number[], isEach: boolean): Estimate['large'] {
  const small = sizes.filter((size) => size <= LARGEST_CHECKED).length;
  if (small === 0) return 'all';
  return isEach && small === sizes.length ? 'none' : 'some';
}

/** Why what is estimated cannot be kept; null when it can. */
export function roomObstacle(needed: number | null, room: number): string | null {
  return needed === null || needed <= room
    ? null
    : `About ${megabytes(needed)} would have to be kept, and the undo journal has room for ${megabytes(Math.max(0, room))}`;
}

/** Why DUMP is refused for these names, whether there are such keys or not; null when it is not. */
export async function dumpRefusal(redis: ReadClient, names: NameSet): Promise<string | null> {
  const some = spread(names, DUMPED);
  const sizes = await memoryUsage(redis, some);
  const small = some.filter((_key, i) => (sizes[i] ?? 0) <= DUMPED_BYTES);
  const dumps = await dumpSizes(redis, small);
  return 'refused' in dumps ? dumps.refused : null;
}

/** null: nothing to tell it from; each key is then looked at when it is its turn. */
function neededRoom(
  count: number,
  bytes: number | null,
  dumped: readonly number[],
  inMemory: readonly (number | null)[],
): number | null {
  if (dumped.length === 0) return bytes;
  const memory = sum(inMemory.map((size) => size ?? 0));
  if (bytes === null || memory === 0)
    return Math.round((sum(dumped) / dumped.length) * count * CAUTION);
  return Math.round(bytes * Math.min(1, (sum(dumped) / memory) * CAUTION));
}

async function memoryUsage(
  redis: ReadClient,
  keys: readonly Uint8Array[],
): Promise<(number | null)[]> {
  const replies = await redis.readAll(keys.map((key) => ['memory|usage', key, 'SAMPLES', 5]));
  return replies.map((reply) => (reply.ok && reply.reply !== null ? toCount(reply.reply) : null));
}

async function dumpSizes(
  redis: ReadClient,
  keys: readonly Uint8Array[],
): Promise<{ readonly sizes: number[] } | { readonly refused: string }> {
  const replies = await redis.readAll(keys.map((key) => ['dump', key]));
  const sizes = replies.flatMap((reply) =>
    reply.ok && reply.reply !== null ? [toBuffer(reply.reply).length] : [],
  );
  const refusal = replies.find((reply) => !reply.ok);
  return sizes.length === 0 && refusal?.ok === false
    ? { refused: refusal.failure.message }
    : { sizes };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
const megabytes = (bytes: number): string =>
  `${Math.ceil(bytes / 1_048_576).toLocaleString('en-US')} MB`;
