import fc from 'fast-check';
import protobufjs from 'protobufjs';
import { describe, expect, it } from 'vitest';
import { DECODE_LIMITS } from './decoder.ts';
import { decodeBy } from './decode-by.ts';
import { decodeValue } from './decode-value.ts';
import { messageNames } from './proto-schema.ts';
import { fromHex, outlineOf } from './testing/outline.ts';

const shop = {
  name: 'shop.proto',
  text: `syntax = "proto3"; package shop;
    import "common/money.proto"; import "google/protobuf/timestamp.proto";
    message Cart {
      enum State { OPEN = 0; PAID = 1; }
      int64 id = 1; uint64 big = 2; sint64 delta = 3; State state = 4;
      repeated int32 counts = 5; repeated string tags = 6;
      map<string, int64> stock = 7;
      oneof owner { string user = 8; bytes token = 9; }
      Money total = 10; google.protobuf.Timestamp at = 11; Cart parent = 12; double rate = 13; bool gift = 14;
    }`,
};
const money = {
  name: 'money.proto',
  text: 'syntax = "proto3"; package shop; message Money { string currency = 1; fixed64 cents = 2; }',
};
const files = [shop, money];
const limits = DECODE_LIMITS;
const outline = (hex: string, type = 'shop.Cart', with_ = files): string =>
  outlineOf(
    decodeValue(fromHex(hex), { chain: ['protobuf'], message: { files: with_, type } }, limits),
  );

/** What protobufjs itself writes, where code may be made as it runs: this is not the app. */
function written(value: Record<string, unknown>): string {
  const root = new protobufjs.Root();
  for (const { text } of [money, shop]) protobufjs.parse(text, root, { keepCase: true });
  root.addJSON(protobufjs.common.get('google/protobuf/timestamp.proto')?.nested ?? {});
  root.resolveAll();
  const bytes = root.lookupType('shop.Cart').encode(value).finish();
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

describe('protobuf with the user’s definitions', () => {
  it('shows names, enums, lists, maps, times and 64-bit integers as they are', () => {
    const hex = written({
      id: '-9007199254740993',
      big: '18446744073709551615',
      delta: '-9223372036854775808',
      state: 1,
      counts: [1, -2, 300],
      tags: ['a', 'žluť'],
      stock: { x: 1, y: 2 },
      user: 'u1',
      total: { currency: 'EUR', cents: 1199 },
      at: { seconds: 1_700_000_000, nanos: 5_000_000 },
      parent: { id: 5 },
      rate: 1.5,
      gift: true,
    });
    expect(outline(hex)).toMatchInlineSnapshot(`
      "shop.Cart
        id: -9007199254740993
        big: 18446744073709551615
        delta: -9223372036854775808
        state: PAID
        counts: list
          0: 1
          1: -2
          2: 300
        tags: list
          0: a
          1: žluť
        stock: map
          x: 1
          y: 2
        user: u1
        total: shop.Money
          currency: EUR
          cents: 1199
        at: 2023-11-14T22:13:20.005Z
        parent: shop.Cart
          id: 5
        rate: 1.5
        gift: true"
    `);
  });

  it('keeps what it does not know, and what does not fit, in sight', () => {
    // 99: 7; 1 as text "hi"; 4: 9, which is no state
    expect(outline('9806070a0268692009')).toBe(
      'shop.Cart\n  99 (unknown field): 7\n  1 (unfitting id): hi\n  state: 9',
    );
  });

  it('reads lists packed or one by one', () => {
    expect(outline('2a0201022803')).toBe('shop.Cart\n  counts: list\n    0: 1\n    1: 2\n    2: 3');
  });

  it('says what is wrong with the files', () => {
    const only = (text: string) => outline('00', 'A', [{ name: 'a.proto', text }]);
    expect(only('message A { int32 x = ; }')).toMatch(/failed: a\.proto: illegal .*line 1/);
    expect(only('import "other/b.proto"; message A {}')).toBe(
      'failed: a.proto: it imports other/b.proto, which was not added',
    );
    expect(only('syntax = "proto3"; message A { Missing x = 1; }')).toContain(
      'failed: the .proto files do not fit together: no such',
    );
    expect(outline('00', 'shop.Nothing')).toContain('failed: no message shop.Nothing');
    expect(messageNames(files)).toEqual(['shop.Cart', 'shop.Money']);
  });

  it('by a rule that does not fit says so', () => {
    const message = { files, type: 'shop.Cart' };
    const answer = decodeBy(fromHex('0a'), { chain: ['protobuf'], message, isRule: true });
    expect(answer).toEqual({
      misfit: 'protobuf: it ends too early',
      outcome: { status: 'unknown' },
      edit: null,
    });
  });

  it('gives an answer to any bytes', () => {
    const seeds = [
      written({ id: 1, parent: { parent: { tags: ['a'] } }, stock: { a: 1 } }),
      '2a02',
    ];
    const mutated = fc
      .tuple(fc.constantFrom(...seeds), fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }))
      .map(([seed, changes]) => {
        const bytes = fromHex(seed);
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        return bytes;
      });
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), mutated), (bytes) => {
        const message = { files, type: 'shop.Cart' };
        const { status } = decodeValue(bytes, { chain: ['protobuf'], message });
        expect(['decoded', 'failed']).toContain(status);
      }),
      { numRuns: 1_500 },
    );
  });

  it('stops at the limits of depth and of values', () => {
    let deep = new Uint8Array(0);
    const varint = (value: number): number[] =>
      value < 128 ? [value] : [(value & 127) | 128, ...varint(value >> 7)];
    for (let level = 0; level < 2_000; level++)
      deep = Uint8Array.from([0x62, ...varint(deep.length), ...deep]);
    const message = { files, type: 'shop.Cart' };
    expect(decodeValue(deep, { chain: ['protobuf'], message })).toMatchObject({
      reason: 'nested deeper than 512 levels',
    });
    const many = new Uint8Array(600_000).fill(0);
    for (let at = 0; at < many.length; at += 2) many[at] = 0x28;
    expect(decodeValue(many, { chain: ['protobuf'], message })).toMatchObject({
      reason: `more than ${limits.nodes} values inside`,
    });
  });
});
