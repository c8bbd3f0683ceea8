import { describe, expect, test } from 'vitest';
import { type FtCommand, parseLine } from './parse-line.ts';

const command = (line: string): FtCommand => {
  const parsed = parseLine(line);
  if (!parsed.ok) throw new Error(`${parsed.error} at ${parsed.at}`);
  return parsed.command;
};
const problem = (line: string) => {
  const parsed = parseLine(line);
  return parsed.ok ? null : { error: parsed.error, at: parsed.at };
};
const steps = (line: string): string => {
  const parsed = command(line);
  return parsed.kind === 'aggregate' ? parsed.steps.join(' ') : parsed.kind;
};
const search = {
  kind: 'search',
  sortBy: null,
  fields: null,
  offset: 0,
  count: 50,
  dialect: 2,
  withScores: false,
  extra: [],
};

describe('a query line for FT.SEARCH', () => {
  test('the sentence of the issue, with and without its backticks', () => {
    const expected = {
      ...search,
      query: '@brand:Apple @category:{smartphones}',
      sortBy: { field: 'price', direction: 'ASC' },
    };
    expect(command('@brand:Apple @category:{smartphones} SORTBY price ASC')).toEqual(expected);
    expect(command('`@brand:Apple @category:{smartphones}` SORTBY price ASC')).toEqual(expected);
  });

  test('all options, as Redis writes them', () => {
    expect(
      command(
        '@brand:Apple SORTBY price DESC LIMIT 20 10 RETURN 2 name price DIALECT 3 WITHSCORES SLOP 1 PARAMS 2 a "b c"',
      ),
    ).toEqual({
      kind: 'search',
      query: '@brand:Apple',
      sortBy: { field: 'price', direction: 'DESC' },
      fields: ['name', 'price'],
      offset: 20,
      count: 10,
      dialect: 3,
      withScores: true,
      extra: ['SLOP', '1', 'PARAMS', '2', 'a', 'b c'],
    });
  });

  test('in brief: no counts, an @ before a name, a comma after it, small letters', () => {
    expect(command('phone return 1 name sortby @price desc limit 20')).toMatchObject({
      query: 'phone',
      fields: ['name'],
      sortBy: { field: 'price', direction: 'DESC' },
      offset: 0,
      count: 20,
    });
    expect(command('* RETURN name, @price WITHSCORES')).toMatchObject({
      query: '*',
      fields: ['name', 'price'],
      withScores: true,
    });
    expect(command('* NOCONTENT')).toMatchObject({ fields: [] });
    expect(command('* SORTBY price')).toMatchObject({ sortBy: { direction: 'ASC' } });
  });

  test('options without a query are for all documents, and so is nothing', () => {
    expect(command('SORTBY price')).toMatchObject({ query: '*' });
    expect(command('  ')).toEqual({ ...search, query: '*' });
  });

  test.each([
    '"SORTBY price"',
    '(a SORTBY b)',
    '@category:{SORTBY LIMIT 0 5}',
    '@category:{"a } SORTBY b"}',
    '@category:{a\\} SORTBY b}',
    '@price:[(500 (1500]',
    '@name:(a { "b)" } c)',
    'return policy of the limit edition',
    'load balancer filter',
    'phone\\" SORTBYx',
    "don't",
    '*=>[KNN 10 @vec $v AS score]=>{$yield_distance_as: d}',
    'RETURNS LIMITED',
    'a / b | c',
    '@price==5',
  ])('%s is a query and nothing else', (query) => {
    expect(command(query)).toEqual({ ...search, query });
  });

  test('a query with such words is set off by backticks', () => {
    expect(command('`SORTBY price` LIMIT 0 5')).toMatchObject({
      query: 'SORTBY price',
      sortBy: null,
      count: 5,
    });
  });

  test('what is wrong is said at its place', () => {
    expect(problem('@brand:{Apple SORTBY price')).toEqual({ error: '{ is not closed', at: 7 });
    expect(problem('(a (b) SORTBY c')).toEqual({ error: '( is not closed', at: 0 });
    expect(problem('"apple SORTBY c')).toEqual({ error: '" is not closed', at: 0 });
    expect(problem('* SORTBY')).toEqual({ error: 'The field after SORTBY is missing', at: 8 });
    expect(problem('* LIMIT 0 x')).toEqual({
      error: 'x is not an option of FT.SEARCH',
      at: 10,
    });
    expect(problem('* LIMIT a')).toEqual({
      error: 'The number after LIMIT is a whole number',
      at: 8,
    });
    expect(problem('* LIMIT 0 1001')).toEqual({ error: 'At most 1000 rows at a time', at: 8 });
    expect(problem('* DIALECT 5')).toEqual({ error: 'DIALECT is 1, 2, 3 or 4', at: 10 });
    expect(problem('* RETURN 3 a b')).toEqual({ error: 'One of the 3 names is missing', at: 14 });
    expect(problem('* WITHSORTKEYS')).toEqual({ error: 'WITHSORTKEYS is not shown here', at: 2 });
    expect(problem('* SORTBY price UPWARDS')).toEqual({
      error: 'UPWARDS is not an option of FT.SEARCH',
      at: 15,
    });
  });

  test('the spans of its parts are where they are', () => {
    const line = '  @a:b   SORTBY price DESC LIMIT 0 5 ';
    const parsed = parseLine(line);
    if (!parsed.ok) throw new Error(parsed.error);
    const { query, sortBy, limit, dialect, isVerbatim } = parsed.parts;
    const at = (span: { from: number; to: number } | null) =>
      span === null ? null : line.slice(span.from, span.to);
    expect([at(query), at(sortBy), at(limit), at(dialect), isVerbatim]).toEqual([
      '@a:b',
      'SORTBY price DESC',
      'LIMIT 0 5',
      null,
      true,
    ]);
  });
});

