import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toBytes } from '../../../../src-shared/redis-value.ts';
import { all, draw, folderId, indexOf, pack } from './testing/draw-index.ts';

const name = fc
  .array(fc.constantFrom(0x61, 0x62, 0x3a, 0x31, 0x22, 0x5b, 0x5d, 0x7b, 0x7d), { maxLength: 9 })
  .map((bytes) => Uint8Array.from(bytes));
const names = fc.array(name, { maxLength: 80 });

describe('separators', () => {
  it('divides by several separators, but not inside JSON', () => {
    const index = indexOf(
      ['a:b/c', 'a:b/d.e', 'a/x', 'j:{"a":1,"b":{"c":2}}:x', 'j:["a:b"]:y', 'j:[a:b'],
      ':',
      '/',
      '.',
    );
    for (const label of ['a', 'j', 'b']) index.fold(folderId(index, label), true);
    expect(
      index.rows(all).rows.map((row) => (row.kind === 'folder' ? row.label + row.separator : '')),
    ).toContain('b/');
    expect(draw(index)).toEqual([
      'j: 3',
      '  ["a:b"]: 1',
      '  [a: 1',
      '  {"a":1,"b":{"c":2}}: 1',
      'a: 2',
      '  b: 2',
      '    d: 1',
      '    c',
      'a: 1',
    ]);
  });

  it('is divided anew by other separators, with the types that were met', () => {
    const index = indexOf(['a:b/c', 'a:b/d', 'e']);
    index.mark([{ id: 0, mark: { type: 'hash' } }]);
    index.change([toBytes('a:b/d')], false);
    index.regroup([toBytes('/')]);
    expect(draw(index)).toEqual(['a:b: 1', 'e']);
    expect(index.rows(all).rows[0]).toMatchObject({ separator: '/', types: ['hash'] });
    index.change([toBytes('a:b/d')], true);
    expect(draw(index)).toEqual(['a:b: 2', 'e']);
    index.regroup([toBytes(':'), toBytes('/')]);
    expect(draw(index)).toEqual(['a: 2', 'e']);
  });

  it('is the same divided anew as divided so from the start', () => {
    fc.assert(
      fc.property(names, fc.constantFrom([':'], [':', 'a'], ['ab', '::']), (some, separators) => {
        const anew = indexOf([], '1');
        anew.addPage(...pack(some));
        anew.regroup(separators.map(toBytes));
        const fresh = indexOf([], ...separators);
        fresh.addPage(...pack(some));
        for (const index of [anew, fresh]) index.openSiblings({ kind: 'folder', id: 1 });
        expect(draw(anew)).toEqual(draw(fresh));
      }),
    );
  });
});
