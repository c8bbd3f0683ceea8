import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import type { ProfileFields } from '../../src-shared/contract/connections.ts';
import { profileId } from '../../src-shared/contract/define.ts';
import { temporaryFolder } from '../test-support/temporary-folder.ts';
import { JsonFile } from './json-file.ts';
import { ProfileStore } from './profile-store.ts';
import type { SecretBox } from './secret-box.ts';

const SECRET = 'hunter2-pässword';
const fields: ProfileFields = {
  name: 'Prices',
  environment: 'staging',
  host: 'redis.example',
  port: 6_380,
  db: 2,
  username: 'reader',
  tls: { enabled: true, caFile: '/ca.crt', servername: null },
  readOnly: true,
  separators: [':'],
  protocol: 3,
};
const set = { action: 'set', password: SECRET } as const;
const keep = { action: 'keep' } as const;
const clear = { action: 'clear' } as const;

interface FakeBox extends SecretBox {
  backend: string;
  available: boolean;
}

/** A keychain whose key belongs to its backend, as that of a desktop does. */
function boxOf(backend = 'gnome_libsecret', available = true): FakeBox {
  const key = (one: string): number => one.length % 200;
  const mask = (bytes: Buffer, by: number): Buffer => Buffer.from(bytes.map((byte) => byte ^ by));
  return {
    backend,
    available,
    status() {
      return { available: this.available, backend: this.backend, reason: 'as it is' };
    },
    encrypt(plain) {
      if (!this.available) throw new Error('no keychain');
      return `${this.backend}|${mask(Buffer.from(plain), key(this.backend)).toString('base64')}`;
    },
    decrypt(stored) {
      const [made = '', text = ''] = stored.split('|');
      return made === this.backend ? mask(Buffer.from(text, 'base64'), key(made)).toString() : null;
    },
  };
}

async function storeOf(box: SecretBox = boxOf(), content?: unknown) {
  const path = join(await temporaryFolder(), 'connections.json');
  if (content !== undefined) await writeFile(path, JSON.stringify(content));
  const store = new ProfileStore(new JsonFile(path), box);
  await store.load();
  const reload = async (with_: SecretBox = box): Promise<ProfileStore> => {
    const again = new ProfileStore(new JsonFile(path), with_);
    await again.load();
    return again;
  };
  return { store, path, reload, text: () => readFile(path, 'utf8') };
}

test('a profile stored with one separator has a list of it', async () => {
  const { separators: _separators, ...rest } = fields;
  const id = 'p1';
  const old = { id, fields: { ...rest, separator: '::' }, secret: null, lastOpenedMs: null };
  const { store, reload } = await storeOf(boxOf(), [old]);
  expect(store.problems()).toEqual([]);
  expect(store.get(profileId.parse(id)).separators).toEqual(['::']);
  await store.save(profileId.parse(id), { ...fields, separators: [':', '/'] }, keep);
  expect((await reload()).get(profileId.parse(id)).separators).toEqual([':', '/']);
});

describe('a password with a keychain', () => {
  test('is in no answer and, in clear, in no file; it is there to connect with', async () => {
    const { store, text, reload } = await storeOf();
    const saved = await store.save(null, fields, set);
    expect(saved).toEqual({ id: saved.id, ...fields, password: 'keychain', lastOpenedMs: null });
    expect(
      JSON.stringify([saved, store.list(), store.problems(), store.get(saved.id)]),
    ).not.toContain('hunter2');
    for (const form of [SECRET, Buffer.from(SECRET).toString('base64'), encodeURIComponent(SECRET)])
      expect(await text()).not.toContain(form);
    expect(store.password(saved.id, keep)).toBe(SECRET);
    expect((await reload()).password(saved.id, keep)).toBe(SECRET);
  });

  test('is kept when the rest is changed', async () => {
    const { store, reload } = await storeOf();
    const { id } = await store.save(null, fields, set);
    const renamed = await store.save(id, { ...fields, name: 'Other' }, keep);
    expect(renamed).toMatchObject({ id, name: 'Other', password: 'keychain' });
    expect(store.password(id, keep)).toBe(SECRET);
    expect((await reload()).list()).toEqual([renamed]);
  });

  test('is replaced by a new one and forgotten when told so', async () => {
    const { store, text, reload } = await storeOf();
    const { id } = await store.save(null, fields, set);
    const before = await text();
    await store.save(id, fields, { action: 'set', password: 'another' });
    expect(store.password(id, keep)).toBe('another');
    expect(await text()).not.toBe(before);
    expect(await store.save(id, fields, clear)).toMatchObject({ password: 'none' });
    expect(store.password(id, keep)).toBeNull();
    expect(await text()).not.toContain('ciphertext');
    expect((await reload()).password(id, keep)).toBeNull();
  });

  test('what is tried out before it is saved is not kept', async () => {
    const { store } = await storeOf();
    const { id } = await store.save(null, fields, set);
    expect(store.password(id, { action: 'set', password: 'tried' })).toBe('tried');
    expect(store.password(id, clear)).toBeNull();
    expect(store.password(null, keep)).toBeNull();
    expect(store.password(id, keep)).toBe(SECRET);
  });
});

