import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { equalBytes, toBytes } from '../../../../src-shared/redis-value.ts';
import { decodeBy } from './decode-by.ts';
import { BY_LOOKS } from './decode-way.ts';
import { contentText, type EditContent, encodeContent } from './edit-content.ts';
import { DecodeFailure } from './decoder.ts';
import { editableOf } from './edit-form.ts';
import { fromHex } from './testing/outline.ts';
import { samples } from './testing/samples.ts';

const forms: readonly EditContent[] = [
  { format: 'MessagePack' },
  { format: 'CBOR', floats: 'double', isSelfDescribed: false },
  { format: 'CBOR', floats: 'shortest', isSelfDescribed: true },
  { format: 'PHP', isSession: false },
  { format: 'PHP', isSession: true },
  { format: 'BSON' },
];

/** JSON text with 64-bit integers, floats down to the last digit, any characters, names that are numbers. */
const jsonText = (isObject: boolean): fc.Arbitrary<string> => {
  const { value, object } = fc.letrec<{ value: string; object: string; leaf: string }>((tie) => ({
    leaf: fc.oneof(
      fc.string({ unit: 'binary' }).map((text) => JSON.stringify(text)),
      fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n }).map(String),
      fc.integer({ min: -300, max: 300 }).map(String),
      fc
        .double({ noNaN: true, noDefaultInfinity: true })
        .map((number) => (/[.e]/.test(String(number)) ? String(number) : `${number}.0`)),
      fc.float({ noNaN: true, noDefaultInfinity: true }).map((number) => number.toExponential()),
      fc.constantFrom('true', 'false', 'null'),
    ),
    object: fc
      .array(fc.tuple(fc.stringMatching(/^(?:\w{1,4}|[0-3])$/), tie('value')), { maxLength: 5 })
      .map((all) => `{${all.map(([name, one]) => `${JSON.stringify(name)}:${one}`).join()}}`),
    value: fc.oneof(
      { maxDepth: 4 },
      tie('leaf'),
      fc.array(tie('value'), { maxLength: 5 }).map((all) => `[${all.join()}]`),
      tie('object'),
    ),
  }));
  return isObject ? object.filter((text) => text !== '{}') : value;
};

