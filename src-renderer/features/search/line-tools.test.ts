import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { KnownIndex } from '../../../src-shared/contract/search.ts';
import { type FtCommand, parseLine } from '../../../src-shared/search-line/parse-line.ts';
import { cellText, isNumberText, oneLine } from './cell-text.ts';
import { effectiveCommand, propertiesOf } from './effective-command.ts';
import { emptyReason, nearest, tagsWanted } from './empty-reason.ts';
import { previewJson } from './json-preview.ts';
import { colourLine, wordAt } from './line-colours.ts';
import {
  type ReadLine,
  sortOf,
  withDialect,
  withFields,
  withKind,
  withLimit,
  withScores,
  withSort,
} from './line-edits.ts';
import { NO_HISTORY, remember, step } from './line-history.ts';
import { accept, matching, wantedAt } from './suggest.ts';
import { placeOfError } from './place-of-error.ts';
import { fieldNote, sizeBytes } from './schema-facts.ts';

const field = (
  attribute: string,
  type: string,
  ...options: string[]
): KnownIndex['fields'][number] => ({
  identifier: `$.${attribute}`,
  attribute,
  type,
  options,
});
const products: KnownIndex = {
  state: 'known',
  name: 'idx:products',
  on: 'JSON',
  prefixes: ['product:'],
  fields: [
    field('name', 'TEXT', 'WEIGHT 5'),
    field('brand', 'TEXT'),
    field('category', 'TAG'),
    field('price', 'NUMERIC', 'SORTABLE', 'UNF'),
    field('embedding', 'VECTOR', 'algorithm HNSW', 'dim 384'),
  ],
  documents: 5_000,
  terms: '713',
  sizeMb: '1.5',
  indexing: false,
  percentIndexed: '1',
  failures: '0',
  lastFailure: null,
};

function read(line: string): ReadLine {
  const parsed = parseLine(line);
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed;
}
const command = (line: string): FtCommand => read(line).command;

