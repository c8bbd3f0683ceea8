import { assert, bigInt, double, integer, oneof, property, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatFixed } from './fixed.ts';

const EN = 'en-US';

const byIntl = (value: number | bigint, places: number): string =>
  new Intl.NumberFormat(EN, {
    minimumFractionDigits: places,
    maximumFractionDigits: places,
  }).format(value);

describe('a number with so many decimals', () => {
  it('is written as the locale does', () => {
    const decimals = tuple(integer({ min: -1e9, max: 1e9 }), integer({ min: 0, max: 6 })).map(
      ([digits, at]) => digits / 10 ** at,
    );
    assert(
      property(
        oneof(decimals, double(), bigInt()),
        integer({ min: 0, max: 3 }),
        (value, places) => {
          expect(formatFixed(value, places, EN)).toBe(byIntl(value, places));
        },
      ),
    );
  });

  it.each([
    [1.005, 2],
    [2.5, 0],
    [-2.5, 0],
    [-0.001, 2],
    [-0, 0],
    [0.999, 2],
    [999_999.995, 2],
    [1e21, 1],
    [1e-7, 3],
    [Number.NaN, 1],
    [Number.POSITIVE_INFINITY, 0],
  ])('%s with %s decimals too', (value, places) => {
    expect(formatFixed(value, places, EN)).toBe(byIntl(value, places));
  });
});
