import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatSeparators, parseSeparators } from './separators.ts';

it('takes several, each once, and says what it does not take', () => {
  expect(parseSeparators(' :  / : ')).toEqual([':', '/']);
  expect(parseSeparators(String.raw`\x20 ::`)).toEqual([' ', '::']);
  expect(parseSeparators('  ')).toBe('At least one');
  expect(parseSeparators('1 2 3 4 5 6 7 8 9')).toBe('At most 8');
  expect(parseSeparators('x'.repeat(17))).toBe('At most 16 characters each');
});

it('gives back what it was given', () => {
  const one = fc.string({ minLength: 1, maxLength: 16 }).filter((text) => !text.includes('\\'));
  fc.assert(
    fc.property(fc.uniqueArray(one, { minLength: 1, maxLength: 8 }), (separators) => {
      expect(parseSeparators(formatSeparators(separators))).toEqual(separators);
    }),
  );
});