describe('colours', () => {
  const shown = (line: string) =>
    colourLine(line, parseLine(line), null)
      .filter(({ text }) => text.trim() !== '')
      .map(({ text, kind }) => `${text.trim()} ${kind}`);

  test('fields, brackets, tags, numbers and options', () => {
    expect(
      shown('@brand:Apple @category:{smart phones} @price:[500 1500] SORTBY price LIMIT 0 5'),
    ).toEqual([
      '@brand field',
      ': operator',
      'Apple plain',
      '@category field',
      ':{ operator',
      'smart string',
      'phones string',
      '} operator',
      '@price field',
      ':[ operator',
      '500 number',
      '1500 number',
      '] operator',
      'SORTBY keyword',
      'price plain',
      'LIMIT keyword',
      '0 number',
      '5 number',
    ]);
    expect(shown('FT.SEARCH idx "@a:1" RETURN 1 "b c"')).toContain('"b c" string');
  });

  test('the runs joined are the line, whatever it is and wherever the mistake', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.stringMatching(/^[@a-z{}()[\]" 0-9/|:A-Z]*$/)),
        fc.nat(40),
        (line, at) => {
          const wrong = wordAt(line, Math.min(at, line.length));
          const runs = colourLine(line, parseLine(line), wrong);
          expect(runs.map(({ text }) => text).join('')).toBe(line);
          const marked = runs
            .filter(({ isWrong }) => isWrong)
            .map(({ text }) => text)
            .join('');
          expect(marked).toBe(line.slice(wrong.from, wrong.to));
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

describe('the place of a server error', () => {
  const at = (line: string, message: string) => {
    const place = placeOfError(message, line, parseLine(line));
    return place === null ? null : line.slice(place.from, place.to);
  };
  test('an offset counts bytes of the query', () => {
    expect(at('foo bar) baz', 'Syntax error at offset 7 near bar')).toBe(')');
    expect(at('  foo bar) baz', 'Syntax error at offset 7 near bar')).toBe(')');
    expect(at('é) x', 'Syntax error at offset 2 near é')).toBe(')');
    expect(at('@brand:', 'Syntax error at offset 7 near brand')).toBe(':');
    expect(at('FT.SEARCH i "foo bar)"', 'Syntax error at offset 7 near bar')).toBe(')');
    expect(at('FT.SEARCH i "\\"a\\" b)"', 'Syntax error at offset 5 near b')).toBeNull();
  });
  test('an expression or a name is found where it stands', () => {
    expect(
      at('price FILTER "@price>" GROUPBY brand', "Syntax error at offset 6 near 'price'"),
    ).toBe('price');
    expect(at('* SORTBY nope', 'Property `nope` not loaded nor in schema')).toBe('nope');
    expect(at('* GROUPBY nope', 'No such property `nope`')).toBe('nope');
    expect(at('*', 'Timeout')).toBeNull();
  });
});

describe('controls write the line', () => {
  test('each option', () => {
    const line = '@brand:Apple';
    expect(withSort(line, read(line), { field: 'price', direction: 'DESC' })).toBe(
      '@brand:Apple SORTBY price DESC',
    );
    expect(withSort(line, read(line), { field: 'my field', direction: 'ASC' })).toBe(
      '@brand:Apple SORTBY "my field" ASC',
    );
    expect(withFields(line, read(line), ['name', 'price'])).toBe(
      '@brand:Apple RETURN 2 name price',
    );
    expect(withLimit(line, read(line), 50, 50)).toBe('@brand:Apple LIMIT 50 50');
    expect(withLimit(`${line} LIMIT 50 50`, read(`${line} LIMIT 50 50`), 0, 50)).toBe(line);
    expect(withDialect(line, read(line), 3)).toBe('@brand:Apple DIALECT 3');
    expect(withScores(line, read(line), true)).toBe('@brand:Apple WITHSCORES');
  });

  test('any of them reads back as what was set', () => {
    const lines = fc.constantFrom(
      '*',
      '@a:b SORTBY x',
      'a LIMIT 5 5 DIALECT 3 RETURN 2 a b',
      'GROUPBY brand / COUNT',
      '* GROUPBY brand COUNT SORTBY count DESC LIMIT 3',
      'FT.SEARCH i "a b" SLOP 1 WITHSCORES',
      'FT.AGGREGATE i * LOAD * LIMIT 0 5',
      '`SORTBY x` LIMIT 0 1',
      'x FILTER price 0 1',
    );
    fc.assert(
      fc.property(
        lines,
        fc.stringMatching(/^[a-z][a-z _"]{0,6}$/),
        fc.nat(999),
        fc.boolean(),
        (line, name, n, isDown) => {
          const sort = { field: name, direction: isDown ? ('DESC' as const) : ('ASC' as const) };
          const sorted = withSort(line, read(line), sort);
          const limited = withLimit(sorted, read(sorted), n, n);
          expect(sortOf(command(limited))).toEqual(sort);
          expect(command(limited).query).toBe(command(line).query);
          const back = withSort(limited, read(limited), null);
          expect(sortOf(command(back))).toBeNull();
        },
      ),
    );
  });

  test('the other command is made from a template, the query kept', () => {
    const line = withKind(read('@brand:Apple SORTBY price'), 'aggregate', products, 'idx:products');
    expect(line).toBe('@brand:Apple GROUPBY category / COUNT / SORTBY count DESC');
    expect(withKind(read(line), 'search', products, 'idx:products')).toBe('@brand:Apple');
  });
});

describe('what is sent and shown', () => {
  test('a search without RETURN gets the fields of the schema, but no vectors', () => {
    expect(effectiveCommand(command('*'), products)).toMatchObject({
      fields: ['name', 'brand', 'category', 'price'],
    });
    expect(effectiveCommand(command('* RETURN 1 x'), products)).toMatchObject({ fields: ['x'] });
    expect(effectiveCommand(command('*'), null)).toMatchObject({ fields: null });
  });

  test('the properties of the last stage', () => {
    const of = (line: string) => {
      const parsed = command(line);
      return parsed.kind === 'aggregate' ? propertiesOf(parsed, products) : [];
    };
    expect(of('* GROUPBY brand category / COUNT / MIN price')).toEqual([
      'brand',
      'category',
      'count',
      'min_price',
    ]);
    expect(of('* APPLY 1 AS one')).toEqual(['name', 'brand', 'category', 'price', 'one']);
  });

  test('notes of fields and sizes', () => {
    expect(products.fields.map(fieldNote)).toEqual(['weight 5', '', '', 'sortable', 'HNSW 384']);
    expect(fieldNote(field('tags', 'TAG', 'SEPARATOR ;', 'CASESENSITIVE'))).toBe(
      'separator ;, casesensitive',
    );
    expect(sizeBytes('1.5')).toBe(1_572_864);
    expect(sizeBytes('nan')).toBeNull();
  });

  test('values on one line, hostile characters as escapes', () => {
    expect(oneLine('a\\b\n\u202ec')).toBe('a\\b\\n\\u{202e}c');
    expect(cellText('x'.repeat(500))).toEqual({ text: 'x'.repeat(240), isCut: true });
    expect(['1', '-2.5', '1e+21', 'inf', 'nan', '.5'].every(isNumberText)).toBe(true);
    expect(['', 'x', '1,5', '0x1', '1 '].some(isNumberText)).toBe(false);
  });
});

describe('why nothing was found', () => {
  const tagsOf = (name: string) => (name === 'category' ? ['smartphones', 'lap-tops'] : []);
  const reason = (line: string, index: KnownIndex | null = products, total: number | null = 0) =>
    emptyReason(command(line), index, { total, tagsOf });

  test('brackets of another type of field', () => {
    expect(reason('@brand:{Apple}')).toMatchObject({
      why: 'brand is TEXT: braces are for TAG',
      fix: { from: '@brand:{Apple}', to: '@brand:Apple' },
    });
    expect(reason('@brand:{Apple Inc}').fix?.to).toBe('@brand:(Apple Inc)');
    expect(reason('@name:a @category:smartphones').fix).toEqual({
      from: '@category:smartphones',
      to: '@category:{smartphones}',
    });
    expect(reason('@price:500').fix?.to).toBe('@price:[500 500]');
  });
  test('a field that is not there, with the nearest', () => {
    expect(reason('@brnad:Apple')).toMatchObject({
      title: 'idx:products has no field brnad',
      fix: { from: '@brnad', to: '@brand' },
    });
    expect(reason('@zzzzzz:Apple').fix).toBeNull();
    expect(nearest('Prize', ['name', 'price'])).toBe('price');
  });
  test('a tag that nothing has, with the nearest', () => {
    expect(reason('@category:{smartphone}')).toMatchObject({
      why: 'The nearest value of category is smartphones',
      fix: { to: '@category:{smartphones}' },
    });
    expect(reason('@category:{laptops}').fix?.to).toBe('@category:{lap\\-tops}');
    expect(reason('@category:{smartphones} @brand:x').fix).toBeNull();
    expect(tagsWanted('@category:{a} @brand:b @nope:{c}', products)).toEqual(['category']);
  });
  test('past the end, no documents, still indexing', () => {
    expect(reason('* LIMIT 50 50', products, 27).why).toBe('LIMIT begins at 50, and there are 27');
    expect(reason('* LIMIT 50 50', products, null).why).toBe('LIMIT begins at 50');
    expect(reason('* LIMIT 0 0', products, 27).title).toBe('27 documents found, none asked for');
    expect(reason('*', { ...products, documents: 0 }).why).toContain('product:');
    expect(reason('foo', { ...products, indexing: true }).why).toContain('still being built');
    expect(reason('foo', null).title).toBe('No document matches');
  });
});

describe('history', () => {
  test('back to earlier lines and forth to what was being written', () => {
    const history = ['a', 'b', 'a', 'c'].reduce(remember, NO_HISTORY);
    expect(history.lines).toEqual(['c', 'a', 'b']);
    const one = step(history, 'draft', 1);
    const two = one && step(one.history, one.line, 1);
    expect([one?.line, two?.line]).toEqual(['c', 'a']);
    const back = two && step(two.history, two.line, -1);
    const draft = back && step(back.history, back.line, -1);
    expect([back?.line, draft?.line]).toEqual(['c', 'draft']);
    expect(step(history, 'draft', -1)).toBeNull();
    expect(step(NO_HISTORY, 'x', 1)).toBeNull();
  });
  test('the line that was just run is not the one before it', () => {
    expect(step(['a', 'b'].reduce(remember, NO_HISTORY), 'b', 1)?.line).toBe('a');
  });
});

describe('the preview of a document', () => {
  const text = (source: string) =>
    previewJson(source)?.lines.map(
      ({ depth, runs }) => '  '.repeat(depth) + runs.map((run) => run.text).join(''),
    );

  test('one value a line, numbers as written', () => {
    expect(text('{"a":1.0,"b":[9007199254740993,{}],"c":{"d":null}}')).toEqual([
      '{',
      '  "a": 1.0,',
      '  "b": [',
      '    9007199254740993,',
      '    {}',
      '  ],',
      '  "c": {',
      '    "d": null',
      '  }',
      '}',
    ]);
    expect(previewJson('{"a":')).toBeNull();
  });
  test('ends after 500 lines, however deep', () => {
    expect(previewJson(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)).toMatchObject({
      isCut: true,
      lines: { length: 500 },
    });
    expect(previewJson(`[${Array(1_000).fill(1).join(',')}]`)).toMatchObject({
      isCut: true,
      lines: { length: 500 },
    });
  });
});

describe('suggestions', () => {
  const at = (text: string) => {
    const caret = text.indexOf('^');
    return wantedAt(text.replace('^', ''), caret);
  };
  test('fields after @, tags in braces, nothing elsewhere', () => {
    expect(at('@br^')).toMatchObject({ kind: 'field', typed: 'br' });
    expect(at('foo @^')).toMatchObject({ kind: 'field', typed: '', place: { from: 5, to: 5 } });
    expect(at('@category:{a|sm^')).toMatchObject({ kind: 'tag', field: 'category', typed: 'sm' });
    expect(at('@category:{^}')).toMatchObject({ kind: 'tag', typed: '' });
    expect([at('brand^'), at('@brand:A^'), at('@br^and'), at('@category:{a}^')]).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });
  test('what begins so comes first; what is all there is not offered', () => {
    expect(matching(['old_price', 'price', 'name'], 'pri')).toEqual(['price', 'old_price']);
    expect(matching(['price', 'name'], 'price')).toEqual([]);
  });
  test('a choice is written with the brackets of its type', () => {
    const chosen = (text: string, choice: string) => {
      const wanted = at(text);
      const next = wanted === null ? null : accept(text.replace('^', ''), wanted, choice, products);
      return next === null
        ? null
        : `${next.line.slice(0, next.caret)}^${next.line.slice(next.caret)}`;
    };
    expect(chosen('a @ca^ b', 'category')).toBe('a @category:{^ b');
    expect(chosen('@pr^', 'price')).toBe('@price:[^');
    expect(chosen('@br^:x', 'brand')).toBe('@brand^:x');
    expect(chosen('* GROUPBY @ca^', 'category')).toBe('* GROUPBY @category^');
    expect(chosen('@category:{sm^', 'smart-phones')).toBe('@category:{smart\\-phones}^');
    expect(chosen('@category:{a|sm^}', 'smartphones')).toBe('@category:{a|smartphones^}');
  });
});
