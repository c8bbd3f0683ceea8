import { toBytes } from '../../../../../src-shared/redis-value.ts';
import { KeyIndex } from '../key-index.ts';
import type { Row, RowsQuery } from '../rows.ts';

export const all: RowsQuery = {
  mode: 'tree',
  sort: 'count',
  keySort: 'name',
  sortSerial: 0,
  needle: null,
  from: 0,
  count: 100_000,
  active: null,
  kept: null,
  mayMove: true,
};
export const list: RowsQuery = { ...all, mode: 'list' };

export function pack(names: readonly Uint8Array[]): [Uint8Array, Uint32Array] {
  const bytes = new Uint8Array(names.reduce((sum, name) => sum + name.length, 0));
  const ends = new Uint32Array(names.length);
  let at = 0;
  names.forEach((name, i) => {
    bytes.set(name, at);
    at += name.length;
    ends[i] = at;
  });
  return [bytes, ends];
}

export function indexOf(names: readonly string[], ...separators: string[]): KeyIndex {
  const index = new KeyIndex({
    separators: (separators.length === 0 ? [':'] : separators).map(toBytes),
    type: null,
    match: null,
  });
  index.addPage(...pack(names.map(toBytes)));
  return index;
}

/** Rows as text: `product: 3`, `  iphone`. */
export function draw(index: KeyIndex, query: Partial<RowsQuery> = {}): string[] {
  return index.rows({ ...all, ...query }).rows.map((row: Row) => {
    const indent = '  '.repeat(row.depth);
    if (row.kind === 'folder') return `${indent}${row.label}: ${row.count}`;
    if (row.kind === 'key') return indent + row.label;
    return `${indent}${row.kind} ${row.left}${row.kind === 'moreFolders' ? ` (${row.count})` : ''}`;
  });
}

export function folderId(index: KeyIndex, label: string): number {
  const row = index.rows(all).rows.find((one) => one.kind === 'folder' && one.label === label);
  if (row === undefined) throw new Error(`no folder ${label}`);
  return row.id;
}