describe('a query line for FT.AGGREGATE', () => {
  const full =
    'GROUPBY 1 @brand REDUCE COUNT 0 AS count REDUCE MIN 1 @price AS min_price SORTBY 2 @count DESC LIMIT 0 1000';

  test('the sentence of the issue, as typed', () => {
    expect(command('GROUPBY brand / COUNT / MIN price / SORTBY count DESC')).toEqual({
      kind: 'aggregate',
      query: '*',
      steps: full.split(' '),
      dialect: 2,
    });
  });

  test.each([
    '* GROUPBY brand / COUNT / MIN price / SORTBY count DESC',
    '* | GROUPBY brand | COUNT | MIN price | SORTBY count DESC',
    '* / GROUPBY brand COUNT MIN price SORTBY count DESC',
    '* groupby @brand count min @price sortby @count desc',
    '* GROUPBY 1 brand REDUCE COUNT 0 AS count REDUCE MIN 1 @price AS min_price SORTBY 2 @count DESC',
    '* GROUPBY brand / REDUCE COUNT / REDUCE MIN price AS min_price / SORTBY count DESC / LIMIT 0 1000',
    'FT.AGGREGATE idx "*" GROUPBY 1 @brand REDUCE COUNT 0 AS count REDUCE MIN 1 @price AS min_price SORTBY 2 @count DESC',
  ])('%s is the same', (line) => {
    expect(steps(line)).toBe(full);
  });

  test('the query before it stays its own', () => {
    expect(command('@brand:(Apple|Sony) / GROUPBY brand / COUNT')).toMatchObject({
      query: '@brand:(Apple|Sony)',
    });
  });

  test('steps pass through in their order', () => {
    expect(
      steps(
        '* LOAD name $.price AS p / FILTER @p > 5 / 2 / APPLY @p * 2 AS twice | GROUPBY brand, category | COUNT_DISTINCT name AS n | FIRST_VALUE name BY price DESC / FILTER "@n > 1" / SORTBY n DESC brand ASC MAX 5 / LIMIT 10 20 / DIALECT 3',
      ),
    ).toBe(
      'LOAD 4 @name $.price AS p FILTER @p > 5 / 2 APPLY @p * 2 AS twice GROUPBY 2 @brand @category REDUCE COUNT_DISTINCT 1 @name AS n REDUCE FIRST_VALUE 4 @name BY @price DESC AS first_value_name FILTER @n > 1 SORTBY 4 @n DESC @brand ASC MAX 5 LIMIT 10 20',
    );
    expect(command('* GROUPBY brand DIALECT 3')).toMatchObject({ dialect: 3 });
    expect(steps('* LOAD * TIMEOUT 100 VERBATIM ADDSCORES PARAMS 2 a 1')).toBe(
      'LOAD * TIMEOUT 100 VERBATIM ADDSCORES PARAMS 2 a 1 LIMIT 0 1000',
    );
    expect(steps('* GROUPBY 0 REDUCE COUNT 0')).toBe('GROUPBY 0 REDUCE COUNT 0 LIMIT 0 1000');
  });

  test('a reducer is named after its field where no name is given', () => {
    expect(steps('* GROUPBY brand AVG $.specs.weight QUANTILE price 0.9')).toBe(
      'GROUPBY 1 @brand REDUCE AVG 1 $.specs.weight AS avg_specs_weight REDUCE QUANTILE 2 @price 0.9 AS quantile_price LIMIT 0 1000',
    );
  });

  test('the result is bounded: by the last LIMIT after the last GROUPBY', () => {
    expect(steps('* LIMIT 0 5000 GROUPBY brand')).toBe(
      'LIMIT 0 5000 GROUPBY 1 @brand LIMIT 0 1000',
    );
    expect(steps('* GROUPBY brand LIMIT 0 5 APPLY 1 AS x')).toBe(
      'GROUPBY 1 @brand LIMIT 0 5 APPLY 1 AS x',
    );
    expect(problem('* GROUPBY brand LIMIT 0 5000')).toEqual({
      error: 'At most 1000 rows at a time',
      at: 16,
    });
  });

  test('what is wrong is said at its place', () => {
    expect(problem('* GROUPBY')).toEqual({ error: 'A field after GROUPBY is missing', at: 9 });
    expect(problem('* GROUPBY brand / MIN / SORTBY count')).toEqual({
      error: 'MIN needs a field',
      at: 21,
    });
    expect(problem('* GROUPBY brand / NOPE price')).toEqual({
      error: 'NOPE is not a step of FT.AGGREGATE',
      at: 18,
    });
    expect(problem('* GROUPBY brand RETURN 1 x')?.at).toBe(16);
    expect(problem('* GROUPBY brand / RETURN 1 x')).toEqual({
      error: 'RETURN belongs to FT.SEARCH',
      at: 18,
    });
    expect(problem('* LOAD * WITHCURSOR')?.error).toMatch(/use LIMIT/);
    expect(problem('* APPLY @price * 2')).toMatchObject({ error: 'AS and a name is missing' });
    expect(problem('FT.SEARCH idx * GROUPBY brand')).toMatchObject({ at: 16 });
  });
});

