import { toBinaryString } from '../../src-shared/redis-value.ts';
import type { BatchReply, DestroyClient } from '../redis/clients.ts';
import type { ExpiryReader } from '../redis/expiry.ts';
import { isNotNow } from '../redis/not-now.ts';
import { AppFailure } from '../rpc/app-failure.ts';
import type { UndoEntry } from './entry.ts';

/** What taking back works with. */
export interface Restoring {
  readonly redis: DestroyClient;
  readonly expiry: ExpiryReader;
  /** What was noted after the deed. */
  readonly notes: readonly UndoEntry[];
  /** Of them, by the key's bytes as Latin-1: the digest of what was copied there. */
  readonly left: ReadonlyMap<string, string>;
  /** It was sent before, and the answer was lost: what is as it is to become was taken back then. */
  readonly isAgain: boolean;
  /** Whether scripts were refused; those that are sent later need not try. */
  readonly scripts: { areRefused: boolean };
}

/** What `left` is made of. */
export const leftBy = (notes: readonly UndoEntry[]): ReadonlyMap<string, string> =>
  new Map(
    notes.flatMap((note) =>
      note.kind === 'left' ? [[toBinaryString(note.key), note.digest] as const] : [],
    ),
  );

export interface Conflict {
  readonly entry: UndoEntry;
  readonly key: Uint8Array;
  readonly reason: string;
  /** It can never be taken back: the ticket need not keep it. */
  readonly lasting: boolean;
}

/** Our idea of the server's clock may be off by this much when a TTL of ours is compared with what is there. */
const TTL_SLACK_MS = 2_000;

/** Whether two expiries are one; null: none. */
export function isSameTime(a: number | null, b: number | null): boolean {
  return a === null || b === null ? a === b : Math.abs(a - b) <= TTL_SLACK_MS;
}

/** The connection went, before or after something was sent, or the server cannot answer just now: it may be tried again. */
export const isLost = (thrown: unknown): thrown is AppFailure =>
  thrown instanceof AppFailure &&
  (isNotNow(thrown) ||
    thrown.error.code === 'redis.unknownOutcome' ||
    (thrown.error.code === 'redis.offline' && thrown.error.node === undefined));

/** Whether the server said yes; throws when it could not say anything. */
export function isAnswered(
  reply: BatchReply | undefined,
): reply is Extract<BatchReply, { ok: true }> {
  if (reply?.ok === false && isLost(reply.failure)) throw reply.failure;
  return reply?.ok === true;
}
