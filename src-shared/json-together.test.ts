import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonCommand } from './contract/json-edits.ts';
import { formatJsonPath, type JsonSteps } from './json-path.ts';
import { outermost, pathsOverlap, regionOf, resultOf } from './json-together.ts';

describe('what a command makes of a value', () => {
  test.each<[JsonCommand, string, string | null]>([
    [{ kind: 'toggle' }, 'true', 'false'],
    [{ kind: 'strappend', value: '"\\"é"' }, '"a\\n"', '"a\\n\\"é"'],
    [
      { kind: 'arrappend', values: ['1.50', '{}'] },
      '[9007199254740993]',
      '[9007199254740993,1.50,{}]',
    ],
    [{ kind: 'arrinsert', index: 0, values: ['null'] }, '[]', '[null]'],
    [{ kind: 'arrinsert', index: 1, values: ['2'] }, '[1,[3]]', '[1,2,[3]]'],
    [{ kind: 'pop', index: 1 }, '[1,2.0,3]', '[1,3]'],
    [
      { kind: 'merge', value: '{"a":null,"b":{"c":1.0},"d":[null]}' },
      '{"a":1,"b":{"x":2.50}}',
      '{"b":{"x":2.50,"c":1.0},"d":[null]}',
    ],
    [{ kind: 'merge', value: '{"b":{"c":null,"d":1}}' }, '{"b":2}', '{"b":{"d":1}}'],
    [{ kind: 'delete' }, '{"a":1}', null],
  ])('%j of %s', (command, before, after) => {
    expect(resultOf(command, before)).toEqual({ after });
  });

  test.each<[JsonCommand, string]>([
    [{ kind: 'toggle' }, '1'],
    [{ kind: 'strappend', value: '1' }, '"a"'],
    [{ kind: 'strappend', value: '"a"' }, '1'],
    [{ kind: 'arrappend', values: ['1'] }, '{}'],
    [{ kind: 'arrinsert', index: 2, values: ['1'] }, '[1]'],
    [{ kind: 'pop', index: 0 }, '[]'],
    [{ kind: 'merge', value: '1' }, '{}'],
    [{ kind: 'merge', value: '{}' }, '[]'],
  ])('%j does not fit %s', (command, before) => {
    expect(resultOf(command, before)).toBeNull();
  });
});

const steps: fc.Arbitrary<JsonSteps> = fc.array(
  fc.oneof(fc.nat(2), fc.constantFrom('a', 'ab', 'a.b', '"]["', "x'", 'x"', '')),
  { maxLength: 4 },
);
const startsWith = (one: JsonSteps, other: JsonSteps) =>
  other.every((step, at) => one[at] === step);

describe('places', () => {
  test('overlap where one is the other or in it, whatever their names', () => {
    fc.assert(
      fc.property(steps, steps, (one, other) => {
        expect(pathsOverlap(formatJsonPath(one), formatJsonPath(other))).toBe(
          startsWith(one, other) || startsWith(other, one),
        );
      }),
    );
  });

  test('are kept by the outermost of them', () => {
    fc.assert(
      fc.property(fc.array(steps, { maxLength: 6 }), (all) => {
        const kept = all.filter(
          (one) => !all.some((other) => other.length < one.length && startsWith(one, other)),
        );
        expect(outermost(all.map(formatJsonPath))).toEqual([...new Set(kept.map(formatJsonPath))]);
      }),
    );
  });

  test('move with the array that an element is deleted of', () => {
    expect(regionOf(['tags', 1], { kind: 'delete' })).toBe('$.tags');
    expect(regionOf(['stock', 'eu'], { kind: 'delete' })).toBe('$.stock.eu');
    expect(regionOf(['tags', 1], { kind: 'toggle' })).toBe('$.tags[1]');
    expect(regionOf(['tags', 1], null)).toBe('$.tags[1]');
  });
});
