import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { estimate, readHyperLogLog } from './hyperloglog.ts';

describe('what is no HyperLogLog', () => {
  const header = (encoding: number) =>
    Uint8Array.from([0x48, 0x59, 0x4c, 0x4c, encoding, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  const withBody = (encoding: number, body: Uint8Array) =>
    Uint8Array.from([...header(encoding), ...body]);

  test('any bytes are read without a fault, and what is read has all registers', () => {
    const body = fc.uint8Array({ maxLength: 200 });
    fc.assert(
      fc.property(fc.nat(3), body, (encoding, bytes) => {
        const read = readHyperLogLog(withBody(encoding, bytes));
        if (read === null) return;
        expect(read.histogram.reduce((sum, count) => sum + count, 0)).toBe(16_384);
        expect(estimate(read)).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 2_000 },
    );
  });

  test('cut off, too long, or of another encoding', () => {
    expect(readHyperLogLog(header(0))).toBeNull();
    expect(readHyperLogLog(header(1))).toBeNull();
    expect(readHyperLogLog(withBody(1, Uint8Array.of(0x7f)))).toBeNull();
    expect(readHyperLogLog(withBody(1, Uint8Array.of(0x7f, 0xff, 0x00)))).toBeNull();
    expect(readHyperLogLog(withBody(2, Uint8Array.of(0x7f, 0xff)))).toBeNull();
    expect(readHyperLogLog(Uint8Array.of(0x48, 0x59))).toBeNull();
    const empty = readHyperLogLog(withBody(1, Uint8Array.of(0x7f, 0xff)));
    expect(empty).toMatchObject({ encoding: 'sparse', cached: 0n });
    expect(empty === null ? -1 : estimate(empty)).toBe(0);
  });
});
