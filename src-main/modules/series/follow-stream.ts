import { setTimeout } from 'node:timers/promises';
import type { Item, Parsed } from '../../../src-shared/contract/index.ts';
import { LIMITS } from '../../../src-shared/limits.ts';
import type { ReadClient } from '../../redis/clients.ts';
import { toCount } from '../../redis/reply.ts';
import { isMissing } from '../values/reply-of.ts';
import { readEntryPage } from './entry-windows.ts';
import { nextId, readEntries } from './stream-replies.ts';

/** How often a server is asked; one in production more gently. */
const EVERY_MS = 500;
const EVERY_MS_IN_PRODUCTION = 2_000;
/** Between two pages of what has piled up. */
const BEHIND_MS = 50;

interface Following {
  readonly redis: ReadClient;
  readonly isProduction: boolean;
  readonly signal: AbortSignal;
}

type Page = Item<'streams.follow'>;

/** Entries after an ID as they come, in pages of so many bytes; asks without BLOCK, which would hold up everything else on the connection. */
export async function* followStream(
  { redis, isProduction, signal }: Following,
  { key, after }: Parsed<'streams.follow'>,
): AsyncGenerator<Page> {
  const everyMs = isProduction ? EVERY_MS_IN_PRODUCTION : EVERY_MS;
  let from = nextId(after);
  let told: Pick<Page, 'isThere' | 'length'> | null = null;
  while (from !== null && !signal.aborted) {
    const page = { key, from, to: '+', order: 'oldest', count: LIMITS.pageElements } as const;
    const { found, next } = await readEntryPage(redis, page);
    const entries = readEntries(found);
    const isBehind = next !== null;
    const now = await lookAt(redis, key);
    if (entries.length > 0 || told?.isThere !== now.isThere || told.length !== now.length)
      yield { entries, isBehind, everyMs, ...now };
    told = now;
    const last = entries.at(-1);
    if (last !== undefined) from = nextId(last.id);
    await pause(isBehind ? BEHIND_MS : everyMs, signal);
  }
}

async function lookAt(
  redis: ReadClient,
  key: Uint8Array,
): Promise<Pick<Page, 'isThere' | 'length'>> {
  const [exists, length] = await redis.readAll([
    ['exists', key],
    ['xlen', key],
  ]);
  const isThere = !isMissing(exists);
  return { isThere, length: isThere && length?.ok === true ? toCount(length.reply) : null };
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await setTimeout(ms, undefined, { signal });
  } catch (thrown) {
    if (!signal.aborted) throw thrown;
  }
}
