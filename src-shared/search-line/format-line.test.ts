import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkSteps, limitOfSteps, sortOfSteps } from './aggregate-steps.ts';
import {
  formatCommand,
  formatOptions,
  joinLine,
  replaceOption,
  toArguments,
} from './format-line.ts';
import { type FtCommand, parseLine } from './parse-line.ts';
import { checkExtra, type OptionName } from './search-options.ts';

const hostile = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.string({ unit: 'binary-ascii', maxLength: 20 }),
  fc.stringMatching(/^[@a-z(){}[\]"'\\`|/ :*-]{0,20}$/),
  fc.constantFrom('SORTBY price', 'LIMIT 0 5', 'FT.SEARCH x y', '"a b"', '/', '`', 'GROUPBY', ''),
);
// What the parser itself rewrites is another matter: names come without @ and comma.
const name = fc.stringMatching(/^[a-z][a-z0-9_.]{0,8}$/);
const smallNumber = fc.nat({ max: 1_000 });
const numbers = (max: number) => fc.nat({ max }).map(String);

const extra = fc
  .array(
    fc.oneof(
      fc.constantFrom(['VERBATIM'], ['INORDER'], ['HIGHLIGHT'], ['SUMMARIZE', 'LEN', '3']),
      numbers(9).map((n) => ['SLOP', n]),
      fc.tuple(hostile, hostile).map((pair) => ['PARAMS', '2', ...pair]),
      fc.array(hostile, { maxLength: 3 }).map((keys) => ['INKEYS', String(keys.length), ...keys]),
    ),
    { maxLength: 3 },
  )
  .map((parts) => parts.flat());

const searches: fc.Arbitrary<FtCommand> = fc.record({
  kind: fc.constant('search' as const),
  query: hostile,
  sortBy: fc.option(
    fc.record({ field: name, direction: fc.constantFrom('ASC' as const, 'DESC' as const) }),
    { nil: null },
  ),
  fields: fc.option(fc.array(name, { maxLength: 4 }), { nil: null }),
  offset: smallNumber,
  count: smallNumber,
  dialect: fc.integer({ min: 1, max: 4 }),
  withScores: fc.boolean(),
  extra,
});

const expression = hostile.filter(
  (text) => text.trim() === text && text !== '' && !/^(as|[a-z]+)$/i.test(text),
);
const step = fc.oneof(
  fc
    .array(name, { minLength: 1, maxLength: 3 })
    .map((names) => ['LOAD', String(names.length), ...names]),
  fc
    .tuple(name, name)
    .map(([by, of]) => [
      'GROUPBY',
      '1',
      `@${by}`,
      'REDUCE',
      'COUNT',
      '0',
      'AS',
      'count',
      'REDUCE',
      'MIN',
      '1',
      `@${of}`,
    ]),
  name.map((by) => ['SORTBY', '2', `@${by}`, 'DESC', 'MAX', '5']),
  fc.tuple(expression, name).map(([text, as]) => ['APPLY', text, 'AS', as]),
  expression.map((text) => ['FILTER', text]),
  fc.tuple(hostile, hostile).map((pair) => ['PARAMS', '2', ...pair]),
);
const aggregates: fc.Arbitrary<FtCommand> = fc
  .record({
    query: hostile,
    steps: fc.array(step, { maxLength: 4 }),
    limit: smallNumber,
    dialect: fc.integer({ min: 1, max: 4 }),
  })
  .map(({ query, steps, limit, dialect }) => ({
    kind: 'aggregate',
    query,
    steps: [...steps.flat(), 'LIMIT', '0', String(limit)],
    dialect,
  }));

test('what is formatted is read back as the same command', () => {
  fc.assert(
    fc.property(
      fc.oneof(searches, aggregates),
      hostile.filter((text) => text !== ''),
      (command, index) => {
        expect(parseLine(formatCommand(command, index))).toMatchObject({
          ok: true,
          command,
          index,
        });
      },
    ),
    { numRuns: 2_000 },
  );
});

test('the parser of any text gives a command or says what is wrong, and where', () => {
  const words = fc.constantFrom(
    'SORTBY',
    'LIMIT',
    'GROUPBY',
    'REDUCE',
    'MIN',
    'COUNT',
    'AS',
    'FILTER',
    'APPLY',
    'LOAD',
    'RETURN',
    'SUMMARIZE',
    'FIELDS',
    '/',
    '|',
    '0',
    '2',
    '99999999',
    '@a',
    '"b c"',
    '"',
    '`',
    '{',
    'FT.SEARCH',
    'FT.AGGREGATE',
    'DIALECT',
    'MAX',
    'BY',
    '__proto__',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        hostile,
        fc.array(words, { maxLength: 9 }).map((all) => all.join(' ')),
      ),
      (line) => {
        const parsed = parseLine(line);
        if (parsed.ok) {
          const [, ...args] = toArguments(parsed.command, 'i');
          expect(args.every((argument) => typeof argument === 'string')).toBe(true);
          // What was understood is stable.
          expect(parseLine(formatCommand(parsed.command, 'i'))).toMatchObject({
            ok: true,
            command: parsed.command,
          });
        } else {
          expect(parsed.at).toBeGreaterThanOrEqual(0);
          expect(parsed.at).toBeLessThanOrEqual(line.length);
        }
      },
    ),
    { numRuns: 1_500 },
  );
});

