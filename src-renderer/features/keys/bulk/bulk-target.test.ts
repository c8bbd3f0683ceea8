import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { escapeBytes, toBytes } from '../../../../src-shared/redis-value.ts';
import type { RemoteIndex } from '../arena/connect-indexes.ts';
import type { Needle } from '../arena/needle.ts';
import { all, pack } from '../arena/testing/draw-index.ts';
import { type Scope, toBeginning } from '../filter-text.ts';
import { newSidebar } from '../sidebar-state.ts';
import { localIndexes } from '../testing/local-indexes.ts';
import { bulkTarget } from './bulk-target.ts';

const names = ['user:1:cart', 'user:2:name', 'user:3:cart', 'other:4:cart'];
let indexes = localIndexes();
beforeEach(() => {
  indexes = localIndexes();
});
afterEach(() => indexes.dispose());

interface Shown {
  readonly needle?: Needle | null;
  readonly scope?: Scope;
}

/** What an action on the folder `user` would take, while the list shows this. */
async function targetOfUser({ needle = null, scope = { match: null, type: null } }: Shown) {
  const index: RemoteIndex = indexes.open({ separators: [toBytes(':')], type: null, match: null });
  await index.addPage(...pack(names.map(toBytes)));
  const { rows } = await index.rows({ ...all, needle });
  const row = rows.find((one) => one.kind === 'folder' && one.label === 'user');
  if (row === undefined) throw new Error('no folder user');
  const active = { index: 0, ref: { kind: 'folder', id: row.id } } as const;
  return await bulkTarget(index, { ...newSidebar, active, needle, scope });
}

const keysOf = (target: Awaited<ReturnType<typeof targetOfUser>>): string[] | null =>
  target?.keys?.map(escapeBytes).toSorted() ?? null;

describe('an action on a folder', () => {
  it('takes all the server has of it where nothing is filtered', async () => {
    const target = await targetOfUser({});
    expect(target?.keys).toBeNull();
    expect(target?.selection).toEqual({
      kind: 'pattern',
      match: toBeginning(toBytes('user:')),
      type: null,
    });
  });

  it('takes only the keys that the filter shows', async () => {
    const target = await targetOfUser({ needle: { kind: 'part', bytes: toBytes('cart') } });
    expect(keysOf(target)).toEqual(['user:1:cart', 'user:3:cart']);
    expect(target?.what).toContain('only those that the filter shows');
  });

  it('takes only the keys that are listed where the list is of a pattern', async () => {
    const target = await targetOfUser({ scope: { match: toBytes('*:cart'), type: null } });
    expect(target?.selection.kind).toBe('keys');
    expect(keysOf(target)).not.toContain('other:4:cart');
  });

  it('keeps to the type that is listed', async () => {
    const target = await targetOfUser({ scope: { match: null, type: 'hash' } });
    expect(target?.selection).toMatchObject({ kind: 'pattern', type: 'hash' });
  });
});
