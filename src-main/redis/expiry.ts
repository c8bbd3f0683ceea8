import { AppFailure } from '../rpc/app-failure.ts';
import type { ReadCall, ReadClient } from './clients.ts';
import { isNodeFailure } from './node-failure.ts';
import { type Reply, toCount } from './reply.ts';

/** A key's expiry as an absolute time by the server's clock. */
export interface ExpiryReader {
  /** To the millisecond: `call` is PEXPIRETIME. */
  readonly isExact: boolean;
  call(key: Uint8Array): ReadCall;
  /** Of the reply to `call`; null: no expiry, or no such key. */
  atMs(reply: Reply): number | null;
  /** The server's clock now. */
  nowMs(): number;
}

/**
 * PEXPIRETIME where this server and user have it, which is exact; else PTTL added to the server's clock as we know it.
 * `key` is one that will be asked for: rights may depend on it.
 */
export async function expiryReader(
  redis: ReadClient,
  session: { readonly clockOffsetMs: number },
  key: Uint8Array,
): Promise<ExpiryReader> {
  const nowMs = (): number => Date.now() + session.clockOffsetMs;
  if (!(await hasPexpiretime(redis, key))) {
    const fromPttl = (ttl: number): number | null => (ttl < 0 ? null : Math.round(nowMs() + ttl));
    return {
      isExact: false,
      call: (name) => ['pttl', name],
      atMs: (reply) => fromPttl(toCount(reply)),
      nowMs,
    };
  }
  const fromTime = (at: number): number | null => (at < 0 ? null : at);
  return {
    isExact: true,
    call: (name) => ['pexpiretime', name],
    atMs: (reply) => fromTime(toCount(reply)),
    nowMs,
  };
}

async function hasPexpiretime(redis: ReadClient, key: Uint8Array): Promise<boolean> {
  try {
    await redis.read('pexpiretime', key);
    return true;
  } catch (thrown) {
    if (isNodeFailure(thrown)) return await anotherHasIt(redis, key, thrown);
    if (thrown instanceof AppFailure && thrown.error.code === 'redis.reply') return false;
    throw thrown;
  }
}

/** Every primary of a cluster knows: it turns away a key of another after it has looked at command and rights. */
async function anotherHasIt(
  redis: ReadClient,
  key: Uint8Array,
  failure: AppFailure,
): Promise<boolean> {
  for (const node of await redis.nodes())
    try {
      await node.redis.read('pexpiretime', key);
      return true;
    } catch (thrown) {
      if (isNodeFailure(thrown)) continue;
      if (!(thrown instanceof AppFailure) || thrown.error.code !== 'redis.reply') throw thrown;
      return /^(?:MOVED|ASK|CLUSTERDOWN)$/.test(thrown.error.prefix);
    }
  throw failure;
}