test('main reads the steps and options it is sent as the line did', () => {
  fc.assert(
    fc.property(fc.oneof(searches, aggregates), (command) => {
      if (command.kind === 'search') expect(checkExtra(command.extra)).toBeNull();
      else expect(checkSteps(command.steps)).toEqual({ ok: true, steps: command.steps });
    }),
  );
  expect(checkExtra(['LIMIT', '0', '100000'])).not.toBeNull();
  expect(checkExtra(['PARAMS', '2', 'a', 'b', 'RETURN', '1', 'x'])).not.toBeNull();
  expect(checkSteps(['LOAD', '*', 'WITHCURSOR'])).toMatchObject({ ok: false });
  expect(checkSteps(['LOAD', '*'])).toEqual({
    ok: true,
    steps: ['LOAD', '*', 'LIMIT', '0', '1000'],
  });
});

test('a query and options become one line that reads back as both', () => {
  fc.assert(
    fc.property(
      hostile.filter((text) => text.trim() !== ''),
      (query) => {
        expect(parseLine(joinLine(query, 'LIMIT 0 5', 'i'))).toMatchObject({
          ok: true,
          command: { kind: 'search', query, count: 5 },
        });
        expect(parseLine(joinLine(query, 'GROUPBY brand / COUNT', 'i'))).toMatchObject({
          ok: true,
          command: { kind: 'aggregate', query },
        });
      },
    ),
    { numRuns: 1_000 },
  );
  expect(joinLine('@a:b', 'LIMIT 0 5', 'i')).toBe('@a:b LIMIT 0 5');
  expect(joinLine('a LIMIT b', '', 'i')).toBe('`a LIMIT b`');
});

test('one option is written anew and the rest stays as typed', () => {
  const change = (line: string, option: OptionName, text: string | null): string => {
    const parsed = parseLine(line);
    if (!parsed.ok) throw new Error(parsed.error);
    return replaceOption(line, parsed.parts, option, text);
  };
  expect(change('@a:b', 'sortBy', 'SORTBY price DESC')).toBe('@a:b SORTBY price DESC');
  expect(change('@a:b  sortby  price  LIMIT 0 5', 'sortBy', 'SORTBY name ASC')).toBe(
    '@a:b  SORTBY name ASC  LIMIT 0 5',
  );
  expect(change('@a:b SORTBY price LIMIT 0 5', 'sortBy', null)).toBe('@a:b LIMIT 0 5');
  expect(change('@a:b SORTBY price', 'sortBy', null)).toBe('@a:b');
  expect(change('SORTBY price LIMIT 0 5', 'sortBy', null)).toBe('LIMIT 0 5');
  expect(change('@a:b', 'limit', null)).toBe('@a:b');
  expect(change('', 'limit', 'LIMIT 50 50')).toBe('LIMIT 50 50');
  expect(change('GROUPBY brand / COUNT', 'sortBy', 'SORTBY count DESC')).toBe(
    'GROUPBY brand / COUNT / SORTBY count DESC',
  );
  expect(change('GROUPBY brand / COUNT / SORTBY count DESC / LIMIT 5', 'sortBy', null)).toBe(
    'GROUPBY brand / COUNT / LIMIT 5',
  );
  expect(change('GROUPBY brand / COUNT / SORTBY count DESC', 'sortBy', null)).toBe(
    'GROUPBY brand / COUNT',
  );
});

test('what the last stage sorts by and holds', () => {
  const steps = 'SORTBY 2 @a ASC GROUPBY 1 @brand SORTBY 2 @count DESC LIMIT 10 20'.split(' ');
  expect(sortOfSteps(steps)).toEqual({ field: 'count', direction: 'DESC' });
  expect(limitOfSteps(steps)).toEqual({ offset: 10, count: 20 });
  expect(sortOfSteps('SORTBY 2 @a ASC GROUPBY 1 @b LIMIT 0 5'.split(' '))).toBeNull();
  expect(sortOfSteps('SORTBY 4 @a ASC @b DESC'.split(' '))).toBeNull();
  expect(sortOfSteps('SORTBY 1 @a'.split(' '))).toEqual({ field: 'a', direction: 'ASC' });
});

test('options as they are sent', () => {
  const parsed = parseLine('"a b" SORTBY price RETURN 1 "a b"');
  if (!parsed.ok) throw new Error(parsed.error);
  expect(formatOptions(parsed.command, 'i')).toBe(
    'RETURN 1 "a b" SORTBY price ASC LIMIT 0 50 DIALECT 2',
  );
});
