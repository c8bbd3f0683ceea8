import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toBytes } from '../../src-shared/redis-value.ts';
import { TRANSFER_FORMATS, type TransferFormat } from '../../src-shared/transfer-format.ts';
import type { Collected } from './collect-keys.ts';
import { encodePart, endOf, headOf } from './encode.ts';
import type { FileAbout, Part, Piece } from './part.ts';
import { type FileKind, kindOfFile, kindOfFormat, readFileKeys } from './read-file.ts';

const about: FileAbout = {
  content: 'readable',
  serverVersion: '7.2.4',
  rdbVersion: 11,
  exportedAtMs: 1_732_387_654_123,
};

async function* chunksOf(text: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < text.byteLength; from += size) yield text.subarray(from, from + size);
}

async function read(text: string | Uint8Array, kind?: FileKind, size = 7): Promise<Collected[]> {
  const bytes = typeof text === 'string' ? toBytes(text) : text;
  const all: Collected[] = [];
  const wanted = kind ?? kindOfFile(bytes.subarray(0, 4_096));
  for await (const one of readFileKeys(chunksOf(bytes, size), wanted)) all.push(one);
  return all;
}

const refusals = async (text: string | Uint8Array, kind: FileKind) =>
  (await read(text, kind, 65_536)).flatMap((one) =>
    one.kind === 'refused' ? [`${one.line}: ${one.reason}`] : [],
  );
const keysIn = async (text: string, kind: FileKind) =>
  (await read(text, kind)).flatMap((one) =>
    one.kind === 'key' ? [Buffer.from(one.record.key).toString('latin1')] : [],
  );

/** Bytes of every sort: text, controls, formulas, what is no UTF-8. */
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 12 }),
  fc
    .string({ unit: 'binary', maxLength: 8 })
    .filter((text) => text.isWellFormed())
    .map(toBytes),
  fc
    .constantFrom('=1+1', '-5', '-inf', '@x', '+a', '\t', '\r\n', '"', ',', '\\', '\\x', "'", '')
    .map(toBytes),
);
const score = fc.constantFrom('1', '-1.5', 'inf', '-inf', '1e+20', '9007199254740993', '0.1');
const id = fc.tuple(fc.nat(), fc.nat()).map(([ms, n]) => `${ms}-${n}`);
const some = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
  fc.array(one, { minLength: 1, maxLength: 4 });
const piece: fc.Arbitrary<Piece> = fc.oneof(
  fc.record({ kind: fc.constant('dump' as const), type: fc.constant('dump'), dump: bytes }),
  fc.record({ kind: fc.constant('string' as const), bytes }),
  fc.record({
    kind: fc.constant('hash' as const),
    fields: some(fc.record({ field: bytes, value: bytes, expiresAtMs: fc.constant(null) })),
  }),
  fc.record({ kind: fc.constant('list' as const), elements: some(bytes) }),
  fc.record({ kind: fc.constant('set' as const), members: some(bytes) }),
  fc.record({
    kind: fc.constant('zset' as const),
    members: some(fc.record({ member: bytes, score })),
  }),
  fc.record({
    kind: fc.constant('stream' as const),
    entries: fc.uniqueArray(fc.record({ id, fields: some(fc.tuple(bytes, bytes)) }), {
      minLength: 1,
      maxLength: 3,
      selector: (entry) => entry.id,
    }),
  }),
  fc.record({
    kind: fc.constant('json' as const),
    text: fc.json().map(toBytes),
  }),
);

function write(format: TransferFormat, parts: readonly Part[]): string {
  const lines = parts.map(
    (part) => `${encodePart(format, part, { isFirst: true, nowMs: 0 })}${endOf(format, part)}`,
  );
  return headOf(format, about) + lines.join('');
}

/** One piece again, of the rows that a format makes of it. */
function joined(pieces: readonly Piece[]): Piece | undefined {
  const [first] = pieces;
  const entries = new Map<string, [Uint8Array, Uint8Array][]>();
  const of = <K extends Piece['kind']>(kind: K) =>
    pieces.filter((one): one is Extract<Piece, { kind: K }> => one.kind === kind);
  for (const { entries: own } of of('stream'))
    for (const entry of own)
      entries.set(entry.id, [
        ...(entries.get(entry.id) ?? []),
        ...entry.fields.map(([a, b]): [Uint8Array, Uint8Array] => [a, b]),
      ]);
  switch (first?.kind) {
    case 'hash':
      return { kind: 'hash', fields: of('hash').flatMap(({ fields }) => fields) };
    case 'list':
      return { kind: 'list', elements: of('list').flatMap(({ elements }) => elements) };
    case 'set':
      return { kind: 'set', members: of('set').flatMap(({ members }) => members) };
    case 'zset':
      return { kind: 'zset', members: of('zset').flatMap(({ members }) => members) };
    case 'stream':
      return {
        kind: 'stream',
        entries: [...entries].map(([entry, fields]) => ({ id: entry, fields })),
      };
    default:
      return first;
  }
}

