import type { KeyFacts, KeyHead, TtlFact } from '../../../src-shared/contract/keys.ts';
import type { BatchReply, ReadCall, ReadClient } from '../../redis/clients.ts';
import { isNodeFailure } from '../../redis/node-failure.ts';
import { type Reply, toCount, toText } from '../../redis/reply.ts';
import { AppFailure } from '../../rpc/app-failure.ts';
import { idleCalls, idleOf } from './idle-time.ts';
import { isReplyError, keyIsGone } from './key-failures.ts';
import { lengthCall } from './length-call.ts';
import { lacksType, typesByLength } from './type-by-length.ts';

type Known = { readonly type: string; readonly ttlMs: TtlFact };
type Found = Known | Exclude<KeyFacts, { state: 'present' }>;

/**
 * Type, TTL and length of keys in view: two pipelines, whatever their number, and one more for a user who may not run TYPE.
 */
export const describeKeys = (redis: ReadClient, keys: readonly Uint8Array[]): Promise<KeyFacts[]> =>
  describe(redis, keys, readTypesAndTtls);

async function describe(
  redis: ReadClient,
  keys: readonly Uint8Array[],
  readFound: (redis: ReadClient, asked: readonly Asked[]) => Promise<Found[]> | Found[],
): Promise<KeyFacts[]> {
  const replies = await redis.readAll(
    keys.flatMap((key): ReadCall[] => [
      ['type', key],
      ['pttl', key],
    ]),
  );
  const found = await readFound(
    redis,
    keys.map((key, i) => ({ key, type: replies[2 * i], ttl: replies[2 * i + 1] })),
  );
  const lengths = await readLengths(redis, keys, found);
  return found.map((one, i) =>
    'state' in one ? one : { state: 'present', ...one, length: lengths.get(i) ?? null },
  );
}

/** Facts that a plan can rest on: of a key whose type or TTL may not be read it knows too little, as it does at its turn. */
export type PlannedFacts =
  | Exclude<KeyFacts, { state: 'present' }>
  | (Extract<KeyFacts, { state: 'present' }> & { readonly ttlMs: number | null });

export async function describeForPlan(
  redis: ReadClient,
  keys: readonly Uint8Array[],
): Promise<PlannedFacts[]> {
  const facts = await describe(redis, keys, (_redis, asked) => asked.map(byReplies));
  return facts.map((one) => {
    if (one.state !== 'present') return one;
    const { ttlMs } = one;
    return ttlMs === 'refused'
      ? { state: 'refused', reason: 'This user may not run PTTL' }
      : { ...one, ttlMs };
  });
}

interface Asked {
  readonly key: Uint8Array;
  readonly type: BatchReply | undefined;
  readonly ttl: BatchReply | undefined;
}

async function readTypesAndTtls(redis: ReadClient, asked: readonly Asked[]): Promise<Found[]> {
  const lacking = asked.filter(({ type }) => type?.ok === false && lacksType(type.failure));
  const types =
    lacking.length === 0
      ? []
      : await typesByLength(
          redis,
          lacking.map(({ key }) => key),
        );
  const byLength = new Map(lacking.map((one, i) => [one, types[i] ?? null]));
  return asked.map((one) => {
    const name = byLength.get(one) ?? null;
    return name === null ? byReplies(one) : toFound(name, one.ttl);
  });
}

function byReplies({ type, ttl }: Asked): Found {
  if (type?.ok === false) return refused(type.failure);
  if (type === undefined) throw new Error('a reply is missing');
  return toFound(toText(type.reply), ttl);
}

function toFound(type: string, ttl: BatchReply | undefined): Found {
  if (ttl === undefined) throw new Error('a reply is missing');
  // What it is can be shown, whether or not this user may ask how long it will be there.
  if (!ttl.ok && !isReplyError(ttl.failure)) return refused(ttl.failure);
  const ms = ttl.ok ? toCount(ttl.reply) : null;
  if (type === 'none' || ms === -2) return { state: 'gone' };
  return { type, ttlMs: ms === null ? 'refused' : ms < 0 ? null : ms };
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
  const [known] = await readTypesAndTtls(redis, [{ key, type, ttl }]);
  if (known === undefined) throw new Error('a reply is missing');
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
    refused: [
      ...refusedOf('TYPE', type),
      ...refusedOf('PTTL', ttl),
      ...refusedOf('OBJECT ENCODING', encoding),
      ...refusedOf('OBJECT IDLETIME', idle),
      ...refusedOf(call?.[0].toUpperCase() ?? '', length),
    ],
    ...(place === null ? {} : { place }),
  };
}

/** Not for a policy or a type that has no such figure: only where the user lacks the right. */
function refusedOf(command: string, reply: BatchReply | undefined): readonly string[] {
  return reply?.ok === false && isReplyError(reply.failure) && lacksRight(reply.failure)
    ? [command]
    : [];
}

const lacksRight = ({ error }: AppFailure): boolean =>
  error.code === 'redis.reply' && error.prefix === 'NOPERM';

/** null where it was refused, is unknown or has gone. */
function valueOf<T>(reply: BatchReply | undefined, read: (reply: Reply) => T): T | null {
  if (reply?.ok === false && !isReplyError(reply.failure) && !isNodeFailure(reply.failure))
    throw reply.failure;
  return reply?.ok === true && reply.reply !== null ? read(reply.reply) : null;
}
