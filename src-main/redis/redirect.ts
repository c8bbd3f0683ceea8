import { AppFailure } from '../rpc/app-failure.ts';
import { type NodeAddress } from './cluster-topology.ts';
import { SLOTS } from './key-slot.ts';

export interface Redirect extends NodeAddress {
  /** `moved`: the slot is there now. `ask`: only this key is, while its slot is on the way. */
  readonly kind: 'moved' | 'ask';
  readonly slot: number;
}

/** Where a cluster's error reply points to: `MOVED 3999 10.0.0.7:6381`; null for any other failure. */
export function redirectOf(failure: unknown, askedHost: string): Redirect | null {
  if (!(failure instanceof AppFailure) || failure.error.code !== 'redis.reply') return null;
  const words = /^(MOVED|ASK) (\d{1,5}) (\S*):(\d{1,5})$/.exec(failure.error.message);
  if (words === null) return null;
  const [, kind, slotText, named = '', portText] = words;
  const slot = Number(slotText);
  if (slot >= SLOTS) return null;
  const host = named === '' || named === '?' ? askedHost : named;
  return { kind: kind === 'ASK' ? 'ask' : 'moved', slot, host, port: Number(portText) };
}
