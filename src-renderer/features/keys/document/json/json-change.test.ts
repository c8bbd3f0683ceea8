import { describe, expect, it } from 'vitest';
import { type JsonText, parseJsonText } from '../../../../../src-shared/json-text.ts';
import {
  answerText,
  beginEdit,
  changesByNode,
  makeChange,
  readEdit,
  switchKind,
} from './json-change.ts';
import { recheckChanges } from './recheck.ts';

function parse(source: string): JsonText {
  const parsed = parseJsonText(source);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.json;
}

describe('editing a value', () => {
  it.each([
    ['1199.00', 'number', '1199.00'],
    ['9007199254740993', 'number', '9007199254740993'],
    ['"a\\"b"', 'string', 'a"b'],
    ['"a\\nb"', 'json', '"a\\nb"'],
    ['"\\ud800"', 'json', '"\\ud800"'],
    ['true', 'boolean', 'true'],
    ['null', 'null', 'null'],
    ['[1, 2]', 'json', '[1, 2]'],
  ])('of %s begins as %s %s', (source, kind, text) => {
    expect(beginEdit(source)).toEqual({ kind, text });
  });

  it('reads the field by its kind', () => {
    expect(readEdit('number', ' 1149.00 ')).toEqual({ ok: true, source: '1149.00' });
    expect(readEdit('number', '1,5').ok).toBe(false);
    expect(readEdit('number', '1e400')).toEqual({
      ok: false,
      error: 'RedisJSON holds no number beyond 1.8e308',
    });
    expect(readEdit('string', 'a"b')).toEqual({ ok: true, source: '"a\\"b"' });
    expect(readEdit('json', '{"a":9007199254740993}')).toEqual({
      ok: true,
      source: '{"a":9007199254740993}',
    });
    expect(readEdit('json', '{"a"')).toEqual({ ok: false, error: 'Expected :, at character 5' });
  });

  it('keeps the text when another kind is chosen', () => {
    expect(switchKind({ kind: 'number', text: '12.50' }, 'string')).toBe('12.50');
    expect(switchKind({ kind: 'string', text: '12' }, 'number')).toBe('12');
    expect(switchKind({ kind: 'string', text: 'a' }, 'json')).toBe('"a"');
    expect(switchKind({ kind: 'json', text: '"a"' }, 'string')).toBe('a');
    expect(switchKind({ kind: 'boolean', text: 'true' }, 'json')).toBe('true');
    expect(switchKind({ kind: 'null', text: 'null' }, 'string')).toBe('');
  });
});

describe('changes', () => {
  const read = parse('{"price":1199.0,"n":9007199254740993,"a":[1]}');
  const price = makeChange(read, 1, '1149.00');

  it('know path, old and new text', () => {
    expect(price).toEqual({
      steps: ['price'],
      path: '$.price',
      before: '1199.0',
      after: '1149.00',
      theirs: null,
      command: null,
    });
    expect(makeChange(read, 2, '9007199254740993')).toBeNull();
  });

  it('are conflicts when the value is no longer what was read', () => {
    if (price === null) throw new Error('no change');
    expect(recheckChanges(read, [price])).toEqual([price]);
    expect(recheckChanges(parse('{"price":1175.0}'), [price])).toEqual([
      { ...price, theirs: { is: 'text', text: '1175.0' } },
    ]);
    expect(recheckChanges(parse('{}'), [price])).toEqual([{ ...price, theirs: { is: 'gone' } }]);
    expect(recheckChanges(parse('{"price":1149.00}'), [price])).toEqual([]);
    expect(changesByNode(parse('{"x":0,"price":1}'), [price]).get(2)).toBe(price);
  });
});

describe('answers of json.get', () => {
  it('are arrays of matches but for the document', () => {
    expect(answerText('$', '{}')).toBe('{}');
    expect(answerText('$.a', '1.0')).toBe('[1.0]');
  });
});
