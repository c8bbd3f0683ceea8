import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromBinaryString, toBinaryString, toBytes } from '../../../../src-shared/redis-value.ts';
import { KeyIndex } from './key-index.ts';
import { compareNatural } from './natural-order.ts';
import type { Row } from './rows.ts';
import { type Needle, partOf } from './needle.ts';
import { all, draw, folderId, indexOf, list, pack } from './testing/draw-index.ts';

// Few letters, so that names share prefixes, repeat, and contain separators, tags and bytes that are not text.
const name = fc
  .array(fc.constantFrom(0x61, 0x62, 0x41, 0x3a, 0x31, 0x30, 0x7b, 0x7d, 0xff, 0x00), {
    maxLength: 7,
  })
  .map((bytes) => Uint8Array.from(bytes));
const names = fc.array(name, { maxLength: 80 });
const distinct = (list_: readonly Uint8Array[]): Set<string> => new Set(list_.map(toBinaryString));

describe('the keys of an index', () => {
  it('are the bytes that came in, each once, in natural order', () => {
    fc.assert(
      fc.property(fc.array(names, { maxLength: 4 }), (pages) => {
        const index = new KeyIndex({ separators: [toBytes(':')], type: null, match: null });
        for (const page of pages) index.addPage(...pack(page));
        const expected = [...distinct(pages.flat())]
          .map(fromBinaryString)
          .sort((a, b) => compareNatural(a, 0, a.length, b, 0, b.length));
        const { rows, keys } = index.rows(list);
        expect(keys).toBe(expected.length);
        expect(index.names(rows.map(({ id }) => id))).toEqual(expected);
      }),
    );
  });

  it('are counted by the tree as by the list, in every folder', () => {
    fc.assert(
      fc.property(names, (page) => {
        const index = new KeyIndex({ separators: [toBytes(':')], type: null, match: null });
        index.addPage(...pack(page));
        const known = [...distinct(page)];
        const open = (): Row | undefined =>
          index.rows(all).rows.find((row) => row.kind === 'folder' && !row.isOpen);
        for (let row = open(); row !== undefined; row = open()) index.fold(row.id, true);
        const { rows } = index.rows(all);
        expect(rows.filter(({ kind }) => kind === 'key')).toHaveLength(known.length);
        for (const row of rows) {
          if (row.kind !== 'folder') continue;
          const prefix = toBinaryString(index.prefix(row.id));
          const below = index.collect([row], Infinity);
          expect(below).toHaveLength(row.count);
          // A tag is not divided, so a folder may hold fewer than begin like it, never others.
          for (const key of index.names(below))
            expect(toBinaryString(key).startsWith(prefix)).toBe(true);
          if (!prefix.includes('{'))
            expect(row.count).toBe(known.filter((one) => one.startsWith(prefix)).length);
        }
      }),
    );
  });

  it('show the same rows however they came: in pages, with deletes, under a filter', () => {
    const step = fc.oneof(
      fc.record({ add: names }),
      fc.record({ remove: fc.array(fc.nat(200), { maxLength: 40 }) }),
      fc.record({ needle: fc.option(name.filter(({ length }) => length > 0 && length < 3)) }),
      fc.record({ foldAt: fc.nat(30) }),
    );
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 14 }),
        fc.constantFrom('tree', 'list'),
        (steps, mode) => {
          const index = new KeyIndex({ separators: [toBytes(':')], type: null, match: null });
          const there = new Set<string>();
          const query = { ...all, mode, sort: 'name' } as const;
          let needle: Needle | null = null;
          const opened = new Set<string>();
          for (const one of steps) {
            if ('add' in one) {
              index.addPage(...pack(one.add));
              for (const key of distinct(one.add)) there.add(key);
            } else if ('remove' in one) {
              const known = [...there];
              const removed = new Set(one.remove.flatMap((n) => known[n % known.length] ?? []));
              index.change([...removed, 'never there'].map(fromBinaryString), false);
              for (const key of removed) there.delete(key);
            } else if ('foldAt' in one) {
              const row = index.rows({ ...query, needle }).rows[one.foldAt];
              if (needle !== null || row?.kind !== 'folder') continue;
              index.fold(row.id, true);
              opened.add(toBinaryString(index.prefix(row.id)));
            } else needle = one.needle === null ? null : partOf(one.needle);
            const fresh = new KeyIndex({ separators: [toBytes(':')], type: null, match: null });
            fresh.addPage(...pack([...there].map(fromBinaryString)));
            const shut = (): Row | undefined =>
              fresh
                .rows(query)
                .rows.find(
                  (row) =>
                    row.kind === 'folder' &&
                    !row.isOpen &&
                    opened.has(toBinaryString(fresh.prefix(row.id))),
                );
            for (let row = shut(); row !== undefined; row = shut()) fresh.fold(row.id, true);
            expect(draw(index, { ...query, needle })).toEqual(draw(fresh, { ...query, needle }));
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('the tree', () => {
  it('has folders first, the fullest first, then keys by name', () => {
    const index = indexOf(['b:1', 'a:1', 'b:2', 'z', 'c:1', 'k10', 'k2']);
    expect(draw(index)).toEqual(['b: 2', 'a: 1', 'c: 1', 'k2', 'k10', 'z']);
    expect(draw(index, { sort: 'name' })).toEqual(['a: 1', 'b: 2', 'c: 1', 'k2', 'k10', 'z']);
    index.fold(folderId(index, 'b'), true);
    expect(draw(index).slice(0, 3)).toEqual(['b: 2', '  1', '  2']);
  });

  it('divides by separators of any length, but not inside a hash tag', () => {
    expect(draw(indexOf(['a::b::c', 'a::d', ':::x'], '::'))).toEqual(['a: 2', ': 1']);
    const index = indexOf(['cart:{user:1}:items', 'cart:{user:1}:total', 'cart:{open:2']);
    index.fold(folderId(index, 'cart'), true);
    expect(draw(index)).toEqual(['cart: 3', '  {user:1}: 2', '  {open: 1']);
  });

  it('keeps the place of folders while counts grow, until they may move', () => {
    const index = indexOf(['a:1', 'a:2', 'b:1']);
    expect(draw(index)).toEqual(['a: 2', 'b: 1']);
    index.addPage(...pack(['b:2', 'b:3', 'c:1'].map(toBytes)));
    expect(draw(index, { mayMove: false })).toEqual(['a: 2', 'b: 3', 'c: 1']);
    expect(draw(index)).toEqual(['b: 3', 'a: 2', 'c: 1']);
  });

  it('gives the rows from where a row stands now that is to stay in place', () => {
    const index = indexOf(['d:1', 'd:2', 'm:1', 'z:1']);
    const query = { ...all, sort: 'name', from: 1, count: 2 } as const;
    const { rows } = index.rows(query);
    const ref = { kind: 'folder', id: rows[0]?.id ?? -1 } as const;
    index.addPage(...pack(['a:1', 'b:1', 'x:1'].map(toBytes)));
    const now = index.rows({ ...query, kept: { ref, index: 1 } });
    expect([now.from, now.moved]).toEqual([3, 2]);
    expect(now.rows.map(({ id }) => id)[0]).toBe(ref.id);
    index.change([toBytes('m:1')], false);
    const gone = index.rows({ ...query, kept: { ref, index: 3 } });
    expect([gone.from, gone.moved]).toEqual([1, 0]);
  });

  it('shows 500 of a large folder, and says what is left', () => {
    const many = Array.from({ length: 1_203 }, (_, i) => `big:k${i}`);
    const groups = Array.from({ length: 510 }, (_, i) => `big:g${i}:x`);
    const index = indexOf([...many, ...groups]);
    const big = folderId(index, 'big');
    index.fold(big, true);
    expect(draw(index).at(501)).toBe('  moreFolders 10 (10)');
    expect(draw(index).at(-1)).toBe('  moreKeys 703');
    expect(draw(index).at(-2)).toBe('  k499');
    index.showMore(big, 'keys');
    index.showMore(big, 'folders');
    expect(draw(index).at(-1)).toBe('  moreKeys 203');
    index.showMore(big, 'keys');
    expect(draw(index)).toHaveLength(1 + 510 + 1_203);
  });

  it('opens what matches when little does, and is folded as before without the filter', () => {
    const index = indexOf(['a:b:iphone', 'a:b:pixel', 'c:phone', 'c:other', 'IPHONE']);
    index.fold(folderId(index, 'c'), true);
    const needle = partOf(toBytes('phone'));
    const found = ['a: 1', '  b: 1', '    iphone', 'c: 1', '  phone', 'IPHONE'];
    expect(draw(index, { needle })).toEqual(found);
    index.addPage(...pack([toBytes('c:telephone'), toBytes('c:not')]));
    expect(draw(index, { needle })).toContain('  telephone');
    expect(draw(index)).toEqual([
      'c: 4',
      '  not',
      '  other',
      '  phone',
      '  telephone',
      'a: 2',
      'IPHONE',
    ]);
  });

  it('takes a capital in the filter at its word', () => {
    const index = indexOf(['IPHONE', 'iPhone', 'iphone']);
    expect(draw(index, { needle: partOf(toBytes('iPh')) })).toEqual(['iPhone']);
    expect(draw(index, { needle: partOf(toBytes('iph')) })).toHaveLength(3);
  });

  it('finds its way: a row again, its parent, the next by its first letters', () => {
    const index = indexOf(['a:b:1', 'a:c', 'd:1', 'e']);
    index.fold(folderId(index, 'a'), true);
    expect(draw(index)).toEqual(['a: 2', '  b: 1', '  c', 'd: 1', 'e']);
    const [, , c] = index.rows(all).rows;
    if (c === undefined) throw new Error('no row');
    expect(index.rows({ ...all, active: c }).activeIndex).toBe(2);
    expect(index.parentIndex(2)).toBe(0);
    expect(index.parentIndex(0)).toBe(-1);
    expect(index.typeAhead(1, toBytes('d'))).toBe(3);
    expect(index.typeAhead(4, toBytes('b'))).toBe(1);
    expect(index.typeAhead(0, toBytes('x'))).toBe(-1);
    const key = index.reveal(toBytes('a:b:1'));
    expect(draw(index)).toContain('    1');
    expect(index.rows({ ...all, active: { kind: 'key', id: key ?? -1 } }).activeIndex).toBe(2);
  });

  it('shows so much of a folder that a key in it has a row', () => {
    const far = [
      ...Array.from({ length: 1_200 }, (_, i) => `a:b:${i}`),
      ...Array.from({ length: 700 }, (_, i) => `many:${i}:x`),
    ];
    const index = indexOf(far);
    for (const [shown, label] of [
      ['a:b:1100', '1100'],
      ['many:650:x', 'x'],
    ] as const) {
      const id = index.reveal(toBytes(shown)) ?? -1;
      const { activeIndex } = index.rows({ ...all, active: { kind: 'key', id } });
      expect(index.rows({ ...all, from: activeIndex, count: 1 }).rows[0]).toMatchObject({ label });
    }
    expect(index.reveal(toBytes('a:b:1200'))).toBeNull();
  });

  it('shows a key that is very far down in its folder with those around it alone', () => {
    const farName = (i: number) => `a:${String(i).padStart(5, '0')}`;
    const index = indexOf(Array.from({ length: 30_000 }, (_, i) => farName(i)));
    const a = folderId(index, 'a');
    const rowOf = (shown: number): number => {
      const id = index.reveal(toBytes(farName(shown))) ?? -1;
      return index.rows({ ...all, active: { kind: 'key', id } }).activeIndex;
    };
    // After the folder and what stands for those before: the page that holds it, and the one before.
    expect(rowOf(27_123)).toBe(2 + 623);
    const drawn = draw(index);
    expect([drawn.length, drawn[1], drawn[2], drawn.at(-1)]).toEqual([
      1 + 1 + 1_000 + 1,
      '  keysBefore 26500',
      '  26500',
      '  moreKeys 2500',
    ]);
    expect(index.typeAhead(0, toBytes('27'))).toBe(2 + 500);
    index.showMore(a, 'keys', 'before');
    index.showMore(a, 'keys');
    expect(draw(index)[1]).toBe('  keysBefore 26000');
    expect(draw(index).at(-1)).toBe('  moreKeys 2000');
    // One that is near is joined to what is shown.
    expect(rowOf(25_000)).toBe(2);
    expect(draw(index)).toHaveLength(1 + 1 + 3_000 + 1);
    index.showMore(a, 'keys', 'first');
    expect(draw(index)[1]).toBe('  00000');
    rowOf(27_123);
    index.fold(a, false);
    index.fold(a, true);
    expect(draw(index)[1]).toBe('  00000');
    rowOf(27_123);
    // Fewer are left than came before those that were shown.
    index.remove(Array.from({ length: 26_000 }, (_, i) => i));
    expect(draw(index)[1]).toBe('  26000');
  });

  it('opens all siblings at once', () => {
    const index = indexOf(['a:1', 'b:1', 'c:1', 'k']);
    index.openSiblings({ kind: 'key', id: index.reveal(toBytes('k')) ?? -1 });
    expect(draw(index)).toEqual(['a: 1', '  1', 'b: 1', '  1', 'c: 1', '  1', 'k']);
  });

  it('holds names that would be a tower of folders', () => {
    const index = indexOf([':'.repeat(60_000), 'plain']);
    expect(index.rows(all).keys).toBe(2);
    expect(draw(index)).toEqual([': 1', 'plain']);
  });
});

it('opens what a pattern found, once it is all there, where it is little or in one folder', () => {
  const few = new KeyIndex({ separators: [toBytes(':')], type: null, match: toBytes('*') });
  few.addPage(...pack(['a:b:1', 'c:2'].map(toBytes)));
  expect(draw(few)).toEqual(['a: 1', 'c: 1']);
  few.endScan();
  expect(draw(few)).toEqual(['a: 1', '  b: 1', '    1', 'c: 1', '  2']);
  const many = new KeyIndex({ separators: [toBytes(':')], type: null, match: toBytes('*') });
  many.addPage(...pack(Array.from({ length: 300 }, (_, i) => toBytes(`a:b:${i % 2}:${i}`))));
  many.endScan();
  expect(draw(many)).toEqual(['a: 300', '  b: 300', '    0: 150', '    1: 150']);
});

describe('the list', () => {
  it('knows the place of a key, and of a name being typed', () => {
    const index = indexOf(Array.from({ length: 3_000 }, (_, i) => `k${i}`));
    index.rows(list);
    const key = index.reveal(toBytes('k1234')) ?? -1;
    expect(index.rows({ ...list, active: { kind: 'key', id: key } }).activeIndex).toBe(1_234);
    expect(index.typeAhead(0, toBytes('k2'))).toBe(2);
    expect(index.typeAhead(0, toBytes('q'))).toBe(-1);
  });
});

describe('types', () => {
  it('are asked for keys in view and for some below folders, once', () => {
    const index = indexOf([...Array.from({ length: 50 }, (_, i) => `a:${i}`), 'k']);
    const asked = index
      .toDescribe(0, 10, { most: 200, figures: false })
      .map(({ name: key }) => toBinaryString(key));
    expect(asked).toContain('k');
    expect(asked.filter((key) => key.startsWith('a:'))).toHaveLength(4);
    const again = index
      .toDescribe(0, 10, { most: 200, figures: false })
      .map(({ name: key }) => toBinaryString(key));
    expect(again).toEqual(['k']);
  });

  it('are asked for again when a sampled key comes into view, or the time of one is up', () => {
    const index = indexOf(['a:1', 'k']);
    const asked = index.toDescribe(0, 10, { most: 200, figures: false });
    expect(asked).toHaveLength(2);
    index.mark(asked.map(({ id }) => ({ id, mark: { type: 'hash' } })));
    expect(index.toDescribe(0, 10, { most: 200, figures: false })).toEqual([]);
    index.fold(folderId(index, 'a'), true);
    const [sampled] = index.toDescribe(0, 10, { most: 200, figures: false });
    expect(sampled?.name).toEqual(toBytes('a:1'));
    index.mark([{ id: sampled?.id ?? -1, mark: { type: 'hash' } }]);
    expect(index.toDescribe(0, 10, { most: 200, figures: false })).toEqual([]);
    index.expire([sampled?.id ?? -1]);
    expect(index.toDescribe(0, 10, { most: 200, figures: false })).toEqual([sampled]);
  });

  it('of what is left of a folder are asked for when all that was looked at in it is gone', () => {
    const index = indexOf(Array.from({ length: 50 }, (_, i) => `a:${i}`));
    const ask = { most: 200, figures: false };
    const sampled = index.toDescribe(0, 10, ask);
    index.mark(sampled.map(({ id }) => ({ id, mark: { type: 'hash' } })));
    const [first, ...others] = sampled.map(({ id }) => id);
    index.remove(others);
    expect(index.rows(all).rows[0]).toMatchObject({ count: 47, types: ['hash'] });
    expect(index.toDescribe(0, 10, ask)).toEqual([]);
    index.remove([first ?? -1]);
    expect(index.rows(all).rows[0]).toMatchObject({ count: 46, types: [] });
    expect(index.toDescribe(0, 10, ask)).toHaveLength(4);
  });

  it('are shown at keys, and at folders the most frequent first', () => {
    const index = indexOf(['a:1', 'a:2', 'a:3', 'a:4']);
    index.fold(folderId(index, 'a'), true);
    const [folder, ...keys] = index.rows(all).rows;
    index.mark(
      keys.map(({ id }, i) => ({ id, mark: i === 0 ? { type: 'hash' } : { type: 'zset' } })),
    );
    expect(index.rows(all).rows[0]).toMatchObject({ types: ['zset', 'hash'] });
    index.mark([
      { id: keys[3]?.id ?? -1, mark: 'gone' },
      { id: keys[2]?.id ?? -1, mark: 'refused' },
    ]);
    expect(
      index
        .rows(all)
        .rows.map((row) => (row.kind === 'key' ? row.mark : null))
        .slice(1),
    ).toEqual([{ type: 'hash' }, { type: 'zset' }, 'refused', 'gone']);
    index.remove([keys[0]?.id ?? -1]);
    expect(index.rows(all).rows[0]).toMatchObject({ id: folder?.id, count: 3, types: ['zset'] });
  });

  it('are known from the start where the server was asked for one', () => {
    const index = new KeyIndex({ separators: [toBytes(':')], type: 'hash', match: null });
    index.addPage(...pack([toBytes('a:1'), toBytes('k')]));
    expect(index.toDescribe(0, 10, { most: 200, figures: false })).toEqual([]);
    expect(index.rows(all).rows[0]).toMatchObject({ types: ['hash'] });
  });
});
