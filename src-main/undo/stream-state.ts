import { equalBytes } from '../../src-shared/redis-value.ts';
import type { ReadClient } from '../redis/clients.ts';
import {
  type Reply,
  toCount,
  toFields,
  toList,
  toOwnBytes,
  toText,
  toTextOrNull,
} from '../redis/reply.ts';
import { replyOf } from './element-state.ts';
import type { PendingState } from './stream-entry.ts';

export interface GroupState {
  readonly name: Uint8Array;
  readonly consumers: number;
  readonly pending: number;
  readonly lastId: string;
  /** null: unknown, or not told before Redis 7. */
  readonly entriesRead: string | null;
  /** A server of Redis 7 or later, which has XGROUP CREATECONSUMER as well. */
  readonly isSince7: boolean;
}

/** One group as XINFO GROUPS has it; null: there is none of that name. */
export async function readGroup(
  redis: ReadClient,
  key: Uint8Array,
  group: Uint8Array,
): Promise<GroupState | null> {
  for (const reply of toList(await redis.read('xinfo|groups', key))) {
    const fields = toFields(reply);
    const name = toOwnBytes(fields.get('name') ?? null);
    if (!equalBytes(name, group)) continue;
    return {
      name,
      consumers: toCount(fields.get('consumers') ?? null),
      pending: toCount(fields.get('pending') ?? null),
      lastId: toText(fields.get('last-delivered-id') ?? null),
      entriesRead: toTextOrNull(fields.get('entries-read') ?? null),
      isSince7: fields.has('entries-read'),
    };
  }
  return null;
}

/** TIME in milliseconds. */
function timeOf(reply: Reply): number {
  const [seconds = null, micros = null] = toList(reply);
  return Number(toText(seconds)) * 1_000 + Math.floor(Number(toText(micros)) / 1_000);
}

/** XPENDING's lines, their idle times as times of the server's clock. */
function statesOf(reply: Reply, nowMs: number): PendingState[] {
  return toList(reply).map((line) => {
    const [id = null, consumer = null, idle = null, deliveries = null] = toList(line);
    return {
      id: toText(id),
      consumer: toOwnBytes(consumer),
      deliveredAtMs: nowMs - toCount(idle),
      deliveries: toText(deliveries),
    };
  });
}

/** IDs asked for in one pipeline. */
const BATCH = 100;

/** Those of these IDs that are pending in the group. */
export async function readPendingOf(
  redis: ReadClient,
  key: Uint8Array,
  { group, ids }: { readonly group: Uint8Array; readonly ids: readonly string[] },
): Promise<PendingState[]> {
  const found: PendingState[] = [];
  for (let from = 0; from < ids.length; from += BATCH) {
    const [time, ...replies] = await redis.readAll([
      ['time'],
      ...ids.slice(from, from + BATCH).map((id) => ['xpending', key, group, id, id, 1] as const),
    ]);
    const nowMs = timeOf(replyOf(time));
    for (const reply of replies) found.push(...statesOf(replyOf(reply), nowMs));
  }
  return found;
}

interface PendingRange {
  readonly group: Uint8Array;
  /** null: of all. */
  readonly consumer: Uint8Array | null;
  readonly minIdleMs: number;
  readonly count: number;
}

/** The first pending entries of a group or consumer that are idle for so long. */
export async function readPendingRange(
  redis: ReadClient,
  key: Uint8Array,
  { group, consumer, minIdleMs, count }: PendingRange,
): Promise<PendingState[]> {
  // IDLE came with Redis 6.2.
  const idle = minIdleMs > 0 ? ['IDLE', minIdleMs] : [];
  const only = consumer === null ? [] : [consumer];
  const [time, reply] = await redis.readAll([
    ['time'],
    ['xpending', key, group, ...idle, '-', '+', count, ...only],
  ]);
  return statesOf(replyOf(reply), timeOf(replyOf(time)));
}

/** Names as XINFO CONSUMERS has them, with how much each has pending. */
export async function readConsumerStates(
  redis: ReadClient,
  key: Uint8Array,
  group: Uint8Array,
): Promise<{ readonly name: Uint8Array; readonly pending: number }[]> {
  return toList(await redis.read('xinfo|consumers', key, group)).map((reply) => {
    const fields = toFields(reply);
    return {
      name: toOwnBytes(fields.get('name') ?? null),
      pending: toCount(fields.get('pending') ?? null),
    };
  });
}
