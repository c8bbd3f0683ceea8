import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toBytes } from '../../../src-shared/redis-value.ts';
import { parseFilter } from './filter.ts';
import { compileFilter } from './match-filter.ts';
import { segmentOf } from './test-support/segment-of.ts';

function matches(
  filterText: string,
  payload: string | Uint8Array,
  channel = 'price_updates',
): boolean {
  const parsed = parseFilter(filterText);
  if (!parsed.ok) throw new Error(parsed.hint);
  const compiled = compileFilter(parsed.filter);
  return compiled === null || compiled(segmentOf([{ channel, payload }]), 0);
}

const phone =
  '{"product_id":"iphone-15-pro","price":1149,"shop":"techhaus","ok":true,"from":{"shop":{"city":"Ulm"}},"none":null}';

describe('a filter', () => {
  test.each([
    ['shop != "volthub"', true],
    ['shop != "techhaus"', false],
    ['shop = techhaus', true],
    ['shop=techhaus', true],
    ['shop == "techhaus"', true],
    ['price > 1000', true],
    ['price>1149', false],
    ['price >= 1149', true],
    ['price = 1149.00', true],
    ['price = "1149"', false],
    ['price < 1e4 and shop ~ HAUS', true],
    ['price < 1000 or shop ~ haus', true],
    ['price < 1000 && shop ~ haus || product_id = none', false],
    ['shop !~ haus', false],
    ['ok = true', true],
    ['ok != true', false],
    ['none = null', true],
    ['missing = 1', false],
    ['missing != 1', true],
    ['from.shop.city = Ulm', true],
    ['from.shop.town = Ulm', false],
    ['"product_id" = iphone-15-pro', true],
    ['shop > s', true],
    ['product_id > 5', true],
  ])('%s: %s', (text, expected) => {
    expect(matches(text, phone)).toBe(expected);
  });

  test('compares integers beyond 2^53 digit for digit', () => {
    const payload = '{"id":9007199254740993}';
    expect(matches('id = 9007199254740993', payload)).toBe(true);
    expect(matches('id = 9007199254740992', payload)).toBe(false);
    expect(matches('id > 9007199254740992', payload)).toBe(true);
  });

  test('of fields lets through only messages that have fields', () => {
    expect(matches('shop != "volthub"', '80/120')).toBe(false);
  });

  test.each([
    ['IPHONE', true],
    ['volthub', false],
    ['price_up', true],
    ['"price > 1000"', false],
    ['updates{', false],
    ['', true],
    ['   ', true],
  ])('looks for the text %j in channel and payload: %s', (text, expected) => {
    expect(matches(text, phone)).toBe(expected);
  });

  test('looks for the name of a channel that is not in the record', () => {
    const compiled = compileFilter({ kind: 'text', needle: toBytes('updates') });
    const segment = {
      ...segmentOf([{ channel: '', payload: 'x' }]),
      channel: toBytes('price_updates'),
    };
    expect(compiled?.(segment, 0)).toBe(true);
  });

  test('finds bytes by their escapes', () => {
    expect(matches('\\xff\\x00', Uint8Array.of(1, 0xff, 0, 2))).toBe(true);
  });

  test.each([
    'price >',
    'price > 1 and',
    'price > 1 and shop',
    'price > 1 volthub',
    'price > 1 or',
  ])('is not in force while it is unfinished: %j', (text) => {
    expect(parseFilter(text).ok).toBe(false);
  });

  test('never throws, whatever is typed, whatever comes', () => {
    const pieces = fc.constantFrom(
      'a',
      '.',
      '>',
      '=',
      '!',
      '~',
      '"',
      '\\',
      ' ',
      'and',
      'or',
      '1',
      '{',
      '*',
    );
    fc.assert(
      fc.property(
        fc.array(pieces, { maxLength: 12 }),
        fc.uint8Array({ maxLength: 40 }),
        (typed, payload) => {
          const parsed = parseFilter(typed.join(''));
          if (parsed.ok) compileFilter(parsed.filter)?.(segmentOf([{ channel: 'c', payload }]), 0);
        },
      ),
    );
  });
});