describe('the content of an edited value', () => {
  it.each(forms)('$format comes back as the very bytes, whatever it holds', (content) => {
    const isObject = content.format === 'BSON' || (content.format === 'PHP' && content.isSession);
    fc.assert(
      fc.property(jsonText(isObject), (text) => {
        const bytes = encodeContent(text, content);
        let read;
        try {
          read = contentText(bytes, content.format);
        } catch (thrown) {
          // The one thing that is sayable and not edited: what a field does not show.
          expect(String(thrown)).toContain('not seen');
          return;
        }
        expect(encodeContent(read.text, read.content)).toEqual(bytes);
      }),
      { numRuns: 400 },
    );
  });

  it('never claims a way back that gives other bytes, for any bytes at all', () => {
    const formats = ['MessagePack', 'CBOR', 'PHP', 'BSON'] as const;
    const damaged = fc
      .tuple(
        fc.constantFrom(...forms),
        jsonText(true),
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 3 }),
      )
      .map(([content, text, changes]) => {
        const bytes = encodeContent(text, content);
        for (const [at, byte] of changes) bytes[at % bytes.byteLength] = byte;
        return bytes;
      });
    const words = fc.constantFrom('a:1:{', 'a:2:{', 'i:0;', 'i:01;', 'i:1;', 'd:1;', 'd:.5;', '}');
    const rare = fc.constantFrom('s:1:"5";', 's:1:"a";', 'R:1;', 'r:2;', 'O:1:"A":1:{', 'd:NAN;');
    const phpLike = fc.array(fc.oneof(words, rare)).map((all) => toBytes(all.join('')));
    fc.assert(
      fc.property(
        fc.oneof(fc.uint8Array({ maxLength: 40 }), damaged, phpLike),
        fc.constantFrom(...formats),
        (bytes, format) => {
          try {
            const { text, content } = contentText(bytes, format);
            expect(equalBytes(encodeContent(text, content), bytes)).toBe(true);
          } catch (thrown) {
            expect(thrown).toBeInstanceOf(DecodeFailure);
          }
        },
      ),
      { numRuns: 1_500 },
    );
  });

  // RFC 8949, appendix A.
  it.each([
    ['23', '17'],
    ['24', '1818'],
    ['1000000', '1a000f4240'],
    ['18446744073709551615', '1bffffffffffffffff'],
    ['18446744073709551616', 'c249010000000000000000'],
    ['-18446744073709551616', '3bffffffffffffffff'],
    ['-18446744073709551617', 'c349010000000000000000'],
    ['-1000', '3903e7'],
    ['0.0', 'f90000'],
    ['-0.0', 'f98000'],
    ['1.0', 'f93c00'],
    ['1.1', 'fb3ff199999999999a'],
    ['65504.0', 'f97bff'],
    ['100000.0', 'fa47c35000'],
    ['3.4028234663852886e+38', 'fa7f7fffff'],
    ['1.0e+300', 'fb7e37e43c8800759c'],
    ['5.960464477539063e-8', 'f90001'],
    ['0.00006103515625', 'f90400'],
    ['-4.0', 'f9c400'],
    ['-4.1', 'fbc010666666666666'],
    ['[true,false,null]', '83f5f4f6'],
    ['"ü水"', '65c3bce6b0b4'],
    ['[1,[2,3],[4,5]]', '8301820203820405'],
    ['{"a":1,"b":[2,3]}', 'a26161016162820203'],
  ])('writes %s as CBOR', (text, hex) => {
    const content = { format: 'CBOR', floats: 'shortest', isSelfDescribed: false } as const;
    expect(encodeContent(text, content)).toEqual(fromHex(hex));
  });

  it.each([
    ['{"a":1,"5":"x","05":null}', 'a:3:{s:1:"a";i:1;i:5;s:1:"x";s:2:"05";N;}'],
    ['["ž",2.5,2.0,-0.0,true]', 'a:5:{i:0;s:2:"ž";i:1;d:2.5;i:2;d:2;i:3;d:-0;i:4;b:1;}'],
    [
      '{"-1":1.0E+25,"9223372036854775808":[]}',
      'a:2:{i:-1;d:1.0E+25;s:19:"9223372036854775808";a:0:{}}',
    ],
  ])('writes %s as PHP', (text, php) => {
    expect(encodeContent(text, { format: 'PHP', isSession: false })).toEqual(toBytes(php));
    expect(contentText(toBytes(php), 'PHP').content).toEqual({ format: 'PHP', isSession: false });
  });

  it('edits what the clients themselves wrote, in a session too', () => {
    expect(editableOf(fromHex(samples.php), ['PHP'])).toMatchObject({
      isEditable: true,
      text: '{\n  "id": 12,\n  "name": "žluť",\n  "list": [\n    1,\n    2.5,\n    null,\n    true\n  ]\n}',
    });
    const session = toBytes('user|i:5;cart|a:1:{i:0;s:1:"x";}');
    const { edit } = decodeBy(session, BY_LOOKS);
    expect(edit).toMatchObject({ isEditable: true, form: { content: { isSession: true } } });
    // The bytes of bson.encode({'a': 1, 'b': ['x', None]}).
    const document = fromHex('2000000010610001000000046200110000000230000200000078000a31000000');
    expect(contentText(document, 'BSON').text).toBe(
      '{\n  "a": 1,\n  "b": [\n    "x",\n    null\n  ]\n}',
    );
  });

  it('says why it is only read', () => {
    const reason = (bytes: Uint8Array, name: string): string => {
      const editable = editableOf(bytes, [name]);
      return editable.isEditable ? 'editable' : editable.reason;
    };
    const php = (text: string): string => reason(toBytes(text), 'PHP');
    expect(php('O:3:"App":1:{s:1:"a";i:1;}')).toContain('an object of App');
    expect(php('a:1:{i:0;R:1;}')).toContain('a reference');
    expect(php('a:2:{i:0;s:1:"x";i:1;R:2;}')).toContain('a reference');
    expect(php('d:NAN;')).toContain('the number NAN');
    expect(php('i:007;')).toContain('another form');
    expect(php('E:11:"Suit:Hearts";')).toContain('enum');
    expect(php('s:1:"\u0007";')).toContain('editable');
    expect(reason(fromHex(samples.cbor), 'CBOR')).toContain('cannot say (bytes');
    expect(reason(fromHex('9f01ff'), 'CBOR')).toContain('another form');
    expect(reason(fromHex('a10102'), 'CBOR')).toContain('a key that is not text');
    expect(reason(fromHex('d81801'), 'CBOR')).toContain('CBOR inside');
    expect(reason(fromHex('f7'), 'CBOR')).toContain('undefined');
    expect(reason(fromHex(samples.bson), 'BSON')).toContain('ObjectId');
  });

  it('refuses a text that is none of the format', () => {
    const refusal = (text: string, content: EditContent): string => {
      try {
        encodeContent(text, content);
        return 'written';
      } catch (thrown) {
        return thrown instanceof DecodeFailure ? thrown.message : 'a bug';
      }
    };
    const long = '9223372036854775808';
    expect(refusal(long, { format: 'PHP', isSession: false })).toContain('no integer as long');
    expect(refusal(`{"a":${long}}`, { format: 'BSON' })).toContain('no integer as long');
    expect(refusal('[1]', { format: 'BSON' })).toContain('is an object');
    expect(refusal(String.raw`{"a\u0000":1}`, { format: 'BSON' })).toContain('no NUL');
    expect(refusal('{"a b":1}', { format: 'PHP', isSession: true })).toContain('letters');
    expect(refusal('1', { format: 'PHP', isSession: true })).toContain('names and values');
    for (const content of forms)
      expect(refusal(String.raw`{"a":"\ud800"}`, content)).toContain('half a character');
  });
});
