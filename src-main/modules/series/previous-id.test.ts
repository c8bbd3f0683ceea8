import { expect, test } from 'vitest';
import { previousId } from './stream-replies.ts';

test.each([
  ['5-3', '5-2'],
  ['5-0', '4-18446744073709551615'],
  ['1-18446744073709551615', '1-18446744073709551614'],
  ['0-0', null],
])('before %s comes %s', (id, before) => {
  expect(previousId(id)).toBe(before);
});

test.each(['5', '-', '5-', 'x-1', '5-1 COUNT'])('%s is no ID', (id) => {
  expect(() => previousId(id)).toThrow('no ID');
});
