import type { DecodeRule } from '../../../../src-shared/contract/decode-rules.ts';
import {
  DECODE_STEPS,
  DECODER_NAMES,
  type DecoderName,
} from '../../../../src-shared/decoder-names.ts';
import { escapeBytes } from '../../../../src-shared/redis-value.ts';
import { isRuleFor } from './decode-rules.ts';
import type { DecodingState } from './use-decoding.ts';

/** Of a connection; the contract refuses more. */
const MOST_RULES = 200;
const LONGEST_KEYS = 1_024;

/** The name of a key up to its last separator, or all of it where it has none. */
export function beginningOf(key: Uint8Array, separator: string): string {
  const name = escapeBytes(key);
  const at = separator === '' ? -1 : name.lastIndexOf(separator);
  return at < 0 ? name : name.slice(0, at + separator.length);
}

const named = (chain: readonly string[]): DecoderName[] =>
  chain.flatMap((step) => DECODER_NAMES.filter((name) => name === step));

/** A rule as it is first offered: what the value was recognised as, for the keys that begin as this one. */
export function newRule(key: Uint8Array, separator: string, state: DecodingState): DecodeRule {
  const chain = state.status === 'decoded' ? named(state.chain) : [];
  return {
    keys: beginningOf(key, separator),
    isOneKey: false,
    chain: chain.length === 0 ? ['JSON'] : chain.slice(0, DECODE_STEPS),
    message: null,
  };
}

/** Why a rule cannot be kept; null when it can. */
export function ruleFault(
  rule: DecodeRule,
  key: Uint8Array,
  others: readonly DecodeRule[],
): string | null {
  if (rule.keys.length > LONGEST_KEYS) return 'Longer than a rule may be';
  if (!isRuleFor(key, rule)) return 'This key does not begin with it';
  return others.length >= MOST_RULES ? `At most ${MOST_RULES} rules for one connection` : null;
}
