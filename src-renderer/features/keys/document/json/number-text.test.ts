import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isJsonNumber } from '../../../../../src-shared/json-number.ts';
import { describeDelta, storedNumber } from './number-text.ts';

describe('the difference of two numbers', () => {
  it.each([
    ['1199.00', '1149.00', '−50.00, −4.2%'],
    ['1199.0', '1149', '−50.0, −4.2%'],
    ['9007199254740993', '9007199254740994', '+1, 0.0%'],
    ['0', '5', '+5'],
    ['-10', '-5', '+5, +50.0%'],
    ['0.1', '0.3', '+0.2, +200.0%'],
    ['1e3', '1.5e3', '+500, +50.0%'],
    ['1.5', '1.50', null],
    ['1e999999999', '1', null],
  ])('from %s to %s is %s', (before, after, text) => {
    expect(describeDelta(before, after)).toBe(text);
  });

  it('is exact for integers of any size', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.bigInt(), (a, b) => {
        const said = describeDelta(String(a), String(b))?.split(',')[0]?.replace('−', '-');
        expect(said === undefined ? a : a + BigInt(said)).toBe(b);
      }),
    );
  });
});

describe('what RedisJSON keeps of a number', () => {
  it.each([
    '9007199254740993',
    '18446744073709551615',
    '-9223372036854775808',
    '1149.00',
    '0.1',
    '-0',
    '1e300',
  ])('%s as it is', (text) => {
    expect(storedNumber(text)).toEqual({ kind: 'exact' });
  });
  it.each([
    ['18446744073709551617', '18446744073709552000'],
    ['123456789012345678901234567890', '1.2345678901234568e29'],
    ['0.1234567890123456789', '0.12345678901234568'],
  ])('%s only as %s', (text, as) => {
    expect(storedNumber(text)).toEqual({ kind: 'rounded', as });
  });
  it('refuses what no double holds', () => {
    expect(storedNumber('1e400')).toEqual({ kind: 'outOfRange' });
  });
  it.each([
    ['1', true],
    ['01', false],
    ['1.', false],
    ['.5', false],
    ['+1', false],
    ['1e5', true],
    ['', false],
    ['NaN', false],
  ])('%j is a JSON number: %s', (text, isNumber) => {
    expect(isJsonNumber(text)).toBe(isNumber);
  });
});
