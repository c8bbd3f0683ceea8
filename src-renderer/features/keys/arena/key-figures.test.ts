import { describe, expect, it } from 'vitest';
import { toBytes } from '../../../../src-shared/redis-value.ts';
import { KeyIndex } from './key-index.ts';
import { partOf } from './needle.ts';
import { all, draw, folderId, indexOf, pack } from './testing/draw-index.ts';

describe('figures', () => {
  const present = { type: 'string' };

  it('are kept for the keys that were read, and go with them', () => {
    const index = indexOf(['a', 'b', 'c']);
    index.mark([
      { id: 0, mark: present, figures: { expiresAtMs: null, length: 3 } },
      { id: 1, mark: present, figures: { expiresAtMs: 'refused', length: null } },
    ]);
    index.measured([
      { id: 0, bytes: 100 },
      { id: 2, bytes: null },
    ]);
    expect(index.rows(all).rows).toMatchObject([
      { figures: { expiresAtMs: null, length: 3 }, size: 100 },
      { figures: { expiresAtMs: 'refused', length: null }, size: null },
      { figures: null, size: 'refused' },
    ]);
    index.change([toBytes('a')], false);
    index.change([toBytes('a')], true);
    expect(index.rows(all).rows[0]).toMatchObject({ label: 'a', figures: null, size: null });
  });

  it('order keys where they are known, soonest or largest first, the others by name after them', () => {
    const index = indexOf(['f:e', 'f:d', 'f:c', 'f:b', 'f:a']);
    index.fold(folderId(index, 'f'), true);
    index.mark([
      { id: 0, mark: present, figures: { expiresAtMs: 200, length: 1 } },
      { id: 1, mark: present, figures: { expiresAtMs: null, length: 1 } },
      { id: 2, mark: present, figures: { expiresAtMs: 100, length: 1 } },
    ]);
    index.measured([
      { id: 3, bytes: 10 },
      { id: 4, bytes: 20 },
    ]);
    const ttl = { keySort: 'ttl' as const, sortSerial: 1 };
    expect(draw(index, ttl)).toEqual(['f: 5', '  c', '  e', '  d', '  a', '  b']);
    expect(index.rows({ ...all, ...ttl }).sortedOver).toBe(3);
    const inList = { ...ttl, mode: 'list' as const };
    expect(draw(index, inList)).toEqual(['f:c', 'f:e', 'f:d', 'f:a', 'f:b']);
    expect(index.rows({ ...all, ...inList, active: { kind: 'key', id: 1 } }).activeIndex).toBe(2);
    expect(index.typeAhead(0, toBytes('f:b'))).toBe(4);
    const size = { keySort: 'size' as const, sortSerial: 2 };
    expect(draw(index, size)).toEqual(['f: 5', '  a', '  b', '  c', '  d', '  e']);
    expect(index.rows({ ...all, ...size, needle: partOf(toBytes('a')) }).sortedOver).toBe(1);
    // What is read now moves nothing until it is sorted again.
    index.measured([{ id: 0, bytes: 999 }]);
    expect(draw(index, size)[1]).toBe('  a');
    expect(draw(index, { ...size, sortSerial: 3 })[1]).toBe('  e');
  });

  it('are asked for once more where only the type was known', () => {
    const index = new KeyIndex({ separators: [toBytes(':')], type: 'hash', match: null });
    index.addPage(...pack([toBytes('a')]));
    expect(index.toDescribe(0, 10, { most: 200, figures: false })).toEqual([]);
    expect(index.toDescribe(0, 10, { most: 200, figures: true })).toHaveLength(1);
    index.mark([{ id: 0, mark: present, figures: { expiresAtMs: null, length: 1 } }]);
    expect(index.toDescribe(0, 10, { most: 200, figures: true })).toEqual([]);
  });

  it('are read folder by folder, in steps', () => {
    const index = indexOf(['a:1', 'b:1', 'a:2', 'a:x:3']);
    const folder = { kind: 'folder', id: folderId(index, 'a') } as const;
    const first = index.unread([folder], { what: 'ttl', after: -1, most: 2 });
    expect(first.map(({ id }) => id)).toEqual([0, 2]);
    const next = index.unread([folder], { what: 'ttl', after: 2, most: 2 });
    expect(next.map(({ id }) => id)).toEqual([3]);
    index.measured([{ id: 0, bytes: 1 }]);
    expect(index.unread(null, { what: 'size', after: -1, most: 9 }).map(({ id }) => id)).toEqual([
      1, 2, 3,
    ]);
  });
});
