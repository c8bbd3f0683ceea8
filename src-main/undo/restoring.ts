import type { WriteClient } from '../redis/clients.ts';
import type { ExpiryReader } from '../redis/expiry.ts';
import type { UndoEntry } from './entry.ts';

/** What taking back works with. */
export interface Restoring {
  readonly redis: WriteClient;
  readonly expiry: ExpiryReader;
  /** What was noted after the deed. */
  readonly notes: readonly UndoEntry[];
}

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
