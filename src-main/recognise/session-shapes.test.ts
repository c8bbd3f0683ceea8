import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toBytes } from '../../src-shared/redis-value.ts';
import { isSecretField, readSessionHash, readSessionString } from './session-shapes.ts';

/** 2026-11-23T16:33:16.072Z */
const NOW = 1_795_451_596_072;
const latin1 = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));
const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));
const json = (value: unknown): Uint8Array => toBytes(JSON.stringify(value));
const read = (bytes: Uint8Array) => readSessionString(bytes, NOW);
const hash = (fields: Readonly<Record<string, Uint8Array | string>>) =>
  readSessionHash(
    Object.entries(fields).map(([field, value]) => ({
      field: toBytes(field),
      value: typeof value === 'string' ? toBytes(value) : value,
    })),
    NOW,
  );

const cookie = {
  originalMaxAge: 86_400_000,
  expires: '2026-11-24T16:33:16.072Z',
  httpOnly: true,
  path: '/',
};

describe('express-session with connect-redis 9', () => {
  test('is certain by its cookie; passport names the user', () => {
    expect(read(json({ cookie, passport: { user: 42 } }))).toEqual({
      recognisedAs: 'express-session',
      reason: 'JSON with cookie.originalMaxAge and cookie.path',
      certain: true,
      user: '42',
      createdMs: null,
    });
  });

  test.each([
    [{ cookie, userId: 'u-7' }, 'u-7'],
    [{ cookie, user: { id: 9, name: 'A' } }, '9'],
    [{ cookie, user: { email: 'a@b.example' } }, 'a@b.example'],
    [{ cookie, user: 'anna' }, 'anna'],
    [{ cookie, userId: '', username: 'anna' }, 'anna'],
    [{ cookie, user: { name: 'A' } }, null],
    [{ cookie, cart: [1] }, null],
    [{ cookie, passport: {} }, null],
    [{ cookie, passport: { user: { id: 5 } } }, null],
  ])('%j has the user %s', (value, user) => {
    expect(read(json(value))).toMatchObject({ certain: true, user });
  });

  test('a maximum age that is null is one too', () => {
    expect(read(json({ cookie: { ...cookie, originalMaxAge: null } }))).toMatchObject({
      recognisedAs: 'express-session',
    });
  });

  test.each([[{ cookie: { path: '/' } }], [{ cookie: 'path originalMaxAge' }], [{ cookie: null }]])(
    '%j is none',
    (value) => {
      expect(read(json(value))).toBeNull();
    },
  );

  test('a number too large for JavaScript stays as it was written', () => {
    expect(
      read(toBytes('{"cookie":{"originalMaxAge":1,"path":"/"},"userId":9007199254740993}')),
    ).toMatchObject({ user: '9007199254740993' });
  });
});

describe('Flask-Session', () => {
  test('0.8 in MessagePack: a map with _permanent', () => {
    expect(read(latin1('\x82\xaa_permanent\xc3\xa7user_id\x2a'))).toMatchObject({
      recognisedAs: 'Flask-Session',
      reason: 'MessagePack map with _permanent',
      certain: true,
    });
    expect(read(latin1('\x81\xaa_permanent\xc2'))).toMatchObject({ certain: true });
  });

  test('of more fields than fit in the first byte, _permanent not being the first', () => {
    const many = Array.from({ length: 16 }, (_, i) => `\xa3k${String(i).padStart(2, '0')}\x01`);
    const bytes = latin1(`\xde\x00\x11${many.join('')}\xaa_permanent\xc3`);
    expect(read(bytes)).toMatchObject({ recognisedAs: 'Flask-Session', certain: true });
  });

  test('in JSON', () => {
    expect(read(json({ _permanent: true, user_id: 7, created_at: 1_795_400_000 }))).toEqual({
      recognisedAs: 'Flask-Session',
      reason: 'JSON with _permanent',
      certain: true,
      user: '7',
      createdMs: 1_795_400_000_000,
    });
  });

  test('an older one in pickle is not taken for MessagePack', () => {
    const bytes = hex(
      '8004951f000000000000007d94288c0a5f7065726d616e656e7494888c07757365725f6964944b07752e',
    );
    expect(read(bytes)).toMatchObject({
      recognisedAs: 'Flask-Session',
      reason: 'pickle with _permanent',
      certain: true,
    });
  });

  test.each([
    ['a map that only mentions it', latin1('\x81\xa4note\xaf has _permanent')],
    ['an array', latin1('\x92\xaa_permanent\xc3')],
    ['bytes that mention it', latin1('\xff\xaa_permanent\xc3')],
    ['an empty map', latin1('\x80')],
  ])('%s is none', (_what, bytes) => {
    expect(read(bytes)).toBeNull();
  });
});

