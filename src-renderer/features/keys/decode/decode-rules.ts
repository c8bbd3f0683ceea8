import type { DecodeRule } from '../../../../src-shared/contract/decode-rules.ts';
import { equalBytes, parseEscaped } from '../../../../src-shared/redis-value.ts';

/** Whether a rule is meant for a key. */
export function isRuleFor(key: Uint8Array, { keys, isOneKey }: DecodeRule): boolean {
  const bytes = parseEscaped(keys);
  if (bytes === null) return false;
  return equalBytes(isOneKey ? key : key.subarray(0, bytes.byteLength), bytes);
}

/** The rule for a key: its own before any beginning, then the longest beginning. */
export function ruleFor(key: Uint8Array, rules: readonly DecodeRule[]): DecodeRule | null {
  const weight = ({ keys, isOneKey }: DecodeRule): number =>
    isOneKey ? Number.POSITIVE_INFINITY : (parseEscaped(keys)?.byteLength ?? 0);
  return (
    rules
      .filter((rule) => isRuleFor(key, rule))
      .toSorted((a, b) => weight(b) - weight(a))
      .at(0) ?? null
  );
}

/** What a rule is for, in words. */
export const ruleKeys = ({ keys, isOneKey }: DecodeRule): string =>
  isOneKey ? 'this key' : keys === '' ? 'all keys' : keys;
