import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJsonText, type JsonText } from '../../../../../src-shared/json-text.ts';
import { changedLines, withoutComma } from './changed-lines.ts';
import { MOST_ROWS, threeWayRows, twoWayRows } from './diff-rows.ts';
import { markWords, shortened } from './mark-words.ts';
import { mergeJson } from './merge-json.ts';
import { compareThree, type Span } from './three-way.ts';

const lines = fc.array(fc.constantFrom('a', 'b', 'c', '{', '}', ''), { maxLength: 30 });
const cut = (text: readonly string[], { from, to }: Span) => text.slice(from, to);

describe('lines', () => {
  it('of any two texts: the hunks turn one into the other', () => {
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const made: string[] = [];
        let at = 0;
        for (const { from, to, afterFrom, afterTo } of changedLines(before, after).hunks) {
          made.push(...before.slice(at, from), ...after.slice(afterFrom, afterTo));
          at = to;
        }
        expect([...made, ...before.slice(at)]).toEqual(after);
      }),
    );
  });

  it('of two large texts that share nothing are told apart in a moment, and it is said that this is coarse', () => {
    const text = (seed: number) =>
      Array.from({ length: 40_000 }, (_, i) => `line ${(i + 1) * seed} of ${seed}`);
    const before = ['same', ...text(3)];
    const after = ['same', ...text(7)];
    const began = performance.now();
    const { hunks, isExact } = changedLines(before, after);
    expect(isExact).toBe(false);
    expect(hunks).toEqual([{ from: 1, to: 40_001, afterFrom: 1, afterTo: 40_001 }]);
    const rows = twoWayRows(before, after, hunks);
    expect(rows.length).toBeLessThanOrEqual(MOST_ROWS + 1);
    expect(rows.at(-1)).toEqual({ row: 'cut' });
    expect(performance.now() - began).toBeLessThan(1_500);
  });

  it('with one change in a megabyte leave the rest out', () => {
    const before = Array.from({ length: 40_000 }, (_, i) => `  "member ${i}": ${i},`);
    const after = before.with(20_000, '  "member 20000": "other",');
    const { hunks, isExact } = changedLines(before, after);
    expect(isExact).toBe(true);
    expect(
      twoWayRows(before, after, hunks).map((row) => (row.row === 'fold' ? row.count : 0)),
    ).toEqual([19_997, 0, 0, 0, 0, 0, 0, 0, 0, 19_996]);
  });
});

describe('words', () => {
  it('are marked, numbers whole, and nothing is lost', () => {
    const { before, after } = markWords('"price": 1199.5, new', '"price": 1175.25, new');
    expect(before).toEqual([
      { text: '"price": ', isChanged: false },
      { text: '1199.5', isChanged: true },
      { text: ', new', isChanged: false },
    ]);
    expect(after[1]).toEqual({ text: '1175.25', isChanged: true });
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (one, other) => {
        const marked = markWords(one, other);
        const text = (parts: typeof marked.before) => parts.map((part) => part.text).join('');
        expect([text(marked.before), text(marked.after)]).toEqual([one, other]);
      }),
    );
  });

  it('of a line of a megabyte are what is between its equal ends, and it is drawn short', () => {
    const long = 'x'.repeat(1_000_000);
    const { after } = markWords(`${long}old${long}`, `${long}new${long}`);
    expect(after.map(({ isChanged }) => isChanged)).toEqual([false, true, false]);
    expect(shortened(after)).toMatchObject([
      { left: 999_940 },
      { text: 'x'.repeat(60) },
      { text: 'new' },
      { text: 'x'.repeat(60) },
      { left: 999_940 },
    ]);
  });
});

