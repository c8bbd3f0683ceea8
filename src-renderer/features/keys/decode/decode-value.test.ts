import { deflateSync, gzipSync, zlibSync } from 'fflate';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DECODE_LIMITS } from './decoder.ts';
import { decodeValue } from './decode-value.ts';
import { DECODER_GROUPS } from '../../../../src-shared/decoder-names.ts';
import { decoded, fromHex } from './testing/outline.ts';
import { samples } from './testing/samples.ts';

const names = DECODER_GROUPS.flatMap((group) => [...group.names]);
const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const document = 'map\n  views: 9007199254740993\n  tags: list\n    0: a\n    1: null';

describe('what real clients wrote', () => {
  it.each([
    ['gzip', samples.gzip],
    ['zlib', samples.zlib],
    ['snappy', samples.snappy],
  ])('is unpacked: %s', (name, hex) => {
    expect(decoded(fromHex(hex))).toBe(`${name} > JSON\n${document}`);
  });

  it.each([['zstd', samples.zstd] as const, ['lz4', samples.lz4] as const])(
    'is unpacked: %s',
    (name, hex) => {
      const plain = '{"views":9007199254740993,"tags":["a",null]}'.repeat(20);
      expect(decoded(fromHex(hex))).toBe(`${name}\n${plain}`);
    },
  );

  it('is unpacked in several members', () => {
    expect(decoded(fromHex(samples.gzip + samples.gzip))).toContain('"tags":["a",null]}{"views"');
  });

  it('is unpacked by choice where it has no mark', () => {
    expect(decoded(fromHex(samples.deflate), 'deflate')).toBe(`deflate > JSON\n${document}`);
    expect(decoded(fromHex(samples.brotli), 'brotli')).toBe(`brotli > JSON\n${document}`);
    expect(decoded(fromHex(samples.snappyRaw), 'snappy (raw)')).toContain('9007199254740993');
    expect(decodeValue(fromHex(samples.brotli)).status).toBe('unknown');
  });

  it('is MessagePack', () => {
    expect(decoded(fromHex(samples.msgpack))).toMatchInlineSnapshot(`
      "MessagePack
      map
        id: 9223372036854775808
        neg: -9223372036854775808
        pi: 1.5
        raw: \\xff\\x00
        nested: list
          0: true
          1: nil
          2: map
            a: 1
        when: 2023-11-14T22:13:20.005Z
        5: five
        ext: xy"
    `);
  });

  it('is CBOR', () => {
    expect(decoded(fromHex(samples.cbor))).toMatchInlineSnapshot(`
      "CBOR
      map
        id: 18446744073709551615
        big: 1180591620717411303424
        neg: -18446744073709551616
        pi: 1.5
        raw: \\xff\\x00
        list: list
          0: true
          1: null
        when: 2026-11-23T10:30:00Z
        set: decimal fraction
          0: list
            0: -2
            1: 12345
        5: five"
    `);
  });

  it('is BSON', () => {
    expect(decoded(fromHex(samples.bson))).toMatchInlineSnapshot(`
      "BSON
      map
        _id: 655f1f77bcf86cd799439011
        long: 9007199254740993
        int: 7
        d: 1.5
        raw: \\xff\\x00
        when: 2026-11-23T10:30:00.000Z
        dec: -0.00123
        list: list
          0: a
          1: null
          2: true
        re: /^a/i"
    `);
  });

  it('is PHP', () => {
    expect(decoded(fromHex(samples.php))).toMatchInlineSnapshot(`
      "PHP
      map
        id: 12
        name: žluť
        list: map
          0: 1
          1: 2.5
          2: null
          3: true"
    `);
    expect(decoded(fromHex(samples.phpObject))).toMatchInlineSnapshot(`
      "PHP
      App\\Job
        id: 1"
    `);
    expect(decoded(text('user|i:5;cart|a:1:{i:0;s:1:"x";}'))).toMatchInlineSnapshot(`
      "PHP
      PHP session
        user: 5
        cart: map
          0: x"
    `);
    expect(decoded(text('O:1:"A":1:{s:4:"\0*\0b";r:1;}'))).toMatchInlineSnapshot(`
      "PHP
      A #1
        b (protected): #1"
    `);
  });

  it('is Java', () => {
    expect(decoded(fromHex(samples.javaLong))).toBe('Java\n1700000000000');
    expect(decoded(fromHex(samples.javaString))).toBe('Java\nROLE_USER');
    expect(decoded(fromHex(samples.javaMap))).toMatchInlineSnapshot(`
      "Java
      java.util.LinkedHashMap
        user: 42
        n: 5
        list: java.util.ArrayList
          0: x
          1: true
        accessOrder: false"
    `);
    expect(decoded(fromHex(samples.javaObject))).toMatchInlineSnapshot(`
      "Java
      J$Cart #1
        base: 7
        id: 9007199254740993
        ok: true
        price: 1.5
        color: RED
        name: žluť
        numbers: [I
          0: 1
          1: 2
        raw: \\xff\\x00
        self: #1
        tags: [Ljava.lang.String;
          0: a
          1: null
        when: 2023-11-14T22:13:20.000Z"
    `);
  });

  it('is a token', () => {
    expect(decoded(text(samples.jwt))).toMatchInlineSnapshot(`
      "JWT
      JWT, signature not checked
        header: map
          alg: HS256
          typ: JWT
        claims: map
          sub: 42
          iat: 2023-11-14T22:13:20.000Z
          exp: 2023-11-14T23:13:20.000Z
        signature: \\x0c\\x15'\\xfa<Q\\x1b\\xcf:W9\\x87t\\xa6\\x1c\\xe0.=\\xfc\\x11\\x1bf5\\x94K\\x9b&a&\\x96\\xed\\x8e"
    `);
  });

  it('is a time or a UUID', () => {
    expect(decoded(text('1700000000'))).toBe('Unix time\n2023-11-14T22:13:20.000Z');
    expect(decoded(text('1700000000123'))).toBe('Unix time\n2023-11-14T22:13:20.123Z');
    expect(decoded(text('1700000000123456'))).toBe('Unix time\n2023-11-14T22:13:20.123Z');
    expect(decoded(text('0190163d-8694-739b-aea5-966c26f8ad91'))).toContain('2024-06-14');
  });

  it('is base64 only where the inside is known', () => {
    expect(decoded(text(btoa('{"a": [1.10]}   ')))).toContain(
      'base64 > JSON\nmap\n  a: list\n    0: 1.10',
    );
    expect(decodeValue(text('abcdefghijklmnop'))).toEqual({ status: 'unknown' });
  });

  it('is protobuf by choice', () => {
    // message { 1: 150; 2: "testing"; 3: { 1: -1 }; 4: 1.5 } of the encoding's own documentation
    const bytes = fromHex('089601120774657374696e671a0b08ffffffffffffffffff0121000000000000f83f');
    expect(decoded(bytes, 'protobuf')).toMatchInlineSnapshot(`
      "protobuf
      message
        1: 150
        2: testing
        3: message, or bytes
          1: 18446744073709551615
        4: 4609434218613702656"
    `);
  });
});

