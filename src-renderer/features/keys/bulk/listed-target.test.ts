import { describe, expect, it } from 'vitest';
import { escapeBytes, toBytes } from '../../../../src-shared/redis-value.ts';
import { beginningOf } from '../filter-text.ts';
import type { FilterMode } from '../sidebar-state.ts';
import { listedTarget } from './listed-target.ts';

const listed = (filterMode: FilterMode, text: string, type: string | null = null) =>
  listedTarget({ filterMode, text, type, filterProblem: null });

describe('all that the list means', () => {
  it.each<[FilterMode, string, string | null, string, string]>([
    ['part', '', null, '*', 'The whole database: every key in it'],
    ['regex', '', 'hash', '*', 'All keys of type hash'],
    ['part', 'cart', null, '*cart*', 'Keys like *cart*, case as written'],
    ['part', 'Cart', 'hash', '*Cart*', 'Keys like *Cart* of type hash'],
    ['part', 'cart:?', null, 'cart:?', 'Keys like cart:?, case as written'],
    ['part', '50%\\?', null, '*50%\\?*', 'Keys like *50%\\\\?*'],
    ['glob', 'cart:[12]*', null, 'cart:[12]*', 'Keys like cart:[12]*'],
    ['exact', 'a[1]', 'set', 'a\\[1\\]', 'Keys like a\\\\[1\\\\] of type set'],
  ])('%s %s of %s', (mode, text, type, match, what) => {
    expect(listed(mode, text, type)).toMatchObject({
      target: { selection: { kind: 'pattern', match: toBytes(match), type, prefix: null }, what },
    });
  });

  it('is nothing the server can be asked for as a regular expression, or where it cannot be read', () => {
    expect(listed('regex', '^a')).toEqual({
      obstacle: 'The server knows no regular expressions: filter by a part or a pattern',
    });
    expect(
      listedTarget({ filterMode: 'regex', text: '(', type: null, filterProblem: 'no end' }),
    ).toEqual({ obstacle: 'The filter cannot be read: no end' });
  });
});

it.each([
  ['cart:*', 'cart:'],
  ['*old*', ''],
  ['a\\*b?', 'a*b'],
  ['a\\', 'a\\\\'],
  ['a[bc]', 'a'],
])('what all names like %s begin with', (glob, beginning) => {
  expect(escapeBytes(beginningOf(toBytes(glob)))).toBe(beginning);
});
