import { setTimeout } from 'node:timers/promises';
import type { Item, Parsed } from '../../../src-shared/contract/index.ts';
import { LIMITS } from '../../../src-shared/limits.ts';
import type { ReadClient } from '../../redis/clients.ts';
import { toText } from '../../redis/reply.ts';
import { replyOf } from '../values/reply-of.ts';
import { nextId, readEntries } from './stream-replies.ts';

/** How often a server is asked; one in production more gently. */
const EVERY_MS = 500;
const EVERY_MS_IN_PRODUCTION = 2_000;
/** Between two pages of what has piled up. */
const BEHIND_MS = 50;
const FIRST_COUNT = 20;
const PAGE_BYTES = 1_048_576;

interface Following {
  readonly redis: ReadClient;
  readonly isProduction: boolean;
  readonly signal: AbortSignal;
}

type Page = Item<'streams.follow'>;

/** Entries after an ID as they come; asks without BLOCK, which would hold up everything else on the connection. */
export async function* followStream(
  { redis, isProduction, signal }: Following,
  { key, after }: Parsed<'streams.follow'>,
): AsyncGenerator<Page> {
  const everyMs = isProduction ? EVERY_MS_IN_PRODUCTION : EVERY_MS;
  let from = nextId(after);
  let count = FIRST_COUNT;
  let told: boolean | null = null;
  while (from !== null && !signal.aborted) {
    const [exists, range] = await redis.readAll([
      ['exists', key],
      ['xrange', key, from, '+', 'COUNT', count],
    ]);
    const entries = readEntries(replyOf(range));
    const isThere = toText(replyOf(exists)) !== '0';
    const isBehind = entries.length >= count;
    if (entries.length > 0 || told !== isThere) yield { entries, isBehind, isThere, everyMs };
    told = isThere;
    const last = entries.at(-1);
    if (last !== undefined) from = nextId(last.id);
    count = fitting(entries, count);
    await pause(isBehind ? BEHIND_MS : everyMs, signal);
  }
}

/** As many as fit into a page by the size of the last ones; a first page of unknown size is small. */
function fitting(entries: Page['entries'], count: number): number {
  if (entries.length === 0) return count;
  const bytes = entries
    .flatMap(({ fields }) => fields)
    .reduce((sum, { field, value, total = value.byteLength }) => sum + field.byteLength + total, 0);
  const each = Math.max(1, bytes / entries.length);
  return Math.min(LIMITS.pageElements, Math.max(1, Math.floor(PAGE_BYTES / each)), count * 4);
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await setTimeout(ms, undefined, { signal });
  } catch (thrown) {
    if (!signal.aborted) throw thrown;
  }
}
