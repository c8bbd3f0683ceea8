import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeValue } from './decode-value.ts';
import { isWorthSniffing } from './worth-sniffing.ts';

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

it('pickles of protocol 0 are told from text: by all of it', () => {
  type Plain = string | number | boolean | null | readonly Plain[];
  /** As Python's pickle writes it. */
  const written = (value: Plain, place = { next: 0 }): string => {
    const kept = (): string => `p${place.next++}\n`;
    if (value === null) return 'N';
    if (typeof value === 'boolean') return `I0${Number(value)}\n`;
    if (typeof value === 'number') return `I${value}\n`;
    if (typeof value === 'string')
      return `V${value.replaceAll(/[\\\n\r]/g, (one) => `\\u00${one.charCodeAt(0).toString(16).padStart(2, '0')}`)}\n${kept()}`;
    return `(l${kept()}${value.map((item) => `${written(item, place)}a`).join('')}`;
  };
  const { list } = fc.letrec<{ one: Plain; list: Plain[] }>((tie) => ({
    one: fc.oneof(
      { maxDepth: 3 },
      fc.string({ unit: fc.constantFrom('a', '.', ' ', '\n', '\\', '(', 'p1') }),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      tie('list'),
    ),
    list: fc.array(tie('one'), { maxLength: 4 }),
  }));
  fc.assert(
    fc.property(list, fc.nat(), (value, at) => {
      const whole = `${written(value)}.`;
      expect(isWorthSniffing(text(whole), whole)).toBe(true);
      expect(decodeValue(text(whole))).toMatchObject({ status: 'decoded', chain: ['pickle'] });
      // Neither what is cut nor what goes on is one.
      for (const other of [whole.slice(0, at % whole.length), `${whole}.`, `${whole}\n`])
        expect(decodeValue(text(other))).not.toMatchObject({ chain: ['pickle'] });
    }),
  );
  const word = fc.constantFrom(
    'p1',
    'p0',
    'V',
    'S',
    'Version 2',
    '(draft)',
    "S'it'",
    'I1',
    'a',
    's',
    't',
    '(',
    'c',
    'is',
  );
  fc.assert(
    fc.property(fc.array(word), fc.constantFrom(' ', '\n', ', '), (words, between) => {
      const outcome = decodeValue(text(`${words.join(between)}.`));
      // Whatever is taken for one is read to its end.
      expect(outcome.status).not.toBe('failed');
    }),
  );
  for (const plain of [
    'Version 1.\np1\n.',
    'cafe\nbar\np0\n.',
    '(draft)\np1\nok.',
    'See p1\nfor more.',
    'I5\n.',
    'N.',
    '(t.',
  ])
    expect(decodeValue(text(plain))).toEqual({ status: 'unknown' });
});
