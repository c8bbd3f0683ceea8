import fc from 'fast-check';
import { deflateSync, gzipSync, zlibSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { toBytes } from '../../../../src-shared/redis-value.ts';
import { decodeBy } from './decode-by.ts';
import { BY_LOOKS } from './decode-way.ts';
import { decodeValue } from './decode-value.ts';
import { type Editable, editableOf, encodeEdited } from './edit-form.ts';
import { messagePackBytes } from './write-messagepack.ts';
import { fromHex, outlineOf } from './testing/outline.ts';
import { samples } from './testing/samples.ts';

// Longer integers are none that MessagePack has.
const jsonText = fc.json({ maxDepth: 4 }).filter((text) => !/\d{19}/.test(text));
// python3: gzip.compress(json.dumps([{'id': i*7919, 'name': 'item %d of the shop' % i} for i in range(20)]).encode(), 6, mtime=0)
const byPython =
  '1f8b08000000000000037dd13d4e83311084e1ab58ae5378f6c76b73154481c487922204897488bb93826a574337c55bcdf3fcdd2f6ffda98d53eb1fafd7e331fbe57e5cdb68b7f7763f1fedeb7cfbec3fa7f617c6c6ce2d480b5fba722c24160d8f1c2b891533668e8dc5dbb7e7d8496ce1b01c4f12bb9b6a8e83c453d525c78bdd0c09e478ff635200c1045760544266b87d48310443c4906d45118c11186b1647304860c52a9260949019a3588261426d4ad104e384895bf10403850f9b451489f4e5174d961d6b90030000';
const form = (editable: Editable) => {
  if (!editable.isEditable) throw new Error(editable.reason);
  return editable;
};
const reason = (bytes: Uint8Array, chain: readonly string[]): string => {
  const editable = editableOf(bytes, chain);
  return editable.isEditable ? 'editable' : editable.reason;
};

describe('editing a decoded value', () => {
  it('is offered only where encoding it unchanged gives the very bytes', () => {
    const chains = ['gzip', 'zlib', 'deflate', 'base64', 'JSON', 'MessagePack', 'pickle'] as const;
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 80 }),
          jsonText.map((text) => messagePackBytes(text)),
          jsonText.map((text) => gzipSync(toBytes(text), { mtime: 0 })),
          jsonText.map((text) => toBytes(btoa(encodeURIComponent(text)))),
        ),
        fc.array(fc.constantFrom(...chains), { minLength: 1, maxLength: 3 }),
        (bytes, chain) => {
          const editable = editableOf(bytes, chain);
          if (editable.isEditable)
            expect(encodeEdited(editable.text, editable.form)).toEqual(bytes);
        },
      ),
      { numRuns: 1_500 },
    );
  });

  it('writes what decodes to the edited text', () => {
    for (const packed of [
      [gzipSync(toBytes('{"a":1}'), { mtime: 1_700_000_000_000, level: 9 }), ['gzip', 'JSON']],
      [zlibSync(toBytes('{"a":1}')), ['zlib', 'JSON']],
      [deflateSync(toBytes('{"a":1}')), ['deflate', 'JSON']],
      [toBytes(btoa('{"a": 1, "b": 2}')), ['base64', 'JSON']],
    ] as const) {
      const [bytes, chain] = packed;
      const edited = encodeEdited(
        '{"views":9007199254740993}',
        form(editableOf(bytes, chain)).form,
      );
      if (typeof edited === 'string') throw new Error(edited);
      const [outer] = chain;
      expect(outlineOf(decodeValue(edited, { chain: [outer] }))).toBe(
        'map\n  views: 9007199254740993',
      );
    }
  });

  it('of MessagePack is its shortest form, any JSON and 64-bit numbers', () => {
    fc.assert(
      fc.property(jsonText, (text) => {
        const bytes = messagePackBytes(text);
        const editable = form(editableOf(bytes, ['MessagePack']));
        expect(JSON.parse(editable.text)).toEqual(JSON.parse(text));
      }),
    );
    for (const number of ['18446744073709551615', '-9223372036854775808', '-129', '-0.0', '1.0'])
      expect(form(editableOf(messagePackBytes(`[${number}]`), ['MessagePack'])).text).toContain(
        number,
      );
  });

  // By MessagePack's specification: the shortest form of each edge.
  it.each([
    ['127', '7f'],
    ['128', 'cc80'],
    ['255', 'ccff'],
    ['256', 'cd0100'],
    ['65536', 'ce00010000'],
    ['4294967296', 'cf0000000100000000'],
    ['-32', 'e0'],
    ['-33', 'd0df'],
    ['-129', 'd1ff7f'],
    ['-32769', 'd2ffff7fff'],
    ['-2147483649', 'd3ffffffff7fffffff'],
    ['1.5', 'cb3ff8000000000000'],
    ['[true,false,null]', '93c3c2c0'],
    [`"${'a'.repeat(31)}"`, `bf${'61'.repeat(31)}`],
    [`"${'a'.repeat(32)}"`, `d920${'61'.repeat(32)}`],
    [`"${'a'.repeat(256)}"`, `da0100${'61'.repeat(256)}`],
    [`[${'1,'.repeat(15)}1]`, `dc0010${'01'.repeat(16)}`],
    ['{"a":1,"a":2}', '82a16101a16102'],
  ])('writes %s as MessagePack', (text, hex) => {
    expect(messagePackBytes(text)).toEqual(fromHex(hex));
  });

  it('says why it is not offered', () => {
    expect(reason(fromHex('81a16101'), ['MessagePack'])).toBe('editable');
    expect(reason(fromHex('81a161cc01'), ['MessagePack'])).toContain('another form');
    expect(reason(fromHex('810102'), ['MessagePack'])).toContain('a key that is not text');
    expect(reason(fromHex(samples.msgpack), ['MessagePack'])).toContain('cannot say');
    expect(reason(fromHex(samples.pickle4), ['pickle'])).toBe('pickle is only read here');
    expect(reason(toBytes(samples.jwt), ['JWT'])).toBe('JWT is only read here');
    expect(reason(fromHex(byPython), ['gzip', 'JSON'])).toContain('another compressor');
    expect(reason(gzipSync(toBytes('a\r\nb')), ['gzip'])).toContain('not seen');
  });

  it('refuses a text that is none of the format', () => {
    const { form: way } = form(editableOf(messagePackBytes('{}'), ['MessagePack']));
    expect(encodeEdited('{"a":', way)).toMatch(/at line 1, column 6/);
    expect(encodeEdited('18446744073709551616', way)).toContain('no integer as long');
    expect(encodeEdited('1e999', way)).toContain('no double');
  });

  it('is told with the decoded value', () => {
    const { edit } = decodeBy(fromHex('82a16101a16202'), BY_LOOKS);
    expect(edit).toMatchObject({ isEditable: true, text: '{\n  "a": 1,\n  "b": 2\n}' });
    expect(decodeBy(toBytes('words'), BY_LOOKS).edit).toBeNull();
  });
});
