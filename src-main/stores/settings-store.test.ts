import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { settings } from '../../src-shared/contract/app.ts';
import { temporaryFolder } from '../test-support/temporary-folder.ts';
import { JsonFile } from './json-file.ts';
import { SettingsStore } from './settings-store.ts';

const defaults = {
  theme: 'system',
  density: 'dense',
  zoom: 100,
  panes: {},
  activity: 'keys',
  listColumns: ['type'],
  listFilter: 'part',
  rateLimitRules: {},
  decodeRules: {},
  undoHours: 24,
  undoMegabytes: 256,
};

async function load(content?: unknown) {
  const path = join(await temporaryFolder(), 'settings.json');
  if (content !== undefined) await writeFile(path, JSON.stringify(content));
  const store = new SettingsStore(new JsonFile(path));
  await store.load();
  return { store, path };
}

describe('settings', () => {
  test('are the defaults at first', async () => {
    const { store } = await load();
    expect(store.get()).toEqual(defaults);
    expect(settings.parse(store.get())).toEqual(defaults);
  });

  test.each([
    ['an unknown theme', { theme: 'pink', density: 'comfortable' }, { density: 'comfortable' }],
    ['panes that are none', { theme: 'dark', panes: { a: ['x'] } }, { theme: 'dark' }],
    [
      'a rule without a limit',
      { theme: 'dark', rateLimitRules: { a: [{ prefix: 'x' }] } },
      { theme: 'dark' },
    ],
    ['an entry of a newer version', { theme: 'dark', future: 1 }, { theme: 'dark' }],
    ['an array', [1, 2], {}],
    ['a text', 'dark', {}],
    ['no hours to undo in', { undoHours: 0, undoMegabytes: 64 }, { undoMegabytes: 64 }],
    ['null', null, {}],
    ['too long an activity', { activity: 'x'.repeat(65), theme: 'light' }, { theme: 'light' }],
  ])('%s: each entry falls back by itself', async (_what, content, kept) => {
    const { store } = await load(content);
    expect(store.get()).toEqual({ ...defaults, ...kept });
  });

  test('an update is kept for the next start, and the rest stays', async () => {
    const { store, path } = await load({ theme: 'dark' });
    const rule = { prefix: 'rl:', limit: 10, windowMs: null };
    await store.update({ density: 'comfortable', rateLimitRules: { sandbox: [rule] } });
    const again = new SettingsStore(new JsonFile(path));
    await again.load();
    expect(again.get()).toEqual({
      ...defaults,
      theme: 'dark',
      density: 'comfortable',
      rateLimitRules: { sandbox: [rule] },
    });
  });

  test('an entry that is not given stays as it was', async () => {
    const { store } = await load({ theme: 'dark' });
    expect(await store.update({ theme: undefined, density: 'comfortable' })).toMatchObject({
      theme: 'dark',
      density: 'comfortable',
    });
  });

  test('what is not allowed changes nothing', async () => {
    const { store, path } = await load({ theme: 'dark' });
    await expect(store.update({ panes: { a: [-1] } })).rejects.toThrow();
    expect(store.get()).toEqual({ ...defaults, theme: 'dark' });
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({ theme: 'dark' });
  });
});
