import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LIMITS } from '../../src-shared/limits.ts';
import { AppFailure } from '../rpc/app-failure.ts';
import { JsonFile } from './json-file.ts';
import { ProtoFileStore } from './proto-file-store.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'redstart-proto-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

async function load(): Promise<ProtoFileStore> {
  const store = new ProtoFileStore(new JsonFile(join(dir, 'proto-files.json')));
  await store.load();
  return store;
}
async function file(name: string, content: string | Uint8Array): Promise<string> {
  await writeFile(join(dir, name), content);
  return join(dir, name);
}

test('files are kept for the next start, replaced by name, and removed', async () => {
  const store = await load();
  await store.add(await file('a.proto', 'message A {}'));
  await store.add(await file('b.proto', 'message B {}'));
  await store.add(await file('a.proto', 'message A2 {}'));
  await store.remove('b.proto');
  expect((await load()).list()).toEqual([{ name: 'a.proto', text: 'message A2 {}' }]);
});

test('what is too long, no text, no file or one too many is refused and changes nothing', async () => {
  const store = await load();
  await store.add(await file('a.proto', ''));
  for (const path of [
    await file('long.proto', 'x'.repeat(LIMITS.protoFileBytes + 1)),
    await file('bytes.proto', Uint8Array.of(0xff, 0xfe)),
    join(dir, 'missing.proto'),
    dir,
  ])
    await expect(store.add(path)).rejects.toThrow(AppFailure);
  for (let at = 1; at < LIMITS.protoFiles; at++) await store.add(await file(`${at}.proto`, ''));
  await expect(store.add(await file('more.proto', ''))).rejects.toThrow('remove one');
  expect(store.list()).toHaveLength(LIMITS.protoFiles);
});

test('entries that are none are left out', async () => {
  await file('proto-files.json', JSON.stringify([{ name: 'a', text: 'b' }, { name: 1 }, null]));
  expect((await load()).list()).toEqual([{ name: 'a', text: 'b' }]);
});
