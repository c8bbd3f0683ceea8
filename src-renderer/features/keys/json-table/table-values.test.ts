import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonCell } from '../../../../src-shared/contract/json-reading.ts';
import { toBytes } from '../../../../src-shared/redis-value.ts';
import { type TableRow, toPath } from './json-table.ts';
import { isNumeric, sortRows, tableText } from './table-values.ts';

const value = (text: string, kind: 'number' | 'string' = 'number'): JsonCell => ({
  state: 'value',
  kind,
  text,
  isCut: false,
  matches: 1,
});
const row = (key: string, ...cells: JsonCell[]): TableRow => ({
  id: key,
  key: toBytes(key),
  row: { state: 'json', cells },
});
const none: JsonCell = { state: 'none' };
const keysOf = (rows: readonly TableRow[]): string[] => rows.map(({ id }) => id);

describe('a table of documents', () => {
  test('sorts 64-bit integers exactly, what is missing last either way', () => {
    const rows = [
      row('a', value('9007199254740993')),
      row('b', none),
      row('c', value('9007199254740992')),
      row('d', value('1.5')),
    ];
    expect(isNumeric(rows, 0)).toBe(true);
    expect(keysOf(sortRows(rows, { columnId: 'path 0', direction: 'asc' }))).toEqual([
      'd',
      'c',
      'a',
      'b',
    ]);
    expect(keysOf(sortRows(rows, { columnId: 'path 0', direction: 'desc' }))).toEqual([
      'a',
      'c',
      'd',
      'b',
    ]);
    expect(isNumeric([...rows, row('e', value('"x"', 'string'))], 0)).toBe(false);
  });

  test('is copied as it is shown', () => {
    const rows = [
      row('a', value('1.50'), value('"say \\"hi\\",\\n"', 'string')),
      row('b\t', { state: 'large', bytes: 99_999 }, none),
    ];
    expect(tableText(rows, ['$.n', '$.s'], 'csv')).toEqual({
      text: 'key,$.n,$.s\r\na,1.50,"say ""hi"",\n"\r\nb\\t,,\r\n',
      missing: 1,
    });
    expect(tableText(rows, ['$.n', '$.s'], 'tsv').text).toBe(
      'key\t$.n\t$.s\na\t1.50\tsay "hi",\\n\nb\\\\t\t\t\n',
    );
  });

  test('any text is one cell of one line of TSV', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const cell = value(JSON.stringify(text), 'string');
        const copied = tableText([row('k', cell)], ['$'], 'tsv').text;
        const lines = copied.split('\n');
        expect(lines).toHaveLength(3);
        expect(lines[1]?.split('\t')).toHaveLength(2);
      }),
    );
  });

  test.each([
    ['price', '$.price'],
    ['.price', '$.price'],
    ['[0]', '$[0]'],
    [' $..a ', '$..a'],
  ])('%s is the path %s', (text, path) => expect(toPath(text)).toBe(path));
});
