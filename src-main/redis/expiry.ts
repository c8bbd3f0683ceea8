import { AppFailure } from '../rpc/app-failure.ts';
import type { ReadCall, ReadClient } from './clients.ts';
import { type Reply, toCount } from './reply.ts';

/** A key's expiry as an absolute time by the server's clock. */
export interface ExpiryReader {
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
  try {
    await redis.read('pexpiretime', key);
  } catch (thrown) {
    if (!(thrown instanceof AppFailure) || thrown.error.code !== 'redis.reply') throw thrown;
    const fromPttl = (ttl: number): number | null => (ttl < 0 ? null : Math.round(nowMs() + ttl));
    return { call: (name) => ['pttl', name], atMs: (reply) => fromPttl(toCount(reply)), nowMs };
  }
  const fromTime = (at: number): number | null => (at < 0 ? null : at);
  return {
    call: (name) => ['pexpiretime', name],
    atMs: (reply) => fromTime(toCount(reply)),
    nowMs,
  };
}