describe('Django', () => {
  test.each([
    [2, '80027d710028580d0000005f617574685f757365725f6964710158020000003432710275752e'],
    [4, '80049523000000000000007d948c0d5f617574685f757365725f6964948c02343294732e'],
    [5, '80059523000000000000007d948c0d5f617574685f757365725f6964948c02343294732e'],
  ])('pickle %i with _auth_user_id', (_protocol, bytes) => {
    expect(read(hex(bytes))).toMatchObject({
      recognisedAs: 'Django',
      reason: 'pickle with _auth_user_id',
      certain: true,
    });
  });

  test.each([
    ['another pickle', '80049513000000000000007d948c0463617274945d94284b014b0265732e'],
    ['no pickle', '80099513000000000000005f617574685f757365725f69642e'],
  ])('%s is none', (_what, bytes) => {
    expect(read(hex(bytes))).toBeNull();
  });
});

describe('JSON made by hand', () => {
  test.each([
    [{ user_id: 7, created_at: '2026-11-23T12:00:00Z' }, '7', Date.UTC(2026, 10, 23, 12)],
    [{ sub: 'auth0|1', iat: 1_795_451_000 }, 'auth0|1', 1_795_451_000_000],
    [{ uid: 'x', createdAt: 1_795_451_000_123 }, 'x', 1_795_451_000_123],
    [{ email: 'a@b.example', login_at: '1795451000.5' }, 'a@b.example', 1_795_451_000_500],
    [{ userId: 7, created: 'yesterday' }, '7', null],
    [{ userId: 7, created: 5 }, '7', null],
    [{ userId: 7, created: { at: 1 } }, '7', null],
    [{ userId: true }, 'true', null],
  ])('%j is likely', (value, user, createdMs) => {
    expect(read(json(value))).toMatchObject({
      recognisedAs: 'JSON',
      certain: false,
      user,
      createdMs,
    });
  });

  test.each([
    ['names no user', json({ cart: [1, 2] })],
    ['is an array', json([{ userId: 7 }])],
    ['is half', toBytes('{"userId": 7')],
    ['is text', toBytes('userId')],
    ['is empty', toBytes('')],
    ['is only space', toBytes('  ')],
    ['has a user that is none', json({ userId: null, user: null, passport: null })],
    ['names one in __proto__', toBytes('{"__proto__":{"userId":"root"}}')],
  ])('what %s is none', (_what, bytes) => {
    expect(read(bytes)).toBeNull();
  });
});

