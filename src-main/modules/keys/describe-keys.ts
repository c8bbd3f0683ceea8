import type { KeyFacts, KeyHead } from '../../../src-shared/contract/keys.ts';
import type { BatchReply, ReadCall, ReadClient } from '../../redis/clients.ts';
import { isNodeFailure } from '../../redis/node-failure.ts';
import { type Reply, toCount, toText } from '../../redis/reply.ts';
import { AppFailure } from '../../rpc/app-failure.ts';
import { idleCalls, idleOf } from './idle-time.ts';
import { isReplyError, keyIsGone } from './key-failures.ts';
import { lengthCall } from './length-call.ts';

type Known = { readonly type: string; readonly ttlMs: number | null };

/** Type, TTL and length of keys in view: two pipelines, whatever their number. */
export async function describeKeys(
  redis: ReadClient,
  keys: readonly Uint8Array[],
): Promise<KeyFacts[]> {
  const replies = await redis.readAll(
    keys.flatMap((key): ReadCall[] => [
      ['type', key],
      ['pttl', key],
    ]),
  );
  const found = keys.map((_key, i) => readTypeAndTtl(replies[2 * i], replies[2 * i + 1]));
  const lengths = await readLengths(redis, keys, found);
  return found.map((one, i) =>
    'state' in one ? one : { state: 'present', ...one, length: lengths.get(i) ?? null },
  );
}

function readTypeAndTtl(
  type: BatchReply | undefined,
  ttl: BatchReply | undefined,
): Known | Exclude<KeyFacts, { state: 'present' }> {
  const refusal = [type, ttl].find((reply) => reply?.ok === false);
  if (refusal?.ok === false) return refused(refusal.failure);
  if (type?.ok !== true || ttl?.ok !== true) throw new Error('a reply is missing');
  const name = toText(type.reply);
  const ms = toCount(ttl.reply);
  return name === 'none' || ms === -2
    ? { state: 'gone' }
    : { type: name, ttlMs: ms < 0 ? null : ms };
}

function refused(failure: Error): { readonly state: 'refused'; readonly reason: string } {
  if (!isReplyError(failure) && !isNodeFailure(failure)) throw failure;
  return { state: 'refused', reason: failure.message };
}

/** By index; without those whose type has none, was changed meanwhile, or may not be read. */
async function readLengths(
  redis: ReadClient,
  keys: readonly Uint8Array[],
  found: readonly (Known | { readonly state: string })[],
): Promise<Map<number, number>> {
  const asked: { readonly index: number; readonly call: ReadCall }[] = [];
  for (const [index, key] of keys.entries()) {
    const one = found[index];
    const call = one !== undefined && 'type' in one ? lengthCall(one.type, key) : null;
    if (call !== null) asked.push({ index, call });
  }
  const replies = await redis.readAll(asked.map(({ call }) => call));
  return new Map(
    asked.flatMap(({ index }, i) => {
      const reply = replies[i];
      return reply?.ok === true ? [[index, toCount(reply.reply)] as const] : [];
    }),
  );
}

/** Bytes by MEMORY USAGE, in the order of the keys; null for one that is gone, may not be asked for, or whose node is lost. */
export async function measureKeys(
  redis: ReadClient,
  keys: readonly Uint8Array[],
): Promise<(number | null)[]> {
  const replies = await redis.readAll(
    keys.map((key): ReadCall => ['memory|usage', key, 'SAMPLES', 5]),
  );
  return replies.map((reply) => valueOf(reply, toCount));
}

/** What the head of an open key shows; what this user may not ask for is null. */
export async function readKeyHead(redis: ReadClient, key: Uint8Array): Promise<KeyHead> {
  const [type, ttl, encoding, idle, references] = await redis.readAll([
    ['type', key],
    ['pttl', key],
    ['object|encoding', key],
    ...idleCalls(key),
  ]);
  const known = readTypeAndTtl(type, ttl);
  if ('state' in known) {
    if (known.state === 'gone') throw keyIsGone(key);
    if (type?.ok === false && isNodeFailure(type.failure)) throw type.failure;
    throw new AppFailure({
      code: 'redis.reply',
      command: 'TYPE',
      prefix: 'NOPERM',
      message: known.reason,
    });
  }
  const call = lengthCall(known.type, key);
  const place = redis.placeOf(key);
  const [length] = call === null ? [] : await redis.readAll([call]);
  return {
    ...known,
    encoding: valueOf(encoding, toText),
    idleSeconds: idleOf(idle, references),
    length: valueOf(length, toCount),
    ...(place === null ? {} : { place }),
  };
}

/** null where it was refused, is unknown or has gone. */
function valueOf<T>(reply: BatchReply | undefined, read: (reply: Reply) => T): T | null {
  if (reply?.ok === false && !isReplyError(reply.failure) && !isNodeFailure(reply.failure))
    throw reply.failure;
  return reply?.ok === true && reply.reply !== null ? read(reply.reply) : null;
}
