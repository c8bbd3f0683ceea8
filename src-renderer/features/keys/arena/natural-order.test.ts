import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { equalBytes, toBytes } from '../../../../src-shared/redis-value.ts';
import { compareNatural } from './natural-order.ts';

const compare = (a: Uint8Array, b: Uint8Array): number =>
  compareNatural(a, 0, a.length, b, 0, b.length);
const sorted = (...names: string[]): string[] =>
  names.toSorted((a, b) => compare(toBytes(a), toBytes(b)));

// Few letters and many digits: runs that differ late are where an order goes wrong.
const name = fc.oneof(
  fc.uint8Array({ maxLength: 12 }),
  fc
    .array(fc.constantFrom(0x30, 0x31, 0x32, 0x39, 0x61, 0x3a), { maxLength: 8 })
    .map((b) => Uint8Array.from(b)),
);

describe('natural order', () => {
  it('takes digits by value', () => {
    expect(sorted('item10', 'item2', 'item1', 'item')).toEqual([
      'item',
      'item1',
      'item2',
      'item10',
    ]);
    expect(sorted('a07', 'a7', 'a08', 'a007')).toEqual(['a7', 'a07', 'a007', 'a08']);
    expect(sorted('v2.10', 'v2.9', 'v10.1')).toEqual(['v2.9', 'v2.10', 'v10.1']);
  });

  it('compares runs of digits that no number could hold', () => {
    const long = '9'.repeat(400);
    expect(sorted(`a1${long}`, `a${long}`)).toEqual([`a${long}`, `a1${long}`]);
  });

  it('is a total order: 0 for equal bytes only, the same seen from both sides, and transitive', () => {
    fc.assert(
      fc.property(name, name, name, (a, b, c) => {
        expect(compare(a, b) === 0).toBe(equalBytes(a, b));
        expect(Math.sign(compare(a, b))).toBe(-Math.sign(compare(b, a)) || 0);
        if (compare(a, b) <= 0 && compare(b, c) <= 0) expect(compare(a, c)).toBeLessThanOrEqual(0);
      }),
      { numRuns: 2_000 },
    );
  });
});
