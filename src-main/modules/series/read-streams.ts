import type { Output, Parsed } from '../../../src-shared/contract/index.ts';
import { LIMITS } from '../../../src-shared/limits.ts';
import type { ReadClient } from '../../redis/clients.ts';
import { toCount, toList } from '../../redis/reply.ts';
import { readEntryPage } from './entry-windows.ts';
import { readOf } from './read-of.ts';
import {
  nextId,
  readConsumers,
  readEntries,
  readPendingEntries,
  readStreamFacts,
} from './stream-replies.ts';

/** XINFO STREAM. */
export async function readFacts(
  redis: ReadClient,
  key: Uint8Array,
): Promise<Output<'streams.facts'>> {
  const [reply = null] = await readOf(redis, key, [['xinfo|stream', key]]);
  return readStreamFacts(reply);
}

/** A page between two IDs, from either end. */
export async function readEntryRange(
  redis: ReadClient,
  { key, from, to, order, count }: Parsed<'streams.range'>,
): Promise<Output<'streams.range'>> {
  const [length = null] = await readOf(redis, key, [['xlen', key]]);
  const total = toCount(length);
  if (total === 0) return { entries: [], next: null, total };
  const { found, next } = await readEntryPage(redis, { key, from, to, order, count });
  return { entries: readEntries(found), next, total };
}

/** XINFO CONSUMERS; the server has no pages for it. */
export async function readConsumerList(
  redis: ReadClient,
  { key, group }: Parsed<'streams.consumers'>,
): Promise<Output<'streams.consumers'>> {
  const [reply = null] = await readOf(redis, key, [['xinfo|consumers', key, group]]);
  const all = readConsumers(reply).sort((a, b) => b.pending - a.pending);
  return { consumers: all.slice(0, LIMITS.pageElements), total: all.length };
}

/** XPENDING of a page, with how many are pending in all. */
export async function readPending(
  redis: ReadClient,
  { key, group, consumer, minIdleMs, from, count }: Parsed<'streams.pending'>,
): Promise<Output<'streams.pending'>> {
  const only = consumer === null ? [] : [consumer];
  // IDLE came with Redis 6.2.
  const idle = minIdleMs > 0 ? ['IDLE', minIdleMs] : [];
  const [summary = null, page = null] = await readOf(redis, key, [
    ['xpending', key, group],
    ['xpending', key, group, ...idle, from, '+', count, ...only],
  ]);
  const entries = readPendingEntries(page);
  const last = entries.length < count ? undefined : entries.at(-1);
  return {
    entries,
    next: last === undefined ? null : nextId(last.id),
    total: toCount(toList(summary)[0] ?? null),
  };
}