const plain = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_name, one: unknown) =>
      one instanceof Uint8Array ? Buffer.from(one).toString('hex') : one,
    ).replaceAll(/\{"type":"Buffer","data":(\[[\d,]*\])\}/g, (_all, list: string) => {
      const numbers: number[] = JSON.parse(list);
      return JSON.stringify(Buffer.from(numbers).toString('hex'));
    }),
  );

describe.each(TRANSFER_FORMATS)('%s', (format) => {
  test('any bytes come back, however the file is cut into chunks', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.tuple(bytes, piece), {
          minLength: 1,
          maxLength: 3,
          selector: ([key]) => Buffer.from(key).toString('hex'),
        }),
        fc.integer({ min: 1, max: 50 }),
        async (keys, size) => {
          const parts = keys.map(([key, one]): Part => ({
            key,
            expiry: { atMs: 4_102_444_800_123 },
            piece: one,
          }));
          const all = await read(toBytes(write(format, parts)), kindOfFormat(format), size);
          const found = all.filter((one) => one.kind !== 'about');
          expect(found.map((one) => one.kind)).toEqual(parts.map(() => 'key'));
          for (const [i, one] of found.entries()) {
            if (one.kind !== 'key') continue;
            const { record } = one;
            expect(plain(record.key)).toEqual(plain(parts[i]?.key));
            expect(plain(joined(record.parts.map((part) => part.piece)))).toEqual(
              plain(parts[i]?.piece),
            );
            expect(record.expiry).toEqual(
              format === 'csv' ? { inMs: 4_102_444_800_123 } : { atMs: 4_102_444_800_123 },
            );
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  test('any bytes as a file are read or refused, never a crash', async () => {
    const head = headOf(format, about);
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.boolean(), async (rest, withHead) => {
        const file = Buffer.concat([withHead ? Buffer.from(head) : Buffer.alloc(0), rest]);
        for (const one of await read(file, kindOfFormat(format)))
          if (one.kind === 'refused') expect(one.reason.length).toBeLessThan(300);
      }),
      { numRuns: 200 },
    );
  });

  test('a file that is cut off anywhere is never taken for more than there is', async () => {
    const part: Part = {
      key: toBytes('k'),
      expiry: null,
      piece: { kind: 'list', elements: [toBytes('one'), toBytes('two')] },
    };
    const text = write(format, [part]);
    for (let length = 0; length < text.length - 1; length++)
      for (const one of await read(text.slice(0, length), kindOfFormat(format)))
        if (one.kind === 'key') expect(['csv', 'commands']).toContain(kindOfFormat(format));
  });
});

