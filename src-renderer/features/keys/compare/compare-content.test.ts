import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toBytes } from '../../../../src-shared/redis-value.ts';
import { besideRows } from '../document/diff/diff-rows.ts';
import { countChanged, prepare } from './compare-content.ts';
import type { Content, Entry } from './read-content.ts';

const entry = (id: string, value: string): Entry => ({
  id,
  pieces: [
    { text: `${id}: `, hidden: null },
    { text: value, hidden: null },
  ],
});
const named = (fields: Readonly<Record<string, string>>): Content => ({
  kind: 'named',
  entries: Object.entries(fields)
    .map(([id, value]) => entry(id, value))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
});
const fields = fc.dictionary(
  fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'),
  fc.constantFrom('1', '2', '3'),
);

describe('values whose elements have names', () => {
  it('differ in what one has and the other has not, or has otherwise', () => {
    fc.assert(
      fc.property(fields, fields, (left, right) => {
        const prepared = prepare(named(left), named(right), false);
        if (prepared?.kind !== 'lines') throw new Error('no lines');
        const names = new Set([...Object.keys(left), ...Object.keys(right)]);
        expect(countChanged(prepared.changes)).toBe(
          [...names].filter((name) => left[name] !== right[name]).length,
        );
        // Nothing that differs is left out of the rows, and what stands beside each other has one name.
        const rows = besideRows(prepared.left, prepared.right, prepared.changes.hunks);
        const pairs = rows.flatMap((row) =>
          row.row === 'lines'
            ? [row.cells.map((cell) => cell?.parts.map(({ text }) => text).join(''))]
            : [],
        );
        for (const [a, b] of pairs)
          if (a !== undefined && b !== undefined) expect(a.slice(0, 1)).toBe(b.slice(0, 1));
        for (const name of names)
          if (left[name] !== right[name])
            expect(pairs).toContainEqual([
              left[name] === undefined ? undefined : `${name}: ${left[name]}`,
              right[name] === undefined ? undefined : `${name}: ${right[name]}`,
            ]);
      }),
    );
  });
});

const bytes = (text: string): Content => ({ kind: 'bytes', bytes: toBytes(text) });

describe('texts', () => {
  it('are compared as text, a document with a string of JSON, too', () => {
    expect(prepare(bytes('a'), bytes('b'), false)).toMatchObject({
      kind: 'texts',
      left: 'a',
      right: 'b',
    });
    expect(prepare({ kind: 'json', source: '{}' }, bytes('{ }'), false)).toMatchObject({
      kind: 'texts',
    });
  });

  it('hide what is a secret by its name until it is asked for', () => {
    const [left, right] = [bytes('{"token":"a1","n":1}'), bytes('{"token":"b2","n":1}')];
    const prepared = prepare(left, right, false);
    expect(prepared).toMatchObject({ kind: 'texts', hidden: 2 });
    expect(JSON.stringify(prepared)).not.toMatch(/a1|b2/);
    expect(prepare(left, right, true)).toMatchObject({ hidden: 0, left: '{"token":"a1","n":1}' });
  });

  it('are compared as hex where one is none', () => {
    const prepared = prepare({ kind: 'bytes', bytes: Uint8Array.of(0xff, 0) }, bytes('ab'), false);
    expect(prepared).toMatchObject({
      kind: 'lines',
      left: [expect.stringMatching(/^00000000 {2}ff 00 /)],
      right: [expect.stringMatching(/ab$/)],
    });
  });

  it('have nothing in common with elements', () => {
    expect(prepare(bytes('a'), named({ a: '1' }), false)).toBeNull();
    expect(prepare({ kind: 'ordered', entries: [] }, named({ a: '1' }), false)).toBeNull();
  });
});
