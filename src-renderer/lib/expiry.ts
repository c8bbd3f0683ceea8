import type { TtlFact } from '../../src-shared/contract/keys.ts';

/** When a key goes, on this computer's clock; null: it does not expire. */
export type Expiry = number | 'refused' | null;

/** Of a TTL that was read at that moment. */
export const expiryOf = (ttl: TtlFact, nowMs: number): Expiry =>
  typeof ttl === 'number' ? nowMs + ttl : ttl;
