import { expect, test } from 'vitest';
import { toBinaryString, toBytes } from '../../src-shared/redis-value.ts';
import { Touched } from './touched.ts';

test('keeps each name once', () => {
  const touched = new Touched();
  expect(touched).toMatchObject({ isAll: true, names: [] });
  touched.add([toBytes('a'), toBytes('b')]);
  touched.add([toBytes('b'), Uint8Array.of(0xff)]);
  expect(touched.names.map(toBinaryString)).toEqual(['a', 'b', '\xff']);
  expect(touched.isAll).toBe(true);
});

test('says that there were more than it keeps', () => {
  const many = new Touched();
  const names = Array.from({ length: 10_001 }, (_, i) => toBytes(`key:${i}`));
  many.add(names.slice(0, 10_000));
  many.add(names.slice(0, 1));
  expect(many.isAll).toBe(true);
  many.add(names.slice(10_000));
  expect(many.isAll).toBe(false);
  expect(many.names).toHaveLength(10_000);
  const large = new Touched();
  large.add([new Uint8Array(1_048_577)]);
  expect(large).toMatchObject({ isAll: false, names: [] });
});