describe('Spring Session', () => {
  const longHead =
    'aced00057372000e6a6176612e6c616e672e4c6f6e673b8be490cc8f23df0200014a000576616c7565' +
    '787200106a6176612e6c616e672e4e756d62657286ac951d0b94e08b0200007870';
  const javaLong = (value: bigint): Uint8Array => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64BE(value);
    return Uint8Array.from(Buffer.concat([Buffer.from(longHead, 'hex'), bytes]));
  };
  const rest = { lastAccessedTime: 'x', maxInactiveInterval: 'x' };

  test('is certain by its three fields; its time is a java.lang.Long', () => {
    expect(hash({ creationTime: javaLong(BigInt(NOW - 60_000)), ...rest })).toEqual({
      recognisedAs: 'Spring Session',
      reason: 'hash with lastAccessedTime and maxInactiveInterval',
      certain: true,
      user: null,
      createdMs: NOW - 60_000,
    });
  });

  test('with the JSON serializer the time is text', () => {
    expect(hash({ creationTime: String(NOW), ...rest })).toMatchObject({ createdMs: NOW });
  });

  test.each([
    ['a time that is none', toBytes('soon')],
    ['infinity', toBytes('Infinity')],
    ['a long far from now', javaLong(9_223_372_036_854_775_807n)],
    ['a negative long', javaLong(-1n)],
    ['a long that is cut', hex(longHead)],
    ['another class', hex('aced00057372000e6a6176612e6c616e672e4f7468')],
    ['bytes', hex('ff00ff00ff00ff00ff00ff00ff00')],
    ['nothing', new Uint8Array()],
  ])('%s is no time of creation', (_what, creationTime) => {
    expect(hash({ creationTime, ...rest })).toMatchObject({ certain: true, createdMs: null });
  });

  test('two of the three are not enough', () => {
    expect(hash({ creationTime: String(NOW), lastAccessedTime: 'x' })).toBeNull();
  });
});

describe('a hash made by hand', () => {
  test('that names a user is likely', () => {
    expect(hash({ user_id: '7', created_at: '1795451000', ip: '::1' })).toEqual({
      recognisedAs: 'Hash',
      reason: 'hash that names a user',
      certain: false,
      user: '7',
      createdMs: 1_795_451_000_000,
    });
  });

  test.each([
    ['names none', { status: 'done', progress: '100' }],
    ['names one with no name', { user_id: '' }],
    ['is empty', {}],
    ['has one that is not text', { user_id: hex('ff') }],
  ])('that %s is none', (_what, fields) => {
    expect(hash(fields)).toBeNull();
  });

  test('fields that are not text are nobody’s names', () => {
    const fields = [
      { field: hex('ff'), value: toBytes('a') },
      { field: hex('fe'), value: toBytes('b') },
    ];
    expect(readSessionHash(fields, NOW)).toBeNull();
  });
});

test('no bytes at all make it throw', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.json().map(toBytes),
    fc
      .tuple(fc.constantFrom(0x80, 0x81, 0x8f, 0xde, 0xac, 0x7b), fc.uint8Array({ maxLength: 60 }))
      .map(([first, more]) => Uint8Array.from([first, ...more])),
    fc
      .constantFrom('[', '{"a":', '{"userId":')
      .chain((open) => fc.nat(8_000).map((depth) => toBytes(open.repeat(depth)))),
  );
  fc.assert(
    fc.property(bytes, bytes, (one, two) => {
      const shape = read(one);
      expect(shape === null || typeof shape.certain === 'boolean').toBe(true);
      const creationTime = { field: toBytes('creationTime'), value: one };
      const more = ['lastAccessedTime', 'maxInactiveInterval'].map((name) => ({
        field: toBytes(name),
        value: two,
      }));
      const { createdMs = null } = readSessionHash([creationTime, ...more], NOW) ?? {};
      expect(createdMs === null || Number.isFinite(createdMs)).toBe(true);
      readSessionHash([{ field: one, value: two }], NOW);
    }),
    { numRuns: 500 },
  );
});

describe('a secret', () => {
  test.each([
    'token',
    'csrf_token',
    '_csrf',
    'XSRF',
    'password',
    'passwd',
    'client_secret',
    '_auth_user_hash',
    'apiKey',
    'api_key',
    'refreshToken',
    'credentials',
    'signature',
    'jwt',
    'otp',
    'private_key',
    'accessKey',
    'passphrase',
    'pwd',
  ])('%s is one', (name) => {
    expect(isSecretField(name)).toBe(true);
  });
  test.each([
    'user_id',
    '_auth_user_id',
    'email',
    'sub',
    'cart',
    'created_at',
    'locale',
    'option',
    'keyword',
    '_permanent',
  ])('%s is none', (name) => {
    expect(isSecretField(name)).toBe(false);
  });
});