describe('a password without a keychain', () => {
  test('lasts until the app ends, and no file has it in any form', async () => {
    const { store, text, reload } = await storeOf(boxOf('basic_text', false));
    const saved = await store.save(null, fields, set);
    expect(saved.password).toBe('session');
    expect(store.password(saved.id, keep)).toBe(SECRET);
    expect(await text()).toContain('"secret": null');
    const again = await reload();
    expect(again.list()).toMatchObject([{ password: 'none' }]);
    expect(again.password(saved.id, keep)).toBeNull();
  });

  test('a new one takes the place of an older one that is in the file', async () => {
    const box = boxOf();
    const { store, reload } = await storeOf(box);
    const { id } = await store.save(null, fields, set);
    box.available = false;
    expect(await store.save(id, fields, { action: 'set', password: 'for now' })).toMatchObject({
      password: 'session',
    });
    expect(store.password(id, keep)).toBe('for now');
    expect((await reload(boxOf())).password(id, keep)).toBeNull();
  });

  test('one typed when opening is good until the app ends, and gone with its connection', async () => {
    const { store, text } = await storeOf();
    const { id } = await store.save(null, fields, clear);
    store.keepForSession(id, SECRET);
    expect(store.list()).toMatchObject([{ password: 'session' }]);
    expect(store.password(id, keep)).toBe(SECRET);
    expect(await text()).not.toContain('hunter2');
    await store.remove(id);
    expect(store.list()).toEqual([]);
    expect(() => store.password(id, keep)).toThrow(/no longer saved/);
  });
});

describe('a keychain that is another one now', () => {
  test('the password is asked for again; what is stored is left as it is', async () => {
    const { store, text, reload } = await storeOf();
    const { id } = await store.save(null, fields, set);
    const before = JSON.parse(await text());
    const moved = await reload(boxOf('kwallet6'));
    expect(moved.list()).toMatchObject([{ id, password: 'unreadable' }]);
    expect(moved.password(id, keep)).toBeNull();
    await moved.save(id, { ...fields, name: 'Renamed' }, keep);
    const after = JSON.parse(await text());
    expect(after[0].secret).toEqual(before[0].secret);
    expect((await reload()).password(id, keep)).toBe(SECRET);
  });

  test('the same when it cannot be used at all', async () => {
    const { store, reload } = await storeOf();
    const { id } = await store.save(null, fields, set);
    const locked = await reload(boxOf('gnome_libsecret', false));
    expect(locked.list()).toMatchObject([{ id, password: 'unreadable' }]);
    expect(locked.secretStorage()).toEqual({ available: false, reason: 'as it is' });
  });

  test('decrypting that fails is no password, and said so from then on', async () => {
    const box = boxOf();
    const { store } = await storeOf(box);
    const { id } = await store.save(null, fields, set);
    vi.spyOn(box, 'decrypt').mockReturnValue(null);
    expect(store.password(id, keep)).toBeNull();
    expect(store.list()).toMatchObject([{ password: 'unreadable' }]);
    await store.save(id, fields, { action: 'set', password: 'new' });
    expect(store.list()).toMatchObject([{ password: 'keychain' }]);
  });
});

