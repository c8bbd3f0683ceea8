import { toUtf8 } from '../../src-shared/redis-value.ts';

/** A reply as ioredis hands it over with buffers: bulk strings are Buffers, integers text or numbers. */
export type Reply = Buffer | string | number | bigint | boolean | null | Reply[];

/** The server answered in a shape that this command does not have: a bug of ours or a server we do not know. */
export class UnexpectedReply extends Error {
  constructor(wanted: string, got: unknown) {
    super(
      `expected ${wanted}, got ${got === null ? 'null' : Array.isArray(got) ? 'array' : typeof got}`,
    );
    this.name = 'UnexpectedReply';
  }
}

const isLeaf = (value: unknown): value is Buffer | string | null =>
  Buffer.isBuffer(value) || typeof value === 'string' || value === null;

/** Checks and converts what the client returned; maps become flat arrays, as in RESP2. */
export function toReply(value: unknown): Reply {
  if (value === null || value === undefined) return null;
  if (Buffer.isBuffer(value)) return value;
  // A page of SCAN is thousands of names: looked at, not copied.
  if (Array.isArray(value)) return value.every(isLeaf) ? value : value.map(toReply);
  if (value instanceof Map) return [...value].flat(1).map(toReply);
  if (value instanceof Set) return [...value].map(toReply);
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'bigint':
    case 'boolean':
      return value;
    case 'object':
      if (value instanceof Error) return value.message;
      return Object.entries(value).flatMap(([key, item]) => [key, toReply(item)]);
    default:
      throw new UnexpectedReply('a reply', value);
  }
}

export function toBuffer(reply: Reply): Buffer {
  if (Buffer.isBuffer(reply)) return reply;
  if (typeof reply === 'string') return Buffer.from(reply);
  if (typeof reply === 'number' || typeof reply === 'bigint') return Buffer.from(String(reply));
  throw new UnexpectedReply('a string', reply);
}

/** Bytes that own their memory: a view would carry the whole pooled reply buffer across IPC. */
export const toOwnBytes = (reply: Reply): Uint8Array => new Uint8Array(toBuffer(reply));

/** Text of names the server itself makes (types, versions, field names of INFO replies). */
export function toText(reply: Reply): string {
  if (Buffer.isBuffer(reply)) return toUtf8(reply) ?? reply.toString('latin1');
  if (typeof reply === 'string') return reply;
  if (typeof reply === 'number' || typeof reply === 'bigint') return String(reply);
  if (typeof reply === 'boolean') return reply ? '1' : '0';
  throw new UnexpectedReply('text', reply);
}

export function toTextOrNull(reply: Reply): string | null {
  return reply === null ? null : toText(reply);
}

/** A length or count; those of Redis stay far below 2^53. */
export function toCount(reply: Reply): number {
  const count = Number(toText(reply));
  if (!Number.isSafeInteger(count)) throw new UnexpectedReply('a count', reply);
  return count;
}

export function toList(reply: Reply): Reply[] {
  if (!Array.isArray(reply)) throw new UnexpectedReply('an array', reply);
  return reply;
}

/** A flat array `[name, value, ...]` (a map of RESP3 arrives so too) as pairs. */
export function toPairs(reply: Reply): [Reply, Reply][] {
  const list = toList(reply);
  const pairs: [Reply, Reply][] = [];
  for (let i = 0; i + 1 < list.length; i += 2) pairs.push([list[i] ?? null, list[i + 1] ?? null]);
  return pairs;
}

/** The same by name; for replies whose names the server makes. */
export function toFields(reply: Reply): Map<string, Reply> {
  return new Map(toPairs(reply).map(([name, value]) => [toText(name), value]));
}
