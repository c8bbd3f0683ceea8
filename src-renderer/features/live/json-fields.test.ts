import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toBytes } from '../../../src-shared/redis-value.ts';
import {
  FIELD_CONTAINER,
  FIELD_NUMBER,
  FIELD_STRING,
  JsonFields,
  jsonSourceText,
  jsonStringText,
} from './json-fields.ts';

const fields = new JsonFields();

/** Fields as name and value; null when it is no object. */
function read(text: string): [name: string, value: string][] | null {
  // In the middle of other bytes, as in a batch.
  const bytes = toBytes(`{"${text}]}`);
  const end = bytes.byteLength - 2;
  if (!fields.scan(bytes, 2, end)) return null;
  return Array.from({ length: fields.count }, (_, i) => {
    const start = fields.valueStarts[i] ?? 0;
    const valueEnd = fields.valueEnds[i] ?? 0;
    const toText = fields.kinds[i] === FIELD_STRING ? jsonStringText : jsonSourceText;
    return [
      jsonStringText(bytes, fields.nameStarts[i] ?? 0, fields.nameEnds[i] ?? 0),
      toText(bytes, start, valueEnd),
    ];
  });
}

describe('fields of a JSON object in bytes', () => {
  test('are those that JSON.parse finds, numbers as written', () => {
    const names = fc.uniqueArray(fc.string({ unit: 'grapheme' }), { maxLength: 8 });
    fc.assert(
      fc.property(
        names,
        fc.array(fc.jsonValue(), { minLength: 8, maxLength: 8 }),
        fc.nat(3),
        (keys, values, space) => {
          const entries = keys.map((key, i): [string, unknown] => [key, values[i]]);
          const written = entries.map(
            ([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value, null, space)}`,
          );
          expect(read(`{ ${written.join(' ,\n')} }`)).toEqual(
            entries.map(([key, value]) => [
              key,
              typeof value === 'string' ? value : JSON.stringify(value, null, space),
            ]),
          );
        },
      ),
    );
  });

  test('of anything else there are none, and nothing is read beyond its end', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        let isObject = false;
        try {
          const value: unknown = JSON.parse(text);
          isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
        } catch {
          isObject = false;
        }
        expect(read(text) !== null).toBe(isObject);
      }),
    );
  });

  test.each([
    '',
    '80/120',
    '[1,2]',
    '{',
    '{"a"',
    '{"a":',
    '{"a":1',
    '{"a":1,}',
    '{"a":01}',
    '{"a":1.}',
    '{"a":-}',
    '{"a":1e}',
    '{"a":tru}',
    '{"a":"x}',
    '{"a":"\\"}',
    '{a:1}',
    '{"a":1} x',
    '{"a":[1}',
  ])('is not read from %j', (text) => {
    expect(read(text)).toBeNull();
  });

  test('are found by name, with their kinds', () => {
    const bytes = toBytes(
      '{"product_id":"x","price":9007199254740993.10,"shop":{"id":1},"price2":null}',
    );
    expect(fields.scan(bytes, 0, bytes.byteLength)).toBe(true);
    const price = fields.find(toBytes('price'));
    expect(fields.kinds[price]).toBe(FIELD_NUMBER);
    expect(
      jsonSourceText(bytes, fields.valueStarts[price] ?? 0, fields.valueEnds[price] ?? 0),
    ).toBe('9007199254740993.10');
    expect(fields.kinds[fields.find(toBytes('shop'))]).toBe(FIELD_CONTAINER);
    expect(fields.find(toBytes('pric'))).toBe(-1);
  });

  test('beyond the first 64 are counted', () => {
    const text = JSON.stringify(
      Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`f${i}`, i])),
    );
    const bytes = toBytes(text);
    expect(fields.scan(bytes, 0, bytes.byteLength)).toBe(true);
    expect([fields.total, fields.count]).toEqual([100, 64]);
  });
});
