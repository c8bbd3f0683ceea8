import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseJsonText } from '../../../../../src-shared/json-text.ts';
import { buildEdit, type JsonPlace, type PathEdit, placeOf } from './path-edits.ts';

function placeIn(source: string, node = 0): JsonPlace {
  const parsed = parseJsonText(source);
  if (!parsed.ok) throw new Error('not JSON');
  return placeOf(parsed.json, node);
}
const array = placeIn('[1,2]');
const build = (edit: PathEdit, fields: Partial<{ name: string; text: string; index: string }>) => {
  const result = buildEdit(edit, { name: '', text: '', index: '', ...fields });
  return result.ok ? result.command : result.error;
};

describe('an edit at a place', () => {
  test('keeps every number as it was typed', () => {
    expect(
      build({ action: 'arrappend', place: array }, { text: '9007199254740993, 1.50' }),
    ).toEqual({
      steps: [],
      edit: { kind: 'arrappend', values: ['9007199254740993', '1.50'] },
      words: ['JSON.ARRAPPEND', '$', '9007199254740993', '1.50'],
      read: { is: 'text', text: '[1,2]' },
    });
  });

  test('appends text as a JSON string', () => {
    const place = placeIn('{"a b":"x"}', 1);
    expect(build({ action: 'strappend', place }, { text: 'say "hi"\\' })).toMatchObject({
      edit: { kind: 'strappend', value: '"say \\"hi\\"\\\\"' },
      words: ['JSON.STRAPPEND', '$["a b"]', '"say \\"hi\\"\\\\"'],
    });
  });

  test('says what is accepted instead', () => {
    const insert: PathEdit = { action: 'arrinsert', place: array, index: 0 };
    expect(build(insert, { text: '1', index: '3' })).toBe('Write an index from 0 to 2');
    expect(build(insert, { text: '1', index: '-1' })).toBe('Write an index from 0 to 2');
    expect(build(insert, { text: '', index: '0' })).toContain('Write a JSON value');
    expect(build(insert, { text: '1],[2', index: '0' })).toContain('character');
    expect(build({ action: 'merge', place: placeIn('{}') }, { text: '{a:1}' })).toContain(
      'at character 2',
    );
    const member: PathEdit = { action: 'member', place: placeIn('{}') };
    expect(build(member, { name: 'back\\slash', text: '1' })).toContain('RedisJSON cannot write');
    expect(build(member, { name: 'a b', text: '1' })).toMatchObject({
      steps: ['a b'],
      edit: { kind: 'add', value: '1' },
      words: ['JSON.SET', '$["a b"]', '1', 'NX'],
      read: { is: 'nothing' },
    });
    const taken: PathEdit = { action: 'member', place: placeIn('{"a":1}') };
    expect(build(taken, { name: 'a', text: '1' })).toContain('has a member of this name');
  });

  test('values typed with commas are the values that are sent', () => {
    fc.assert(
      fc.property(fc.array(fc.json(), { minLength: 1, maxLength: 5 }), (values) => {
        expect(
          build({ action: 'arrappend', place: array }, { text: values.join(' , ') }),
        ).toMatchObject({ edit: { values } });
      }),
    );
  });
});
