import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toBinaryString, toBytes } from '../../src-shared/redis-value.ts';
import { NameSet } from './name-set.ts';

test('keeps each name once, in the order they came, like a Set of their bytes', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 3 }), { maxLength: 300 }), (names) => {
      const set = new NameSet();
      const expected = new Set<string>();
      for (const name of names) {
        const binary = toBinaryString(name);
        expect(set.add(name)).toBe(!expected.has(binary));
        expected.add(binary);
      }
      expect(set.slice(0, set.size).map(toBinaryString)).toEqual([...expected]);
    }),
  );
});

test('grows past its first memory', () => {
  const set = new NameSet();
  for (let i = 0; i < 20_000; i++) set.add(toBytes(`product:${i}`));
  for (let i = 0; i < 20_000; i += 7) expect(set.add(toBytes(`product:${i}`))).toBe(false);
  expect(set.size).toBe(20_000);
  expect(set.at(19_999)).toEqual(toBytes('product:19999'));
  expect(set.add(new Uint8Array(70_000))).toBe(true);
  expect(set.at(20_000).byteLength).toBe(70_000);
});