describe('lines of others', () => {
  const line = (change: object) =>
    JSON.stringify({ key: 'k', type: 'string', expiresAtMs: null, value: 'v', ...change });

  test.each([
    ['no JSON', '{"key":', '1: It is not JSON: is it cut off?'],
    ['a name twice', '{"key":"a","key":"b"}', '1: "key" comes twice in it'],
    ['a name in escapes', '{"k\\u0065y":"a"}', '1: A name in it is written with an escape'],
    ['wrong base64', line({ key: { base64: 'A' } }), '1: key: '],
    ['half a surrogate', line({ value: '\ud800' }), '1: value: half a surrogate pair'],
    ['a wrong score', line({ type: 'zset', value: [['m', 'x']] }), '1: value.0.1: no score'],
    ['an unknown type', line({ type: 'alien' }), '1: type: '],
    ['something more', line({ run: 'FLUSHALL' }), '1: '],
    ['an array', '[1,2]', '1: It is not an object'],
    ['an expiry before 1970', line({ expiresAtMs: -1 }), '1: expiresAtMs: '],
    ['another format', '{"format":"rdb"}', '1: The file is of another format'],
    ['a later version', '{"format":"redstart-keys","version":2}', '1: The file is of a version'],
  ])('NDJSON: %s', async (_what, text, reason) => {
    const [first] = await refusals(text, 'ndjson');
    expect(first?.startsWith(reason), first).toBe(true);
  });

  test('deep JSON and millions of elements are refused before they are parsed', async () => {
    const deep = `{"key":${'['.repeat(100_000)}`;
    expect(await refusals(deep, 'ndjson')).toEqual(['1: It is nested too deep']);
    const wide = `{"key":"a","type":"list","expiresAtMs":null,"value":[${'"",'.repeat(1_000_001)}""]}`;
    expect(await refusals(wide, 'ndjson')).toEqual(['1: It has more than 1,000,000 elements']);
    expect(
      await refusals(`key,type,ttl_ms,field,value\n${','.repeat(5_000_000)}\n`, 'csv'),
    ).toEqual(['2: The row has more than 100 cells']);
    expect(await refusals('a '.repeat(1_000_001), 'commands')).toEqual([
      '1: It has more than 1,000,000 arguments',
    ]);
  });

  test('CRLF, empty lines and a UTF-8 mark are no matter, UTF-16 is refused', async () => {
    const two = `\ufeff${line({})}\r\n\r\n${line({ key: 'b' })}\r\n`;
    expect(await keysIn(two, 'ndjson')).toEqual(['k', 'b']);
    expect(await keysIn('\ufeffkey,type,ttl_ms,field,value\r\na,string,,,1\r\n', 'csv')).toEqual([
      'a',
    ]);
    const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(line({}), 'utf16le')]);
    for (const kind of ['ndjson', 'csv', 'commands'] as const)
      expect((await refusals(wide, kind))[0]).toContain('UTF-16');
  });

  test('a key that comes twice, and one with a page missing, are not taken', async () => {
    const a = line({ key: 'a' });
    expect(await refusals(`${a}\n${line({ key: 'b' })}\n${a}\n`, 'ndjson')).toEqual([
      '3: The key comes a second time: the lines of one key must follow one another',
    ]);
    const gap = `${a}\n{"broken\n${a}\n`;
    expect(await keysIn(gap, 'ndjson')).toEqual([]);
    expect(
      await keysIn(`${a}\n${line({ key: 'a', type: 'list', value: [] })}\n`, 'ndjson'),
    ).toEqual([]);
  });

  test.each([
    'FLUSHALL',
    'CONFIG SET dir /tmp',
    'EVAL "return 1" 0',
    'DEL a',
    'SCRIPT FLUSH',
    'SET a 1 NX',
    'SET a',
    'ZADD a NX 1 b',
    'XADD a * f v',
    'JSON.SET a $.x 1',
    'RESTORE a 0 x REPLACE',
    'SET "a',
    'set\u0000 a 1',
    'PEXPIREAT other 1',
  ])('of commands, %s is refused', async (text) => {
    expect(await keysIn(text, 'commands')).toEqual([]);
    expect(await refusals(text, 'commands')).toHaveLength(1);
  });

  test('commands as people write them are taken', async () => {
    const text = "set a 1 EX 60\nHSET b f 'it\\'s'\n\nRPUSH c x y\nEXPIREAT c 4102444800\n";
    expect(await keysIn(text, 'commands')).toEqual(['a', 'b', 'c']);
  });

  test.each([
    ['a,b\n1,2\n', '1: The first line must be'],
    ['key,type,ttl_ms,field,value\na,string,x,,1\n', '2: ttl_ms: no whole number'],
    ['key,type,ttl_ms,field,value\na,string,,,C:\\dir\n', '2: value: a backslash'],
    ['key,type,ttl_ms,field,value\na,zset,,m,x\n', '2: value: no score'],
    ['key,type,ttl_ms,field,value\na,string,,,"x\n', '2: A quote is opened'],
    ['key,type,ttl_ms,field,value\na,string\n', '2: It has 2 cells'],
  ])('CSV %j', async (text, reason) => {
    const [first] = await refusals(text, 'csv');
    expect(first?.startsWith(reason), first).toBe(true);
  });

  test('a formula is no formula in the file', () => {
    const part: Part = {
      key: toBytes('=HYPERLINK("http://x")'),
      expiry: null,
      piece: {
        kind: 'hash',
        fields: [{ field: toBytes('@SUM(A1)'), value: toBytes('-5'), expiresAtMs: null }],
      },
    };
    expect(encodePart('csv', part, { isFirst: true, nowMs: 0 })).toBe(
      '"\\x3dHYPERLINK(""http://x"")",hash,,\\x40SUM(A1),-5\n',
    );
  });
});
