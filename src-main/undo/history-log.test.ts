import { readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { ticketId } from '../../src-shared/contract/define.ts';
import { LIMITS } from '../../src-shared/limits.ts';
import { temporaryFolder } from '../test-support/temporary-folder.ts';
import type { ChangeRecord } from './change-record.ts';
import { HistoryLog } from './history-log.ts';
import type { KeyProtection } from './journal.ts';

/** As a keyring that knows its own alone. */
const keyring = (name: string): KeyProtection => ({
  status: () => ({ available: true }),
  encrypt: (plain) => `${name} ${plain}`,
  decrypt: (stored) => (stored.startsWith(`${name} `) ? stored.slice(name.length + 1) : null),
});
const secrets = keyring('ours');

const record = (name: string, change: Partial<ChangeRecord> = {}): ChangeRecord => ({
  id: ticketId.parse(name),
  scope: 'here/0',
  server: null,
  title: `Deleted ${name}`,
  command: `UNLINK ${name}`,
  atMs: 1,
  keys: 1,
  expiresAtMs: 2,
  survivesQuit: true,
  never: null,
  end: null,
  lastUndo: null,
  ...change,
});

const opened: HistoryLog[] = [];
afterEach(async () => {
  for (const log of opened.splice(0)) await log.close();
});

async function logAt(path: string, protection: KeyProtection | null = secrets) {
  const log = new HistoryLog({
    path,
    secrets: protection,
    now: () => 7,
    changed: () => undefined,
  });
  opened.push(log);
  await log.open();
  return log;
}

const freshPath = async (): Promise<string> => join(await temporaryFolder(), 'history.log');
const titles = (log: HistoryLog): string[] => log.all().map(({ title }) => title);

/** A file of these records, each in a frame of its own; and where each frame ends. */
async function written(path: string, names: readonly string[]): Promise<number[]> {
  const log = await logAt(path);
  await log.close();
  const ends: number[] = [];
  for (const name of names) {
    const again = await logAt(path);
    again.put(record(name));
    await again.close();
    ends.push((await stat(path)).size);
  }
  return ends;
}

test('a restart finds the newest state of every change', async () => {
  const path = await freshPath();
  const log = await logAt(path);
  log.put(record('a'));
  log.put(record('b'));
  log.noteEnd(ticketId.parse('a'), 'forgotten');
  const key = new Uint8Array([0, 255]);
  log.noteUndo(ticketId.parse('b'), {
    restored: 1,
    conflictCount: 1,
    conflicts: [{ key, reason: 'There' }],
  });
  await log.close();
  const later = await logAt(path);
  expect(later.all()).toEqual(log.all());
  expect(later.get(ticketId.parse('a'))?.end).toBe('forgotten');
  expect(later.get(ticketId.parse('b'))?.lastUndo).toEqual({
    atMs: 7,
    restored: 1,
    conflictCount: 1,
    conflicts: [{ key, reason: 'There' }],
  });
  await later.close();
});

test('nothing of it can be read on disk, and only this user may read the file', async () => {
  const path = await freshPath();
  await written(path, ['secret-name']);
  expect(await readFile(path, 'latin1')).not.toMatch(/secret-name|UNLINK|here/);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test('cut off at any byte it keeps what was whole before, and goes on', async () => {
  const path = await freshPath();
  const ends = await written(path, ['a', 'b', 'c']);
  const content = await readFile(path);
  const copy = await freshPath();
  for (let size = 0; size <= content.length; size++) {
    await writeFile(copy, content);
    await truncate(copy, size);
    const log = await logAt(copy);
    const whole = ends.filter((end) => end <= size).length;
    expect(titles(log), `cut at ${size}`).toEqual(
      ['Deleted a', 'Deleted b', 'Deleted c'].slice(0, whole),
    );
    log.put(record('d'));
    await log.close();
    const later = await logAt(copy);
    expect(titles(later).at(-1)).toBe('Deleted d');
    expect(titles(later)).toHaveLength(whole + 1);
    await later.close();
  }
}, 60_000);

test('a spoilt part costs that part only, and it is said', async () => {
  const path = await freshPath();
  const ends = await written(path, ['a', 'b', 'c']);
  const content = await readFile(path);
  const at = (ends[1] ?? 0) - 20;
  content.writeUInt8(content.readUInt8(at) ^ 1, at);
  await writeFile(path, content);
  const log = await logAt(path);
  expect(titles(log)).toEqual(['Deleted a', 'Deleted c']);
  expect(log.problem).toMatch(/damaged/);
  await log.close();
});

test('what another keyring protected is put aside, not lost, and a new list begun', async () => {
  const path = await freshPath();
  await written(path, ['a']);
  const log = await logAt(path, keyring('theirs'));
  expect(titles(log)).toEqual([]);
  expect(log.problem).toMatch(/put aside/);
  log.put(record('b'));
  await log.close();
  expect(titles(await logAt(path, keyring('theirs')))).toEqual(['Deleted b']);
  expect(titles(await logAt(`${path}.sealed`))).toEqual(['Deleted a']);
});

test('without a keyring it is in memory only', async () => {
  const path = await freshPath();
  const log = await logAt(path, null);
  log.put(record('a'));
  await log.close();
  expect(titles(log)).toEqual(['Deleted a']);
  await expect(stat(path)).rejects.toMatchObject({ code: 'ENOENT' });
});

test('it is bounded: the oldest leave it, on disk too', async () => {
  const path = await freshPath();
  const log = await logAt(path);
  for (let i = 0; i < LIMITS.historyEntries + 5; i++) log.put(record(`key-${i}`));
  expect(log.all()).toHaveLength(LIMITS.historyEntries);
  await log.close();
  const later = await logAt(path);
  expect(later.all()).toHaveLength(LIMITS.historyEntries);
  expect(titles(later).at(-1)).toBe(`Deleted key-${LIMITS.historyEntries + 4}`);
  const { size } = await stat(path);
  await later.close();
  expect(size).toBeGreaterThan(0);
}, 120_000);

test('a disk that cannot be written is said, and the list stays for the session', async () => {
  const file = join(await temporaryFolder(), 'a-file');
  await writeFile(file, '');
  const log = await logAt(join(file, 'history.log'));
  log.put(record('a'));
  await log.close();
  expect(titles(log)).toEqual(['Deleted a']);
  expect(log.problem).toMatch(/until Redstart quits/);
});

test('of an undo that met many conflicts the first are named, long names only in part', async () => {
  const log = await logAt(await freshPath(), null);
  const id = ticketId.parse('a');
  log.put(record('a'));
  const note = (keys: readonly Uint8Array[]): number => {
    const conflicts = keys.map((key) => ({ key, reason: 'There' }));
    log.noteUndo(id, { restored: 0, conflictCount: keys.length, conflicts });
    return log.get(id)?.lastUndo?.conflicts.length ?? 0;
  };
  expect(note(Array.from({ length: 150 }, () => new Uint8Array(4)))).toBe(100);
  expect(note([new Uint8Array(60_000), new Uint8Array(60_000), new Uint8Array(1)])).toBe(1);
  expect(log.get(id)?.lastUndo?.conflictCount).toBe(3);
});

test('what cannot be read now is not written over', async () => {
  const path = await freshPath();
  await written(path, ['a']);
  let isBroken = true;
  const failing: KeyProtection = {
    ...secrets,
    decrypt(stored) {
      if (isBroken) throw new Error('the keyring did not answer');
      return secrets.decrypt(stored);
    },
  };
  const log = await logAt(path, failing);
  log.put(record('b'));
  await log.close();
  expect(log.problem).toMatch(/until Redstart quits/);
  isBroken = false;
  expect(titles(await logAt(path, failing))).toEqual(['Deleted a']);
});

test('a change that cannot be taken back is noted with the reason', async () => {
  const log = await logAt(await freshPath(), null);
  log.noteForGood({
    scope: 'here/0',
    server: null,
    title: 'Deleted 3 keys',
    command: 'UNLINK a b c',
    keys: 3,
    never: 'The server refuses DUMP',
  });
  expect(log.all()).toMatchObject([{ never: 'The server refuses DUMP', expiresAtMs: null }]);
});
