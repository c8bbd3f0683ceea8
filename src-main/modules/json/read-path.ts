import type { BatchReply, ReadClient } from '../../redis/clients.ts';
import { type Reply, toBuffer, toCount, toText } from '../../redis/reply.ts';
import type { Session } from '../../redis/session.ts';
import { AppFailure } from '../../rpc/app-failure.ts';
import { isReplyError, keyIsGone } from '../keys/key-failures.ts';

/** Throws `unsupported` where the server has no RedisJSON. */
export function needsJson(session: Session): void {
  if (!session.has('json.get'))
    throw new AppFailure({
      code: 'unsupported',
      needs: 'RedisJSON',
      message: 'This server has no JSON commands: they need RedisJSON (Redis Stack, or Redis 8)',
    });
}

/** Throws `unsupported` where RedisJSON is older than its JSON.MERGE. */
export function needsMerge(session: Session): void {
  if (!session.has('json.merge'))
    throw new AppFailure({
      code: 'unsupported',
      needs: 'JSON.MERGE',
      message: 'This server has no JSON.MERGE: it needs RedisJSON 2.6',
    });
}

/**
 * Throws `unsupported` for a path with a backslash: RedisJSON 2.8 finds the name when reading, and then writes a second
 * member beside it, or nothing (seen with JSON.SET `$["we\\"ird"]`). So for a name with a space in front, which it
 * takes for the name without.
 */
export function needsPlainPath(path: string): void {
  if (path.includes('\\') || /["'] /.test(path)) throw cannotWriteThere();
}

/** RedisJSON would change something else, or nothing. */
export function cannotWriteThere(): AppFailure {
  return new AppFailure({
    code: 'unsupported',
    needs: 'a path without backslashes, and without a space in front of a name',
    message: 'RedisJSON writes to the wrong place by a path with this name in it',
  });
}

/** JSON.GET as the server wrote it; throws `notFound` when the key is gone. */
export async function readPath(redis: ReadClient, key: Uint8Array, path: string): Promise<Reply> {
  const reply = await redis.read('json.get', key, path);
  if (reply === null) throw keyIsGone(key);
  return reply;
}

/** For `$` the document itself, not the array with one match that JSON.GET puts around it. */
export function shownText(path: string, reply: Reply): string {
  const text = toText(reply);
  return path === '$' ? text.slice(1, -1) : text;
}

export const byteLength = (reply: Reply): number => toBuffer(reply).byteLength;

/** What the path takes in memory, or the key where that is refused; null when neither may be asked. */
export async function memoryOf(
  redis: ReadClient,
  key: Uint8Array,
  path: string,
): Promise<number | null> {
  const [debug] = await redis.readAll([['json.debug|memory', key, path]]);
  const known = sizeFrom(debug);
  if (known !== null) return known;
  const [usage] = await redis.readAll([['memory|usage', key, 'SAMPLES', 5]]);
  return sizeFrom(usage);
}

/** JSON.DEBUG MEMORY's reply: a path with several matches has a size for each; null where it may not be asked. */
export function sizeFrom(reply: BatchReply | undefined): number | null {
  if (reply?.ok !== true) {
    if (reply !== undefined && !isReplyError(reply.failure)) throw reply.failure;
    return null;
  }
  if (reply.reply === null) return null;
  if (!Array.isArray(reply.reply)) return toCount(reply.reply);
  return reply.reply.reduce<number>((sum, one) => sum + (one === null ? 0 : toCount(one)), 0);
}

/** JSON types of what the path matches: RESP3 nests them once more than RESP2, and null stands for no match. */
export async function typesAt(redis: ReadClient, key: Uint8Array, path: string): Promise<string[]> {
  const flat = (reply: Reply): string[] =>
    Array.isArray(reply) ? reply.flatMap(flat) : reply === null ? [] : [toText(reply)];
  return flat(await redis.read('json.type', key, path));
}

const sizeCommands = {
  object: 'json.objlen',
  array: 'json.arrlen',
  string: 'json.strlen',
} as const;

/** How many members, elements or bytes the one value at the path has. */
export async function sizeAt(
  redis: ReadClient,
  key: Uint8Array,
  path: string,
  kind: keyof typeof sizeCommands,
): Promise<number | null> {
  const reply = await redis.read(sizeCommands[kind], key, path);
  const [size] = Array.isArray(reply) ? reply : [reply];
  return size === null || size === undefined ? null : toCount(size);
}
