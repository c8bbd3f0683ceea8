import fc from 'fast-check';
import { gzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { decodeRule, type DecodeRule } from '../../../../src-shared/contract/decode-rules.ts';
import { escapeBytes, toBytes } from '../../../../src-shared/redis-value.ts';
import { decodeBy } from './decode-by.ts';
import { isRuleFor, ruleFor } from './decode-rules.ts';
import { beginningOf, newRule, ruleFault } from './rule-draft.ts';
import { fromHex, outlineOf } from './testing/outline.ts';
import { samples } from './testing/samples.ts';

const rule = (keys: string, change: Partial<DecodeRule> = {}): DecodeRule => ({
  keys,
  isOneKey: false,
  chain: ['gzip'],
  message: null,
  ...change,
});

describe('a rule for keys', () => {
  it('is its own before any beginning, then the longest beginning', () => {
    const one = rule('cache:1', { isOneKey: true });
    const rules = [rule(''), rule('cache:'), rule('cache:1'), one, rule('cache:12')];
    expect(ruleFor(toBytes('cache:1'), rules)).toBe(one);
    expect(ruleFor(toBytes('cache:123'), rules)).toBe(rules[4]);
    expect(ruleFor(toBytes('cache:2'), rules)).toBe(rules[1]);
    expect(ruleFor(toBytes('other'), rules)).toBe(rules[0]);
    expect(ruleFor(toBytes('other'), rules.slice(1))).toBeNull();
  });

  it('that is first offered is kept by the contract, whatever bytes the key has', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.constantFrom('', ':', '/'), (key, by) => {
        const made = newRule(key, by, { status: 'unknown' });
        expect(decodeRule.parse(made)).toEqual(made);
        expect(isRuleFor(key, made)).toBe(true);
        expect(isRuleFor(key, rule(escapeBytes(key), { isOneKey: true }))).toBe(true);
        expect(ruleFault(made, key, [])).toBeNull();
      }),
    );
    expect(beginningOf(toBytes('cache:user:1'), ':')).toBe('cache:user:');
  });

  it('begins with what the value was recognised as', () => {
    const { outcome } = decodeBy(fromHex(samples.gzip), { chain: [], isRule: false });
    expect(newRule(toBytes('a:b'), ':', outcome).chain).toEqual(['gzip', 'JSON']);
  });

  it('is not kept for other keys, nor above its bound', () => {
    expect(ruleFault(rule('b'), toBytes('a'), [])).toContain('does not begin');
    const many = Array.from({ length: 200 }, (_, at) => rule(`a${at}`));
    expect(ruleFault(rule('a'), toBytes('a'), many)).toContain('At most 200');
  });
});

describe('a value by a rule', () => {
  const packed = fromHex(samples.gzip);

  it('is decoded through the whole chain', () => {
    const answer = decodeBy(packed, { chain: ['gzip', 'JSON'], isRule: true });
    expect(answer.misfit).toBeNull();
    expect(outlineOf(answer.outcome)).toContain('9007199254740993');
  });

  it('goes on by looks where the chain ends', () => {
    const inside = gzipSync(gzipSync(toBytes('[1]')));
    const { outcome } = decodeBy(inside, { chain: ['gzip'], isRule: true });
    expect(outcome).toMatchObject({ status: 'decoded', chain: ['gzip', 'gzip', 'JSON'] });
  });

  it('that it does not fit is shown by its looks, with the reason', () => {
    const answer = decodeBy(packed, { chain: ['gzip', 'MessagePack'], isRule: true });
    expect(answer.misfit).toMatch(/^gzip > MessagePack: /);
    expect(answer.outcome).toMatchObject({ status: 'decoded', chain: ['gzip', 'JSON'] });
    expect(decodeBy(toBytes('words'), { chain: ['zstd'], isRule: true })).toMatchObject({
      misfit: 'zstd: it has no zstd header',
      outcome: { status: 'unknown' },
    });
  });

  it('of a chain that goes on after data is refused', () => {
    const { misfit } = decodeBy(toBytes('[1]'), { chain: ['JSON', 'gzip'], isRule: true });
    expect(misfit).toBe('JSON: nothing is packed inside, and gzip was to follow');
  });
});
