import type { ReadClient } from '../../redis/clients.ts';
import type { Argument } from '../../redis/commands.ts';
import { type Reply, toList, toText } from '../../redis/reply.ts';
import { AppFailure } from '../../rpc/app-failure.ts';
import { bytesIn, PageBudget } from './page-budget.ts';

interface ElementScan {
  readonly command: 'hscan' | 'sscan' | 'zscan';
  readonly key: Uint8Array;
  readonly position: string;
  readonly count: number;
  readonly match: Uint8Array | null;
  /** COUNT to begin with, before it is known how heavy elements are. */
  readonly first: number;
  /** Only the names of fields. */
  readonly noValues?: boolean;
}

/** A filter that matches little must not give page after page of nothing, nor keep the reader waiting. */
const LONGEST_MS = 50;

export interface ScannedElements {
  /** Replies in order, flat. */
  readonly found: Reply[];
  /** null: the end. */
  readonly next: string | null;
  /** COUNT summed: so many places of the table were looked at. */
  readonly places: number;
}

/**
 * Goes on until the page is full, by elements or by bytes, the end, or time is up: then what was found is what there is.
 */
export async function scanElements(
  redis: ReadClient,
  { command, key, position, count, match, first, noValues = false }: ElementScan,
): Promise<ScannedElements> {
  if (!/^\d{1,20}$/.test(position))
    throw new AppFailure({
      code: 'input.invalid',
      issues: ['position'],
      message: 'That is no position of a scan',
    });
  const filter: Argument[] = match === null ? [] : ['MATCH', match];
  const form: Argument[] = noValues ? ['NOVALUES'] : [];
  const width = command === 'sscan' || noValues ? 1 : 2;
  const startedAt = performance.now();
  const budget = new PageBudget(count, first);
  const found: Reply[] = [];
  let places = 0;
  let cursor = position;
  let size = budget.next();
  do {
    const [next = null, page = null] = toList(
      await redis.read(command, key, cursor, ...filter, 'COUNT', size, ...form),
    );
    cursor = toText(next);
    places += size;
    const replies = toList(page);
    for (const reply of replies) found.push(reply);
    budget.took(sizesOf(replies, width));
    size = budget.next();
    const mayTakeLong = match === null && found.length > 0;
    if (!mayTakeLong && performance.now() - startedAt >= LONGEST_MS) break;
  } while (cursor !== '0' && size > 0);
  return { found, next: cursor === '0' ? null : cursor, places };
}

/** Bytes of each element, which is so many replies. */
function sizesOf(replies: readonly Reply[], width: number): number[] {
  const sizes: number[] = [];
  for (let at = 0; at < replies.length; at += width)
    sizes.push(replies.slice(at, at + width).reduce((sum: number, one) => sum + bytesIn(one), 0));
  return sizes;
}

/** All was looked through and nothing is there: an empty value is no key. */
export const isNothing = (
  { found, next }: { readonly found: readonly unknown[]; readonly next: string | null },
  { position, match }: Pick<ElementScan, 'position' | 'match'>,
): boolean => position === '0' && match === null && next === null && found.length === 0;

interface Filtered extends Pick<ScannedElements, 'places'> {
  readonly match: Uint8Array | null;
  readonly total: number | null;
}

/**
 * About how many elements a filter was compared with: of a table, COUNT means places, and those are a power of two that the
 * elements fill by half at least.
 */
export function lookedThrough({ match, places, total }: Filtered): { readonly looked?: number } {
  if (match === null) return {};
  if (total === null) return { looked: places };
  const share = total / 2 ** Math.ceil(Math.log2(Math.max(1, total)));
  return { looked: Math.min(total, Math.round(places * share)) };
}