describe('the file', () => {
  const entry = (id: string, change: object = {}): object => ({
    id,
    fields,
    secret: null,
    lastOpenedMs: null,
    ...change,
  });

  test('an entry that cannot be read is told of and kept through every change', async () => {
    const odd = [
      { id: 'old', host: 'h', password: 'x' },
      'text',
      null,
      entry('a', { fields: { ...fields, port: 0 } }),
    ];
    const { store, text, path } = await storeOf(boxOf(), [entry('good'), ...odd]);
    expect(store.list().map(({ id }) => id)).toEqual(['good']);
    expect(store.problems()).toEqual([`4 saved connections could not be read; kept in ${path}`]);
    await store.save(null, fields, clear);
    await store.markOpened(profileId.parse('good'));
    await store.remove(profileId.parse('good'));
    const kept: unknown[] = JSON.parse(await text());
    for (const one of odd) expect(kept).toContainEqual(one);
    expect(kept).toHaveLength(odd.length + 1);
  });

  test('one problem is told of in the singular, none not at all', async () => {
    expect((await storeOf(boxOf(), [1])).store.problems()[0]).toMatch(/^1 saved connection could/);
    expect((await storeOf(boxOf(), [entry('a')])).store.problems()).toEqual([]);
    expect((await storeOf()).store.problems()).toEqual([]);
  });

  test('a file that is no list is kept too', async () => {
    const { store, text } = await storeOf(boxOf(), { connections: [entry('a')] });
    expect(store.problems()).toHaveLength(1);
    await store.save(null, fields, clear);
    expect(await text()).toContain('"connections"');
  });

  test('two entries of one id: none is lost', async () => {
    const { store, text } = await storeOf(boxOf(), [
      entry('a'),
      entry('a', { fields: { ...fields, name: 'Twin' } }),
    ]);
    expect(store.list()).toHaveLength(1);
    expect(store.problems()).toHaveLength(1);
    await store.markOpened(profileId.parse('a'));
    expect(await text()).toContain('Twin');
  });

  test('a change that cannot be written is told, and not shown as done', async () => {
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const { store, path } = await storeOf();
    const { id } = await store.save(null, fields, clear);
    await mkdir(`${path}.new`);
    await expect(store.save(id, { ...fields, name: 'Lost' }, keep)).rejects.toThrow();
    await expect(store.save(null, { ...fields, name: 'New' }, keep)).rejects.toThrow();
    await expect(store.remove(id)).rejects.toThrow();
    await store.markOpened(id);
    expect(store.list()).toMatchObject([{ name: 'Prices', lastOpenedMs: null }]);
    await rm(`${path}.new`, { recursive: true });
    expect(await store.save(id, { ...fields, name: 'Kept' }, keep)).toMatchObject({ name: 'Kept' });
  });

  test('changes at the same time all come about', async () => {
    const { store, reload } = await storeOf();
    const names = Array.from({ length: 20 }, (_, n) => `c${n}`);
    const saved = await Promise.all(
      names.map((name) => store.save(null, { ...fields, name }, set)),
    );
    const [first, ...others] = saved;
    if (first === undefined) throw new Error('nothing was saved');
    await Promise.all([
      store.remove(first.id),
      ...others.map(({ id }) => store.markOpened(id)),
      store.save(null, { ...fields, name: 'last' }, clear),
    ]);
    const list = (await reload()).list();
    expect(list.map(({ name }) => name)).toEqual([...names.slice(1), 'last']);
    expect(list.filter(({ lastOpenedMs }) => lastOpenedMs !== null)).toHaveLength(19);
  });

  test('removing says whether there was something', async () => {
    const { store, reload } = await storeOf();
    const { id } = await store.save(null, fields, set);
    expect(await store.remove(id)).toBe(true);
    expect(await store.remove(id)).toBe(false);
    expect((await reload()).list()).toEqual([]);
  });

  test('opening is remembered', async () => {
    const { store, reload } = await storeOf();
    const { id } = await store.save(null, fields, clear);
    await store.markOpened(id);
    const [found] = (await reload()).list();
    expect(Math.abs((found?.lastOpenedMs ?? 0) - Date.now())).toBeLessThan(10_000);
  });

  test.each([
    ['get', (store: ProfileStore) => store.get(profileId.parse('gone'))],
    ['password', (store: ProfileStore) => store.password(profileId.parse('gone'), keep)],
  ])('%s of one that is not there fails as expected', async (_what, ask) => {
    const { store } = await storeOf();
    expect(() => ask(store)).toThrow(expect.objectContaining({ name: 'AppFailure' }));
    await expect(store.save(profileId.parse('gone'), fields, keep)).rejects.toMatchObject({
      error: { code: 'notFound' },
    });
  });
});
