import { inBatches } from '../../src-shared/part-commands.ts';
import { isUnknownCommand } from '../redis/batch-reply.ts';
import type { ReadClient } from '../redis/clients.ts';
import { type Reply, toCount, toList, toOwnBytes, toText } from '../redis/reply.ts';
import { replyOf } from './element-state.ts';

/** Names in one command, and commands in one pipeline. */
const TOGETHER = 500;
const IN_PIPELINE = 200;

type Ask = Parameters<ReadClient['read']>[0];

/** A command that answers for each name in its order. */
async function askEach(
  redis: ReadClient,
  command: Ask,
  key: Uint8Array,
  names: readonly Uint8Array[],
): Promise<Reply[]> {
  const found: Reply[] = [];
  for (const part of inBatches(names, TOGETHER))
    found.push(...toList(await redis.read(command, key, ...part)));
  return found;
}

/** Which members are in the set, in their order. */
export const readMembership = async (
  redis: ReadClient,
  key: Uint8Array,
  members: readonly Uint8Array[],
): Promise<boolean[]> =>
  (await askEach(redis, 'smismember', key, members)).map((reply) => toText(reply) === '1');

/** Scores as the server writes them, in the order of the members; null: not in it. */
export const readScores = async (
  redis: ReadClient,
  key: Uint8Array,
  members: readonly Uint8Array[],
): Promise<(string | null)[]> =>
  (await askEach(redis, 'zmscore', key, members)).map((reply) =>
    reply === null ? null : toText(reply),
  );

/** What a command says of each field in its own reply. */
async function askOfEach(
  redis: ReadClient,
  command: 'hexists' | 'hstrlen',
  key: Uint8Array,
  fields: readonly Uint8Array[],
): Promise<number[]> {
  const found: number[] = [];
  for (const part of inBatches(fields, IN_PIPELINE)) {
    const replies = await redis.readAll(part.map((field) => [command, key, field]));
    found.push(...replies.map((reply) => toCount(replyOf(reply))));
  }
  return found;
}

/** Which fields are in the hash, in their order. */
export const readExistence = async (
  redis: ReadClient,
  key: Uint8Array,
  fields: readonly Uint8Array[],
): Promise<boolean[]> => (await askOfEach(redis, 'hexists', key, fields)).map((is) => is === 1);

/** The lengths of values, 0 also without the field. */
export const readLengths = (
  redis: ReadClient,
  key: Uint8Array,
  fields: readonly Uint8Array[],
): Promise<number[]> => askOfEach(redis, 'hstrlen', key, fields);

/** Values in the order of the fields; null: no such field. Ask for their lengths first. */
export const readFields = async (
  redis: ReadClient,
  key: Uint8Array,
  fields: readonly Uint8Array[],
): Promise<(Uint8Array | null)[]> =>
  (await askEach(redis, 'hmget', key, fields)).map((reply) =>
    reply === null ? null : toOwnBytes(reply),
  );

/** What HPEXPIRETIME says of each field, -1 without a TTL and -2 without the field; null: the server has none of it. */
export async function readFieldTimes(
  redis: ReadClient,
  key: Uint8Array,
  fields: readonly Uint8Array[],
): Promise<string[] | null> {
  const found: string[] = [];
  for (const part of inBatches(fields, TOGETHER)) {
    const [answer] = await redis.readAll([['hpexpiretime', key, 'FIELDS', part.length, ...part]]);
    if (isUnknownCommand(answer)) return null;
    const reply = replyOf(answer);
    found.push(...(reply === null ? part.map(() => '-2') : toList(reply).map(toText)));
  }
  return found;
}
