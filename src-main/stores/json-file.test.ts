import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { temporaryFolder } from '../test-support/temporary-folder.ts';
import { JsonFile } from './json-file.ts';

const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
beforeEach(() => written.mockClear());

test('what is written is read again, by another one too', async () => {
  const path = join(await temporaryFolder(), 'deep', 'settings.json');
  const content = { a: [1, 'ü', null], nested: { b: true } };
  await new JsonFile(path).write(content);
  expect(await new JsonFile(path).read()).toEqual(content);
});

test('a file that is not there is nothing', async () => {
  expect(await new JsonFile(join(await temporaryFolder(), 'none.json')).read()).toBeUndefined();
});

test('is for this user only, and so is its folder', async () => {
  const dir = await temporaryFolder();
  const path = join(dir, 'ours', 'settings.json');
  await new JsonFile(path).write({});
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect((await stat(join(dir, 'ours'))).mode & 0o777).toBe(0o700);
});

test('a file that was open to others is closed to them by the next write', async () => {
  const path = join(await temporaryFolder(), 'settings.json');
  await writeFile(path, '{}', { mode: 0o644 });
  await writeFile(`${path}.new`, 'left behind by a crash', { mode: 0o644 });
  await chmod(`${path}.new`, 0o644);
  await new JsonFile(path).write({ a: 1 });
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await new JsonFile(path).read()).toEqual({ a: 1 });
});

test('what is no JSON is kept aside, said in the log, and overwritten by nothing', async () => {
  const dir = await temporaryFolder();
  const path = join(dir, 'settings.json');
  await writeFile(path, '{"half": ');
  const file = new JsonFile(path);
  expect(await file.read()).toBeUndefined();
  await file.write({ whole: true });
  const names = await readdir(dir);
  const aside = names.find((name) => name.startsWith('settings.json.broken-')) ?? '';
  expect(await readFile(join(dir, aside), 'utf8')).toBe('{"half": ');
  expect(await file.read()).toEqual({ whole: true });
  expect(String(written.mock.calls[0]?.[0])).toContain(aside);
  expect(String(written.mock.calls[0]?.[0])).not.toContain('half');
});

test('two broken ones are both kept', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const dir = await temporaryFolder();
  const path = join(dir, 'settings.json');
  for (const text of ['one', 'two']) {
    await writeFile(path, text);
    await new JsonFile(path).read();
  }
  vi.useRealTimers();
  const kept = await Promise.all(
    (await readdir(dir)).map((name) => readFile(join(dir, name), 'utf8')),
  );
  expect(kept.sort()).toEqual(['one', 'two']);
});

test('at no moment is there half a file, whoever looks', async () => {
  const path = join(await temporaryFolder(), 'settings.json');
  const file = new JsonFile(path);
  await file.write({ text: '' });
  const done = new AbortController();
  const looked: unknown[] = [];
  const look = async (): Promise<void> => {
    while (!done.signal.aborted) looked.push(JSON.parse(await readFile(path, 'utf8')));
  };
  const looking = look();
  for (let i = 0; i < 50; i++) await file.write({ text: 'x'.repeat(i * 10_000) });
  done.abort();
  await looking;
  expect(looked.length).toBeGreaterThan(0);
});

test('writes at the same time go one after another, and the last one stands', async () => {
  const dir = await temporaryFolder();
  const file = new JsonFile(join(dir, 'settings.json'));
  await Promise.all(Array.from({ length: 50 }, (_, n) => file.write({ n })));
  expect(await file.read()).toEqual({ n: 49 });
  expect(await readdir(dir)).toEqual(['settings.json']);
});

test('a write that fails says so, and the next one works', async () => {
  const dir = await temporaryFolder();
  const path = join(dir, 'settings.json');
  const file = new JsonFile(path);
  await mkdir(`${path}.new`);
  await expect(file.write({ a: 1 })).rejects.toThrow(/EISDIR/);
  expect(await file.read()).toBeUndefined();
  await rm(`${path}.new`, { recursive: true });
  await file.write({ a: 2 });
  expect(await file.read()).toEqual({ a: 2 });
});

test('what cannot be written as JSON does not touch what is there', async () => {
  const file = new JsonFile(join(await temporaryFolder(), 'settings.json'));
  await file.write({ a: 1 });
  await expect(file.write({ n: 1n })).rejects.toThrow(/BigInt/);
  expect(await file.read()).toEqual({ a: 1 });
});