describe('pickles', () => {
  it.each([0, 1, 2, 3, 4, 5] as const)('of protocol %i are read', (protocol) => {
    const bytes = fromHex(samples[`pickle${protocol}`]);
    const shown = decoded(bytes, protocol === 1 ? 'pickle' : null);
    for (const line of ['n: 1180591620717411303424', 'neg: -5', 's: žluť', 'b: \\xff\\x00'])
      expect(shown).toContain(`  ${line}\n`);
    expect(shown).toContain('dec: 1.10');
    expect(shown).toContain('when: 2026-11-23T10:30:00.000120');
    expect(shown).toContain('od: collections.OrderedDict\n    a: 1');
  });

  it('run nothing', () => {
    expect(decoded(fromHex(samples.evil))).toMatchInlineSnapshot(`
      "pickle
      posix.system
        arguments: tuple
          0: touch /tmp/pwned"
    `);
    expect(decoded(fromHex(samples.evil0))).toContain('posix.system');
  });

  it('that hold themselves are shown once', () => {
    expect(decoded(fromHex(samples.cyclic))).toBe('pickle\nlist #1\n  0: #1');
    const laughs = decodeValue(fromHex(samples.laughs));
    expect(laughs.status === 'decoded' && laughs.content.kind === 'tree').toBe(true);
  });

  it('of Flask-Caching are read', () => {
    const bytes = fromHex(`21${samples.pickle4}`);
    expect(decoded(bytes)).toContain('cachelib > pickle\n');
  });
});

/** Lists inside each other, and classes that descend from each other. */
function repeatedHex(start: string, step: string, count: number): Uint8Array {
  const steps = fromHex(step);
  const bytes = new Uint8Array(start.length / 2 + count * steps.length);
  bytes.set(fromHex(start));
  for (let at = start.length / 2; at < bytes.length; at += steps.length) bytes.set(steps, at);
  return bytes;
}
const deepJava = (count: number) =>
  repeatedHex(
    'aced0005',
    '75720002'.concat('5b4c', '0000000000000000', '02', '0000', '78', '70', '00000001'),
    count,
  );
const deepJavaClasses = (count: number) =>
  repeatedHex('aced000573', '72000141'.concat('0000000000000000', '02', '0000', '78'), count);

