import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asObject, NumberText, parseExactJson, scalarText } from './exact-json.ts';

describe('numbers', () => {
  test.each(['9007199254740993', '1e400', '-0', '0.1000', '1.0', '-1E-7', '18446744073709551616'])(
    '%s stays as it was written',
    (text) => {
      expect(parseExactJson(text)).toEqual(new NumberText(text));
      expect(scalarText(asObject(parseExactJson(`{"n": ${text} }`))?.['n'])).toBe(text);
    },
  );
});

test('everything else is what JSON.parse makes of it', () => {
  const noNumbers = fc.jsonValue().filter((value) => !/[0-9]/.test(JSON.stringify(value)));
  fc.assert(
    fc.property(noNumbers, (value) => {
      expect(parseExactJson(JSON.stringify(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test.each(['', '{', '{"a":}', 'undefined', "{'a':1}", '1 2', '\u0000', '['.repeat(100_000)])(
  'what is no JSON is undefined: %#',
  (text) => {
    expect(parseExactJson(text)).toBeUndefined();
  },
);

describe('an object', () => {
  test('is told from an array, a number and null', () => {
    expect(asObject(parseExactJson('{"a":[1]}'))).toEqual({ a: [new NumberText('1')] });
    for (const text of ['[]', '1', 'null', '"a"', 'true'])
      expect(asObject(parseExactJson(text))).toBeNull();
    expect(asObject(undefined)).toBeNull();
  });

  test('has __proto__ as a name like any other', () => {
    const object = asObject(parseExactJson('{"__proto__":{"admin":true},"a":"b"}'));
    expect(Object.keys(object ?? {})).toEqual(['__proto__', 'a']);
    expect(object?.['admin']).toBeUndefined();
    expect(Object.getPrototypeOf(object)).toBe(Object.prototype);
  });
});

test.each([
  ['"a"', 'a'],
  ['7', '7'],
  ['true', 'true'],
  ['null', null],
  ['[]', null],
  ['{}', null],
])('the text of %s is %s', (text, scalar) => {
  expect(scalarText(parseExactJson(text))).toBe(scalar);
});
