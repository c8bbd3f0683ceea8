import type {
  PartsChange,
  PartsUndo,
  ZsetPart,
} from '../../../src-shared/contract/part-changes.ts';
import type { ZsetRange } from '../../../src-shared/contract/ranges.ts';
import { LIMITS } from '../../../src-shared/limits.ts';
import { partCommands, rangeBelow, rangeEnds } from '../../../src-shared/part-commands.ts';
import type { ReadClient } from '../../redis/clients.ts';
import { toCount, toList, toOwnBytes, toPairs, toText } from '../../redis/reply.ts';
import { AppFailure } from '../../rpc/app-failure.ts';
import { isReplyError } from '../keys/key-failures.ts';
import { emptiedBy, type Inspected, type Inspecting, NO_ROOM } from './inspect-parts.ts';

/** Elements that go in one step where there is no undo: more would hold up the server's other clients. */
export const STEP = 10_000;
/** Elements read at once. */
const PAGE = 2_000;

/** From rank `start`, `count` members. */
export interface Ranks {
  readonly start: number;
  readonly count: number;
}

/** Indexes as LRANGE takes them, negative from the end. */
export function placesOf(
  { start, stop }: { readonly start: number; readonly stop: number },
  length: number,
): Ranks {
  const from = Math.max(0, start < 0 ? length + start : start);
  const to = Math.min(length - 1, stop < 0 ? length + stop : stop);
  return from > to ? { start: from, count: 0 } : { start: from, count: to - from + 1 };
}

const countOf = async (redis: ReadClient, key: Uint8Array, range: ZsetRange): Promise<number> =>
  toCount(
    await redis.read(range.by === 'score' ? 'zcount' : 'zlexcount', key, ...rangeEnds(range)),
  );

/** Where a part of a sorted set lies by rank, in its `total` members. Throws where that is not known. */
export async function ranksOf(
  redis: ReadClient,
  key: Uint8Array,
  { part, total }: { readonly part: ZsetPart; readonly total: number },
): Promise<Ranks> {
  if (part.by === 'rank') return placesOf(part, total);
  if (part.by === 'lex') await assertOneScore(redis, key);
  const below = rangeBelow(part);
  const start = below === null ? 0 : await countOf(redis, key, below);
  return { start, count: await countOf(redis, key, part) };
}

async function assertOneScore(redis: ReadClient, key: Uint8Array): Promise<void> {
  const scoreAt = async (rank: number) =>
    toText(toList(await redis.read('zrange', key, rank, rank, 'WITHSCORES')).flat(1)[1] ?? '');
  if ((await scoreAt(0)) === (await scoreAt(-1))) return;
  throw new AppFailure({
    code: 'unsupported',
    needs: 'one score for all members',
    message: 'Scores differ: Redis does not say what a range by name removes',
  });
}

/** Whether so many of the value's elements can be kept, by what one takes on average. */
export async function keepable(
  { redis, key, room }: Inspecting,
  parts: number,
  total: number,
): Promise<PartsUndo> {
  const most = LIMITS.partsKept.toLocaleString('en-US');
  if (parts > LIMITS.partsKept)
    return { kind: 'none', reason: `More than ${most} at once are not kept` };
  const [memory] = await redis.readAll([['memory|usage', key, 'SAMPLES', 20]]);
  if (memory?.ok === false && !isReplyError(memory.failure)) throw memory.failure;
  const bytes = memory?.ok === true && memory.reply !== null ? toCount(memory.reply) : 0;
  const share = (bytes / total) * parts;
  if (share > LIMITS.partsBytes)
    return { kind: 'none', reason: 'What goes is too large for a copy' };
  return share > room ? { kind: 'none', reason: NO_ROOM } : { kind: 'place' };
}

/** Counts bytes that are read to be kept; throws when they are far more than was estimated. */
export function byteBudget() {
  let bytes = 0;
  return (more: number): void => {
    bytes += more;
    if (bytes <= 2 * LIMITS.partsBytes) return;
    throw new AppFailure({
      code: 'limit',
      limit: 'undo',
      message: 'What goes is too large for a copy: nothing was changed. Take a smaller range',
    });
  };
}

/** Members by rank with their scores. */
export async function readRanks(
  redis: ReadClient,
  key: Uint8Array,
  { start, count }: Ranks,
): Promise<{ member: Uint8Array; score: string }[]> {
  const found: { member: Uint8Array; score: string }[] = [];
  const spend = byteBudget();
  for (let from = start; from < start + count; from += PAGE) {
    const to = Math.min(from + PAGE, start + count) - 1;
    const reply = await redis.read('zrange', key, from, to, 'WITHSCORES');
    // RESP3 nests each pair.
    for (const [member, score] of toPairs(toList(reply).flat(1))) {
      const bytes = toOwnBytes(member);
      spend(bytes.byteLength);
      found.push({ member: bytes, score: toText(score) });
    }
  }
  return found;
}

/** A range of a sorted set: how many of it, and where they are. */
export async function inspectRange(
  inspecting: Inspecting,
  change: Extract<PartsChange, { readonly kind: 'zset.removeRange' }>,
  total: number,
): Promise<Inspected> {
  const { redis, key } = inspecting;
  const ranks = await ranksOf(redis, key, { part: change.range, total });
  const undo = await keepable(inspecting, ranks.count, total);
  return {
    parts: ranks.count,
    left: 0,
    total,
    undo,
    step: undo.kind === 'none' && ranks.count > STEP ? STEP : null,
    calls: partCommands(key, change),
    entry: async () => ({
      kind: 'zsetMembers',
      key,
      members: await readRanks(redis, key, ranks),
      emptied: await emptiedBy(inspecting, ranks.count, total),
    }),
  };
}
