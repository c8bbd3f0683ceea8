import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bucketFor } from './bucket.ts';

test('a bucket is as small as the number of points allows', () => {
  expect(bucketFor(0n, 1_999n, 2_000)).toBe(1n);
  expect(bucketFor(0n, 86_400_000n, 800)).toBe(120_000n);
  const time = fc.bigInt({ min: 0n, max: 2n ** 63n - 1n });
  fc.assert(
    fc.property(time, time, fc.integer({ min: 2, max: 2_000 }), (a, b, points) => {
      const [from, to] = a < b ? [a, b] : [b, a];
      const size = bucketFor(from, to, points);
      expect(to / size - from / size + 1n).toBeLessThanOrEqual(BigInt(points));
    }),
  );
});
