import type { ReadCommand } from '../../redis/commands.ts';
import type { BatchReply, ReadClient } from '../../redis/clients.ts';
import { type Reply, toBuffer, toCount, toOwnBytes, toText } from '../../redis/reply.ts';
import { LIMITS } from '../../../src-shared/limits.ts';
import { isRefused, isUnknownCommand } from '../../redis/batch-reply.ts';
import { isReplyError, keyIsGone } from '../keys/key-failures.ts';
import { replyOf } from './reply-of.ts';

/** What of a value's elements one page takes over the wire; only what its last window brings may go beyond. */
export const PAGE_BYTES = LIMITS.editBytes;
/** Of a longer element its beginning is handed on. */
const BEGINNING_BYTES = 65_536;
/** The first window shows how heavy elements are; each later one may be so many times longer: heavy ones may come after light ones. */
const GROWTH = 4;

/** Kept in one piece: the server puts only few and short elements there, so that they can be read at once. */
const SMALL_ENCODINGS: ReadonlySet<string> = new Set([
  'listpack',
  'listpackex',
  'ziplist',
  'intset',
]);

/** How many elements there are; null where this user, or the server, has no command for it. */
export const lengthIn = (reply: BatchReply | undefined): number | null =>
  isRefused(reply) || isUnknownCommand(reply) ? null : toCount(replyOf(reply));

interface Look<Total> {
  readonly total: Total;
  readonly isSmall: boolean;
}

async function look<Total extends number | null>(
  redis: ReadClient,
  length: ReadCommand,
  key: Uint8Array,
  totalIn: (reply: BatchReply | undefined) => Total,
): Promise<Look<Total>> {
  const [size, encoding] = await redis.readAll([
    [length, key],
    ['object|encoding', key],
  ]);
  const total = totalIn(size);
  if (total === 0) throw keyIsGone(key);
  if (encoding?.ok === false && !isReplyError(encoding.failure)) throw encoding.failure;
  const name = encoding?.ok === true && encoding.reply !== null ? toText(encoding.reply) : '';
  return { total, isSmall: SMALL_ENCODINGS.has(name) };
}

/** How many elements there are, and whether all of them are few and short. Throws `notFound` when the key is gone. */
export const lookAt = (
  redis: ReadClient,
  length: ReadCommand,
  key: Uint8Array,
): Promise<Look<number>> => look(redis, length, key, (reply) => toCount(replyOf(reply)));

/** The same for what can be read without its length. */
export const lookFor = (
  redis: ReadClient,
  length: ReadCommand,
  key: Uint8Array,
): Promise<Look<number | null>> => look(redis, length, key, lengthIn);

/** Says how much to read next, by what was read so far. */
export class PageBudget {
  readonly #count: number;
  readonly #growth: number;
  #window: number;
  #read = 0;
  #bytes = 0;
  #heaviest = 0;

  /** `first`: how many to begin with, before anything is known of their size. */
  constructor(count: number, first = 1, growth = GROWTH) {
    this.#count = count;
    this.#growth = growth;
    this.#window = first;
  }

  /** Elements of the next window; 0: the page is full. */
  next(): number {
    const room = PAGE_BYTES - this.#bytes;
    if (room <= 0 || this.#read >= this.#count) return 0;
    const fitting = this.#heaviest === 0 ? this.#window : Math.floor(room / this.#heaviest);
    return Math.min(this.#window, this.#count - this.#read, Math.max(1, fitting));
  }

  /** What a window brought: the bytes of each element. */
  took(sizes: readonly number[]): void {
    for (const size of sizes) {
      this.#bytes += size;
      this.#heaviest = Math.max(this.#heaviest, size);
    }
    this.#read += sizes.length;
    this.#window *= this.#growth;
  }
}

interface Windows<T> {
  readonly count: number;
  /** All of them fit: one window. */
  readonly isSmall: boolean;
  /** At most `size` more, after those that were read. */
  readonly read: (size: number, before: readonly T[]) => Promise<readonly T[]>;
  readonly bytesOf: (element: T) => number;
}

/** Elements in windows that grow by what the last ones weighed, until the page is full. */
export async function readWindows<T>({ count, isSmall, read, bytesOf }: Windows<T>): Promise<T[]> {
  const all: T[] = [];
  const budget = new PageBudget(count, isSmall ? count : 1);
  for (let size = budget.next(); size > 0; size = budget.next()) {
    const part = await read(size, all);
    all.push(...part);
    if (part.length < size) break;
    budget.took(part.map(bytesOf));
  }
  return all;
}

export const bytesIn = (reply: Reply): number => toBuffer(reply).byteLength;

/** Bytes to hand on, with the whole length where they are only the beginning. */
export interface Part {
  readonly bytes: Uint8Array;
  readonly total?: number;
}

/** The element, or its beginning where it alone is more than a page. */
export function partOf(reply: Reply): Part {
  const whole = toBuffer(reply);
  if (whole.byteLength <= PAGE_BYTES) return { bytes: toOwnBytes(reply) };
  return { bytes: toOwnBytes(whole.subarray(0, BEGINNING_BYTES)), total: whole.byteLength };
}

/** Where in a list of parts some are only beginnings; nothing where all are whole. */
export function cutIn(parts: readonly Part[]): {
  readonly cut?: { readonly at: number; readonly total: number }[];
} {
  const cut = parts.flatMap(({ total }, at) => (total === undefined ? [] : [{ at, total }]));
  return cut.length === 0 ? {} : { cut };
}

/** The same beside the bytes of one element. */
export const totalOf = ({ total }: Part): { readonly total?: number } =>
  total === undefined ? {} : { total };