describe('a whole command', () => {
  test('names the index; its query is in quotes or not', () => {
    const expected = { ...search, query: '@brand:Apple @category:{smartphones}', count: 5 };
    for (const line of [
      'FT.SEARCH idx:products "@brand:Apple @category:{smartphones}" LIMIT 0 5',
      "ft.search idx:products '@brand:Apple @category:{smartphones}' LIMIT 0 5",
      ' FT.SEARCH idx:products @brand:Apple @category:{smartphones} LIMIT 0 5',
      'FT.SEARCH "idx:products" `@brand:Apple @category:{smartphones}` LIMIT 0 5',
    ])
      expect(parseLine(line)).toMatchObject({ ok: true, command: expected, index: 'idx:products' });
  });

  test('quotes are read as redis-cli reads them', () => {
    expect(command('FT.SEARCH i "\\"phone 3\\" caf\\xc3\\xa9\\n"')).toMatchObject({
      query: '"phone 3" café\n',
    });
    expect(command("FT.SEARCH i 'don\\'t'")).toMatchObject({ query: "don't" });
    expect(problem('FT.SEARCH i "\\xff"')).toMatchObject({ at: 12 });
    expect(problem('FT.SEARCH i "open')).toEqual({ error: '" is not closed', at: 12 });
  });

  test('other commands do not run here', () => {
    expect(problem('FT.DROPINDEX idx DD')).toEqual({
      error: 'Only FT.SEARCH and FT.AGGREGATE run here',
      at: 0,
    });
    expect(problem('FT.SEARCH')?.error).toBe('The index after FT.SEARCH is missing');
    expect(problem('FT.SEARCH idx')?.error).toBe('The query is missing');
  });
});
