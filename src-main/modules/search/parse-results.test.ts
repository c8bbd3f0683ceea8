import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LIMITS } from '../../../src-shared/limits.ts';
import { toUtf8 } from '../../../src-shared/redis-value.ts';
import { type Reply, toReply, UnexpectedReply } from '../../redis/reply.ts';
import { parseIndexInfo } from './parse-index-info.ts';
import { parseAggregateReply, parseIndexList, parseSearchReply } from './parse-results.ts';

const b = (text: string): Buffer => Buffer.from(text);
const withFields = { withScores: false, withFields: true };
const withScores = { withScores: true, withFields: true };
const keys = (rows: readonly { key: Uint8Array }[]) => rows.map(({ key }) => toUtf8(key));
const cell = (name: string, value: string | null) => ({
  name,
  value,
  bytes: Buffer.byteLength(value ?? ''),
});

const row = {
  resp2: [b('product:1'), b('1.5'), [b('price'), b('699.50'), b('brand'), null]],
  parsed: {
    key: new Uint8Array(b('product:1')),
    score: '1.5',
    fields: [cell('price', '699.50'), cell('brand', null)],
  },
};
const result = [
  b('id'),
  b('product:1'),
  b('score'),
  '1.5',
  b('extra_attributes'),
  [b('price'), b('699.50'), b('brand'), null],
  b('values'),
  [],
];

describe('FT.SEARCH', () => {
  test('RESP2: a total, then key, score and fields', () => {
    expect(parseSearchReply(['7', ...row.resp2], withScores)).toEqual({
      total: 7,
      rows: [row.parsed],
      warnings: [],
    });
    expect(parseSearchReply([0], withFields)).toEqual({ total: 0, rows: [], warnings: [] });
    const bare = parseSearchReply(['2', b('a'), b('b')], { withScores: false, withFields: false });
    expect(keys(bare.rows)).toEqual(['a', 'b']);
  });

  test('RESP3 of Redis Stack 7.4: a map that comes as a flat list', () => {
    const reply = [
      b('attributes'),
      [],
      b('total_results'),
      '7',
      b('format'),
      b('STRING'),
      b('results'),
      [result],
      b('warning'),
      [],
    ];
    expect(parseSearchReply(reply, withScores)).toEqual({
      total: 7,
      rows: [row.parsed],
      warnings: [],
    });
  });

  test('RESP3 of Redis 8: another order, warnings, and maps left as maps', () => {
    const reply = toReply(
      new Map<unknown, unknown>([
        ['attributes', []],
        ['warning', [b('Timeout limit was reached')]],
        ['total_results', 7n],
        ['format', b('STRING')],
        [
          'results',
          [
            {
              id: b('product:1'),
              score: ['1.5', [b('Final BM25')]],
              extra_attributes: new Map<unknown, unknown>([
                [b('price'), b('699.50')],
                [b('brand'), null],
              ]),
              values: [],
            },
          ],
        ],
      ]),
    );
    expect(parseSearchReply(reply, withScores)).toEqual({
      total: 7,
      rows: [row.parsed],
      warnings: ['Timeout limit was reached'],
    });
  });

  test('a document that expired meanwhile has no fields', () => {
    expect(parseSearchReply(['1', b('a'), null], withFields).rows[0]?.fields).toEqual([]);
    const gone = [b('id'), b('a'), b('extra_attributes'), null];
    const reply = [b('total_results'), '1', b('results'), [gone]];
    expect(parseSearchReply(reply, withFields).rows[0]?.fields).toEqual([]);
  });

  test('a document in one field keeps its text; binary names and values are escaped', () => {
    const document = '{"id":9007199254740993,"a":[1.0,null]}';
    const { rows } = parseSearchReply(
      [
        '1',
        Buffer.from([0xff, 0]),
        [b('$'), b(document), Buffer.from([0xfe]), Buffer.from([0xff, 0x41])],
      ],
      withFields,
    );
    expect(rows[0]).toEqual({
      key: Uint8Array.of(0xff, 0),
      score: null,
      fields: [cell('$', document), { name: '\\xfe', value: '\\xffA', bytes: 2 }],
    });
  });

  test('a large value is cut between characters and says how large it is', () => {
    const large = '€'.repeat(3_000);
    const { rows } = parseSearchReply(['1', b('a'), [b('$'), b(large)]], withFields);
    const [field] = rows[0]?.fields ?? [];
    expect(field?.bytes).toBe(9_000);
    expect(field?.value).toBe('€'.repeat(Math.floor(LIMITS.searchCellBytes / 3)));
  });

  test('rows that do not come out even are not guessed at', () => {
    expect(() => parseSearchReply(['1', b('a'), [], b('b')], withFields)).toThrow(UnexpectedReply);
    expect(() => parseSearchReply([], withFields)).toThrow(UnexpectedReply);
    expect(() => parseSearchReply(b('OK'), withFields)).toThrow(UnexpectedReply);
    expect(() => parseSearchReply([b('results'), []], withFields)).toThrow(UnexpectedReply);
  });
});