describe('three texts', () => {
  it('are all in the regions, and merging is right whoever is called theirs', () => {
    fc.assert(
      fc.property(lines, lines, lines, (base, theirs, mine) => {
        const { regions, conflicts, merged } = compareThree({ base, theirs, mine });
        expect(regions.flatMap((region) => cut(base, region.base))).toEqual(base);
        expect(regions.flatMap((region) => cut(theirs, region.theirs))).toEqual(theirs);
        expect(regions.flatMap((region) => cut(mine, region.mine))).toEqual(mine);
        for (const region of regions) {
          if (region.kind !== 'mine' && region.kind !== 'conflict' && region.kind !== 'both')
            continue;
          if (region.kind === 'mine')
            expect(cut(theirs, region.theirs)).toEqual(cut(base, region.base));
          if (region.kind === 'both')
            expect(cut(theirs, region.theirs)).toEqual(cut(mine, region.mine));
        }
        expect(merged === null).toBe(conflicts > 0);
        expect(compareThree({ base, theirs: mine, mine: theirs }).merged).toEqual(merged);
        // Nobody else did anything: what is merged is mine.
        expect(compareThree({ base, theirs: base, mine }).merged).toEqual(mine);
      }),
    );
  });

  it('merge lines beside each other, and not the same line or two insertions at one place', () => {
    const base = ['a', 'b', 'c'];
    const merge = (theirs: string[], mine: string[]) => compareThree({ base, theirs, mine }).merged;
    expect(merge(['A', 'b', 'c'], ['a', 'B', 'c'])).toEqual(['A', 'B', 'c']);
    expect(merge(['A', 'b', 'c'], ['a', 'b', 'c', 'd'])).toEqual(['A', 'b', 'c', 'd']);
    expect(merge(['a', 'X', 'c'], ['a', 'Y', 'c'])).toBeNull();
    expect(merge(['a', 'X', 'b', 'c'], ['a', 'Y', 'b', 'c'])).toBeNull();
    expect(merge(['a', 'X', 'c'], ['a', 'X', 'c'])).toEqual(['a', 'X', 'c']);
  });

  it('are rows of one height, with the lines marked that both changed', () => {
    const texts = { base: ['a', 'b'], theirs: ['a', 'x', 'y'], mine: ['a', 'z'] };
    const rows = threeWayRows(texts, compareThree(texts).regions);
    expect(rows.map(({ row }) => row)).toEqual(['lines', 'conflict', 'lines', 'lines']);
    expect(rows[2]).toMatchObject({
      isConflict: true,
      cells: [{ sign: 'removed' }, { sign: 'added' }, { sign: 'added' }],
    });
    expect(rows[3]).toMatchObject({ cells: [null, { sign: 'added' }, null] });
    const near = { base: ['a', 'b'], theirs: ['x', 'b', 'y'], mine: ['a', 'z'] };
    const [, , third] = threeWayRows(near, compareThree(near).regions);
    expect(third).toMatchObject({
      cells: [{ sign: 'removed' }, { sign: 'same' }, { sign: 'added' }],
    });
  });

  it('take a comma at the end of a line for no change', () => {
    const texts = {
      base: ['{', '"a": 1,', '"b": 1', '}'],
      theirs: ['{', '"a": 2,', '"b": 1', '}'],
      mine: ['{', '"a": 1,', '"b": 1,', '"c": 1', '}'],
    };
    const kinds = compareThree(texts, withoutComma).regions.map(({ kind }) => kind);
    expect(kinds).toEqual(['same', 'theirs', 'same', 'mine', 'same']);
  });
});

describe('JSON', () => {
  const json = (text: string): JsonText => {
    const parsed = parseJsonText(text);
    if (!parsed.ok) throw new Error(text);
    return parsed.json;
  };
  const merge = (base: string, theirs: string, mine: string) =>
    mergeJson(json(base), json(theirs), json(mine));

  it('is merged value by value, numbers as they were written', () => {
    expect(
      merge(
        '{"price":1199.50,"n":9007199254740993,"tags":["a","b"]}',
        '{"price":1175.00,"n":9007199254740993,"tags":["a","c"],"new":1}',
        '{"price":1199.50,"n":9007199254740995,"tags":["z","b"],"mine":{}}',
      ),
    ).toBe('{"price":1175.00,"n":9007199254740995,"tags":["z","c"],"new":1,"mine":{}}');
    expect(merge('{"a":1,"b":2}', '{"b":2}', '{"a":1,"b":3}')).toBe('{"b":3}');
  });

  it('is not merged where both changed a value, removed what the other changed, or a name comes twice', () => {
    expect(merge('{"a":1}', '{"a":2}', '{"a":3}')).toBeNull();
    expect(merge('{"a":1}', '{}', '{"a":3}')).toBeNull();
    expect(merge('{}', '{"a":1}', '{"a":2}')).toBeNull();
    expect(merge('[1]', '[1,2]', '[0]')).toBeNull();
    expect(merge('{"a":1,"a":2}', '{"a":1,"a":3}', '{"a":0,"a":2}')).toBeNull();
  });
});
