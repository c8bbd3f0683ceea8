import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { LIMITS } from '../../src-shared/limits.ts';
import { toBytes } from '../../src-shared/redis-value.ts';
import { temporaryFolder } from '../test-support/temporary-folder.ts';
import { BookmarkStore } from './bookmark-store.ts';
import { JsonFile } from './json-file.ts';

async function storeOf(content?: unknown) {
  const path = join(await temporaryFolder(), 'bookmarks.json');
  if (content !== undefined) await writeFile(path, JSON.stringify(content));
  const load = async (): Promise<BookmarkStore> => {
    const store = new BookmarkStore(new JsonFile(path));
    await store.load();
    return store;
  };
  return { store: await load(), load, path };
}

const binary = Uint8Array.from([0, 255, 10, 0xc3]);

test('favourites, notes and recent keys last, any bytes exact, by connection, for this user only', async () => {
  const { store, load, path } = await storeOf();
  await store.setFavourite('a', { kind: 'key', name: binary }, true);
  await store.setFavourite('a', { kind: 'folder', name: toBytes('cart:') }, true);
  await store.setNote('a', { kind: 'folder', name: toBytes('cart:') }, 'belongs to checkout');
  await store.noteOpened('a', binary);
  const kept = (await load()).get('a');
  expect(kept).toEqual(store.get('a'));
  expect(kept.favourites).toEqual([
    { kind: 'key', name: binary },
    { kind: 'folder', name: toBytes('cart:') },
  ]);
  expect(kept.notes).toMatchObject([{ kind: 'folder', text: 'belongs to checkout' }]);
  expect((await load()).get('b')).toEqual({ favourites: [], recent: [], notes: [] });
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test('a favourite and a note are taken away, a key and a folder of one name are two', async () => {
  const { store } = await storeOf();
  const name = toBytes('x:');
  await store.setFavourite('a', { kind: 'key', name }, true);
  await store.setFavourite('a', { kind: 'folder', name }, true);
  await store.setFavourite('a', { kind: 'key', name }, false);
  expect(store.get('a').favourites).toEqual([{ kind: 'folder', name }]);
  await store.setNote('a', { kind: 'key', name }, 'one');
  await store.setNote('a', { kind: 'key', name }, 'two');
  expect(store.get('a').notes.map(({ text }) => text)).toEqual(['two']);
  await store.setNote('a', { kind: 'key', name }, '');
  expect(store.get('a').notes).toEqual([]);
});

test('the last 100 keys are kept, each once, the last first', async () => {
  const { store } = await storeOf();
  for (let i = 0; i < 105; i++) await store.noteOpened('a', toBytes(`k${i}`));
  await store.noteOpened('a', toBytes('k50'));
  const { recent } = store.get('a');
  expect(recent).toHaveLength(100);
  expect(recent.slice(0, 2).map(({ name }) => name)).toEqual([toBytes('k50'), toBytes('k104')]);
  expect((await store.clearRecent('a')).recent).toEqual([]);
});

test('more favourites than are kept are refused, with the number', async () => {
  const favourites = Array.from({ length: LIMITS.favourites }, (_, i) => ({
    kind: 'key',
    name: Buffer.from(`k${i}`).toString('base64'),
  }));
  const { store } = await storeOf({ a: { favourites, recent: [], notes: [] } });
  expect(() => store.setFavourite('a', { kind: 'key', name: toBytes('new') }, true)).toThrow(/500/);
});

test('what cannot be read stays in the file', async () => {
  const { store, path } = await storeOf({ a: 'something of a later version' });
  await store.noteOpened('b', toBytes('k'));
  expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({
    a: 'something of a later version',
    b: { recent: [{ name: 'aw==' }] },
  });
});