describe('hostile values', () => {
  const deep = 100_000;
  const repeated = (open: string, close = ''): Uint8Array =>
    text(open.repeat(deep) + close.repeat(deep));
  const bytesOf = (...bytes: readonly number[]): Uint8Array => {
    const all = new Uint8Array(deep * bytes.length);
    for (let at = 0; at < all.length; at++) all[at] = bytes[at % bytes.length] ?? 0;
    return all;
  };

  it.each([
    ['JSON', repeated('[', ']')],
    ['JSON', repeated('{"a":')],
    ['MessagePack', bytesOf(0x91)],
    ['MessagePack', bytesOf(0x81, 0x01)],
    ['CBOR', bytesOf(0x81)],
    ['CBOR', bytesOf(0xc1)],
    ['CBOR', bytesOf(0x9f)],
    ['PHP', repeated('a:1:{i:0;')],
    ['PHP', repeated('O:1:"a":1:{i:0;')],
    ['pickle', text(`${'('.repeat(deep)}${'t'.repeat(deep)}.`)],
    ['pickle', text(`${']'.repeat(deep)}${'a'.repeat(deep - 1)}.`)],
    ['protobuf', bytesOf(0x0b)],
    ['Java', deepJava(deep)],
    ['Java', deepJavaClasses(deep)],
    ['BSON', bytesOf(0x7f, 0x7f, 0, 0, 3, 0x61, 0)],
    ['base64', text('A'.repeat(deep))],
  ] as const)('%s nested without end is refused', (name, bytes) => {
    const outcome = decodeValue(bytes, { chain: [name] });
    if (name === 'base64') expect(outcome.status).toBe('decoded');
    else expect(outcome).toMatchObject({ status: 'failed', chain: [name] });
  });

  it('a bomb stops at the limit', () => {
    const zeros = new Uint8Array(17_000_000);
    const fast = { level: 1 } as const;
    for (const [name, bytes] of [
      ['gzip', gzipSync(zeros, fast)],
      ['zlib', zlibSync(zeros, fast)],
      ['deflate', deflateSync(zeros, fast)],
      ['zstd', fromHex(samples.zstdBomb)],
      ['zstd', fromHex(samples.zstdBombWithoutSize)],
      ['brotli', fromHex(samples.brotliBomb)],
    ] as const)
      expect(decodeValue(bytes, { chain: [name] })).toMatchObject({
        status: 'failed',
        reason: expect.stringContaining('16777216 bytes'),
      });
  });

  it('a CBOR list of lists of nothing stops at the limit of values', () => {
    const outcome = decodeValue(bytesOf(0x82, 0x80, 0x80, 0x80).fill(0x80, 1).fill(0x9f, 0, 1), {
      chain: ['CBOR'],
    });
    expect(outcome.status).toBe('failed');
    const many = new Uint8Array(400_005).fill(0xc0);
    many.set([0xdd, 0, 6, 0x1a, 0x80]);
    expect(decodeValue(many, { chain: ['MessagePack'] })).toMatchObject({
      reason: `more than ${DECODE_LIMITS.nodes} values inside`,
    });
  });

  it('shared values of CBOR are named, not repeated', () => {
    // [28([…]), 29(0), 29(0), …] in each other: tags 28 and 29 share a value
    const laughs = fromHex(`${'8ad81c'.repeat(40)}80${'d81d00'.repeat(40 * 9)}`);
    const outcome = decodeValue(laughs, { chain: ['CBOR'] });
    expect(outcome.status === 'decoded' && outcome.content.kind === 'tree').toBe(true);
    expect(decoded(laughs, 'CBOR').length).toBeLessThan(100_000);
  });

  it('a damaged value says so', () => {
    const cut = fromHex(samples.gzip).slice(0, -20);
    expect(decodeValue(cut)).toMatchObject({ status: 'failed', chain: ['gzip'] });
    for (const name of ['gzip', 'zlib'] as const) {
      const changed = fromHex(samples[name]);
      changed[changed.length - 3] = (changed.at(-3) ?? 0) ^ 1;
      if (name === 'gzip') changed[changed.length - 6] = (changed.at(-6) ?? 0) ^ 1;
      expect(decodeValue(changed)).toMatchObject({
        reason: 'it is damaged (its checksum does not fit)',
      });
    }
  });

  it('any bytes into any decoder give an answer', () => {
    const seeds = Object.values(samples).map((hex) =>
      hex.startsWith('eyJ') ? text(hex) : fromHex(hex),
    );
    const mutated = fc
      .tuple(fc.constantFrom(...seeds), fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }))
      .map(([seed, changes]) => {
        const bytes = seed.slice();
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        return bytes;
      });
    fc.assert(
      fc.property(
        fc.oneof(fc.uint8Array({ maxLength: 200 }), mutated),
        fc.constantFrom(null, ...names),
        (bytes, name) => {
          const outcome = decodeValue(bytes, { chain: name === null ? [] : [name] });
          expect(['decoded', 'failed', 'unknown']).toContain(outcome.status);
        },
      ),
      { numRuns: 1_500 },
    );
  });

  it('plain text is not taken for anything', () => {
    fc.assert(
      fc.property(fc.lorem(), (words) => {
        expect(decodeValue(text(words)).status).toBe('unknown');
      }),
    );
  });
});
