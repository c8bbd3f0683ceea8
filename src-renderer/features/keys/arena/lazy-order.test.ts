import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LazyOrder } from './lazy-order.ts';

const ascending = (a: number, b: number): number => a - b;
const sortedBy = (ids: readonly number[]): number[] => ids.toSorted(ascending);

/** Distinct numbers in no order; more than one piece can hold. */
const many = fc.uniqueArray(fc.integer({ min: 0, max: 4_000_000_000 }), {
  minLength: 0,
  maxLength: 9_000,
  size: 'max',
});

describe('LazyOrder', () => {
  it('gives any stretch in order, whatever was asked for before', () => {
    const stretch = fc.tuple(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.integer({ min: 0, max: 300 }),
    );
    fc.assert(
      fc.property(many, fc.array(stretch, { maxLength: 6 }), (ids, stretches) => {
        const expected = sortedBy(ids);
        const order = new LazyOrder(Uint32Array.from(ids), ascending);
        for (const [where, length] of stretches) {
          const from = Math.floor(where * ids.length);
          expect([...order.range(from, from + length)]).toEqual(
            expected.slice(from, from + length),
          );
        }
        expect([...order.range(0, ids.length)]).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  });

  it('keeps its order while numbers are added and removed between looks', () => {
    const step = fc.oneof(
      fc.record({ add: fc.uniqueArray(fc.integer({ min: 0, max: 30_000 }), { maxLength: 400 }) }),
      fc.record({ removeUnder: fc.integer({ min: 0, max: 4_000 }) }),
      fc.record({ look: fc.integer({ min: 0, max: 9_000 }) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const start = Array.from({ length: 5_000 }, (_, i) => ((i * 7_919) % 5_000) * 6);
        let held = new Set(start);
        const order = new LazyOrder(Uint32Array.from(start), ascending);
        for (const one of steps) {
          if ('add' in one) {
            for (const id of one.add)
              if (!held.has(id)) {
                held.add(id);
                order.add(id);
              }
          } else if ('removeUnder' in one) {
            order.remove((id) => id < one.removeUnder);
            held = new Set([...held].filter((id) => id >= one.removeUnder));
          } else {
            const expected = sortedBy([...held]).slice(one.look, one.look + 50);
            expect([...order.range(one.look, one.look + 50)]).toEqual(expected);
          }
          expect(order.length).toBe(held.size);
        }
        expect([...order.range(0, held.size)]).toEqual(sortedBy([...held]));
      }),
      { numRuns: 60 },
    );
  });

  it('finds the place of a number without sorting all', () => {
    fc.assert(
      fc.property(many, fc.integer({ min: 0, max: 4_000_000_000 }), (ids, sought) => {
        const order = new LazyOrder(Uint32Array.from(ids), ascending);
        const expected = ids.filter((id) => id < sought).length;
        expect(order.rank((id) => id - sought)).toBe(expected);
      }),
      { numRuns: 40 },
    );
  });

  it('sorts little when little is looked at', () => {
    const ids = Uint32Array.from({ length: 200_000 }, (_, i) => (i * 7_919) % 200_000);
    let compared = 0;
    const order = new LazyOrder(ids, (a, b) => {
      compared += 1;
      return a - b;
    });
    expect([...order.range(0, 50)]).toEqual(Array.from({ length: 50 }, (_, i) => i));
    expect(compared).toBeLessThan(500_000);
  });
});
