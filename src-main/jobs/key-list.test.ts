import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KeyList } from './key-list.ts';

test('gives back any names with their reasons, in their order, whatever the page', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.uint8Array({ maxLength: 40 }), fc.constantFrom('a', 'b', '', '‮'))),
      fc.nat(50),
      (all, from) => {
        const list = new KeyList();
        for (const [key, reason] of all) list.add(key, reason);
        const rows = all.map(([key, reason]) => ({ key: new Uint8Array(key), reason }));
        expect([list.kept, list.total]).toEqual([all.length, all.length]);
        expect(list.slice(from, from + 7)).toEqual(rows.slice(from, from + 7));
        expect(list.slice(0, all.length + 1)).toEqual(rows);
      },
    ),
  );
});

test('keeps no more than fits, the first ones, and counts them all', () => {
  const list = new KeyList(100);
  for (let i = 0; i < 10; i++) list.add(new Uint8Array(i === 4 ? 60 : 2), 'no');
  expect(list.slice(0, 100)).toHaveLength(4);
  expect([list.kept, list.total]).toEqual([4, 10]);
  expect(list.bytes).toBeLessThanOrEqual(100);
});

test('a name that was given is not changed by what its block becomes', () => {
  const list = new KeyList();
  const block = Uint8Array.from([1, 2, 3]);
  list.add(block.subarray(0, 2), 'why');
  block.fill(9);
  const [first] = list.slice(0, 1);
  first?.key.fill(7);
  expect(list.slice(0, 1)).toEqual([{ key: Uint8Array.from([1, 2]), reason: 'why' }]);
});
