import fc from 'fast-check';
import { expect, test } from 'vitest';
import { escapeGlob, toBytes } from '../../src-shared/redis-value.ts';
import { literalName } from './literal-name.ts';

test('any name, escaped for a glob, is found again', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (name) => {
      expect(literalName(escapeGlob(name))).toEqual(name);
    }),
  );
});

test.each(['a*', '?', 'a[bc]', '\\**'])('%s has a wildcard', (glob) => {
  expect(literalName(toBytes(glob))).toBeNull();
});

test('an escape at the very end is a backslash', () => {
  expect(literalName(toBytes('a\\'))).toEqual(toBytes('a\\'));
});