describe('FT.AGGREGATE', () => {
  const group = [b('brand'), b('Apple'), b('count'), b('2'), b('names'), [b('a"b'), null]];
  const parsed = [cell('brand', 'Apple'), cell('count', '2'), cell('names', '["a\\"b",null]')];

  test('RESP2 and RESP3', () => {
    expect(parseAggregateReply(['1', group, []])).toEqual({ rows: [parsed, []], warnings: [] });
    expect(
      parseAggregateReply([
        b('attributes'),
        [],
        b('total_results'),
        '1',
        b('format'),
        b('STRING'),
        b('results'),
        [[b('extra_attributes'), group, b('values'), []]],
        b('warning'),
        [],
      ]),
    ).toEqual({ rows: [parsed], warnings: [] });
  });
});

describe('FT.INFO', () => {
  const definition = [
    b('key_type'),
    b('JSON'),
    b('prefixes'),
    [b('product:')],
    b('default_score'),
    b('1'),
  ];
  const expected = {
    state: 'known',
    name: 'idx',
    on: 'JSON',
    prefixes: ['product:'],
    documents: 5,
    terms: '9',
    sizeMb: '0.002',
    indexing: true,
    percentIndexed: '0.5',
    failures: '1',
    lastFailure: { error: 'Invalid numeric value: abc', key: 'product:9' },
    fields: [
      { identifier: '$.name', attribute: 'name', type: 'TEXT', options: ['WEIGHT 5', 'NOSTEM'] },
      { identifier: '$.category', attribute: 'category', type: 'TAG', options: [] },
      { identifier: '$.price', attribute: 'price', type: 'NUMERIC', options: ['SORTABLE', 'UNF'] },
      { identifier: 'e', attribute: 'e', type: 'VECTOR', options: ['algorithm HNSW', 'dim 4'] },
    ],
  };
  const rest = [
    b('num_docs'),
    '5',
    b('num_terms'),
    '9',
    b('total_index_memory_sz_mb'),
    b('0.002'),
    b('indexing'),
    '1',
    b('percent_indexed'),
    b('0.5'),
    b('hash_indexing_failures'),
    '1',
    b('Index Errors'),
    [
      b('indexing failures'),
      '1',
      b('last indexing error'),
      b('Invalid numeric value: abc'),
      b('last indexing error key'),
      b('product:9'),
    ],
  ];
  const head = (identifier: string, attribute: string, type: string): Buffer[] => [
    b('identifier'),
    b(identifier),
    b('attribute'),
    b(attribute),
    b('type'),
    b(type),
  ];

  test('RESP2: flags stand among the words', () => {
    const attributes = [
      [...head('$.name', 'name', 'TEXT'), b('WEIGHT'), b('5'), b('NOSTEM')],
      [...head('$.category', 'category', 'TAG'), b('SEPARATOR'), b('')],
      [...head('$.price', 'price', 'NUMERIC'), b('SORTABLE'), b('UNF')],
      [...head('e', 'e', 'VECTOR'), b('algorithm'), b('HNSW'), b('dim'), '4'],
    ];
    const reply = [b('index_definition'), definition, b('attributes'), attributes, ...rest];
    expect(parseIndexInfo('idx', reply)).toEqual(expected);
  });

  test('RESP3: flags are a list of their own', () => {
    const attributes = [
      [...head('$.name', 'name', 'TEXT'), b('WEIGHT'), '5', b('flags'), [b('NOSTEM')]],
      [...head('$.category', 'category', 'TAG'), b('SEPARATOR'), b(''), b('flags'), []],
      [...head('$.price', 'price', 'NUMERIC'), b('flags'), [b('SORTABLE'), b('UNF')]],
      [...head('e', 'e', 'VECTOR'), b('algorithm'), b('HNSW'), b('dim'), '4', b('flags'), []],
    ];
    const reply = [b('index_definition'), definition, b('attributes'), attributes, ...rest];
    expect(parseIndexInfo('idx', reply)).toEqual(expected);
  });
});

test('any reply gives a result or UnexpectedReply, never anything else', () => {
  const word = fc.constantFrom(
    'total_results',
    'results',
    'warning',
    'id',
    'score',
    'extra_attributes',
    'attributes',
    'index_definition',
    'prefixes',
    'key_type',
    'num_docs',
    'identifier',
    'flags',
    'SORTABLE',
    'Index Errors',
    'last indexing error',
    '__proto__',
    '1',
    '5',
    'nan',
  );
  const { reply } = fc.letrec<{ reply: unknown; list: unknown[] }>((tie) => ({
    reply: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      word.map(b),
      word,
      fc.uint8Array({ maxLength: 6 }).map((bytes) => Buffer.from(bytes)),
      fc.constantFrom(null, true, false, 0, -1, 1.5, 2n ** 60n, NaN, undefined),
      tie('list'),
      tie('list').map(
        (list) => new Map(list.map((item, i) => [i % 2 === 0 ? item : `k${i}`, item])),
      ),
      tie('list').map((list) => Object.fromEntries(list.map((item, i) => [`k${i}`, item]))),
    ),
    list: fc.array(tie('reply'), { maxLength: 8 }),
  }));
  const parsers: ((reply: Reply) => unknown)[] = [
    (value) => parseSearchReply(value, withFields),
    (value) => parseSearchReply(value, { withScores: true, withFields: false }),
    parseAggregateReply,
    parseIndexList,
    (value) => parseIndexInfo('idx', value),
  ];
  fc.assert(
    fc.property(fc.oneof(reply, fc.array(reply, { maxLength: 10 })), (value) => {
      for (const parse of parsers)
        try {
          parse(toReply(value));
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(UnexpectedReply);
        }
    }),
    { numRuns: 2_000 },
  );
});
