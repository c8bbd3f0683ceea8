import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { appendFile, readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { serialize } from 'node:v8';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ticketId } from '../../src-shared/contract/define.ts';
import { LIMITS } from '../../src-shared/limits.ts';
import { toBytes } from '../../src-shared/redis-value.ts';
import { temporaryFolder } from '../test-support/temporary-folder.ts';
import { decodeEntries, encodeEntries, type UndoEntry } from './entry.ts';
import { type KeyProtection, UndoJournal } from './journal.ts';
import { TicketWriter } from './ticket-file.ts';

const SCOPE = 'here/0';
const about = { scope: SCOPE, title: null, command: 'UNLINK a' };

/** As a keyring: what it protects, only it can read. */
function keyring(): KeyProtection {
  const key = randomBytes(32);
  return {
    status: () => ({ available: true }),
    encrypt(plain) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      const text = Buffer.concat([cipher.update(plain), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64');
    },
    decrypt(stored) {
      const block = Buffer.from(stored, 'base64');
      const decipher = createDecipheriv('aes-256-gcm', key, block.subarray(0, 12));
      decipher.setAuthTag(block.subarray(12, 28));
      try {
        return Buffer.concat([decipher.update(block.subarray(28)), decipher.final()]).toString();
      } catch {
        return null;
      }
    },
  };
}

const nothingLeft = { rest: [], goOn: true };

const deleted = (name: string, dump = 'dump'): UndoEntry => ({
  kind: 'delete',
  key: toBytes(name),
  dump: toBytes(dump),
  expiresAtMs: null,
});

async function keep(journal: UndoJournal, ...entries: UndoEntry[]) {
  const draft = await journal.begin(about);
  await draft.append(entries);
  const ticket = await draft.finish();
  if (ticket === null) throw new Error('nothing was kept');
  return ticket;
}

/** What an undo would be given, in the order it was written, without taking anything back. */
async function entriesOf(journal: UndoJournal, id: string): Promise<UndoEntry[]> {
  const seen: UndoEntry[] = [];
  await journal.settle(SCOPE, ticketId.parse(id), async (entries) => {
    seen.unshift(...entries);
    return { rest: entries, goOn: true };
  });
  return seen;
}

test('any entries come back as they were', () => {
  const bytes = fc.uint8Array({ maxLength: 50 });
  fc.assert(
    fc.property(
      bytes,
      bytes,
      fc.option(fc.integer()),
      fc.string(),
      (key, dump, expiresAtMs, text) => {
        const entries: UndoEntry[] = [
          { kind: 'delete', key, dump, expiresAtMs },
          { kind: 'jsonPath', key, path: '$', text },
        ];
        expect(decodeEntries(encodeEntries(entries))).toEqual(entries);
      },
    ),
  );
});

test('nothing of names or values can be read on disk, and only this user may read the file', async () => {
  const dir = join(await temporaryFolder(), 'undo');
  const journal = new UndoJournal({ dir, secrets: keyring() });
  await keep(journal, deleted('secret-name', 'secret-value'));
  const [name = ''] = await readdir(dir);
  const content = await readFile(join(dir, name), 'latin1');
  expect(content).not.toMatch(/secret|UNLINK|here/);
  expect((await stat(dir)).mode & 0o777).toBe(0o700);
  expect((await stat(join(dir, name))).mode & 0o777).toBe(0o600);
});

test('a restart finds what was kept, for its own server only', async () => {
  const dir = await temporaryFolder();
  const secrets = keyring();
  const ticket = await keep(new UndoJournal({ dir, secrets }), deleted('a'), deleted('b'));
  const journal = new UndoJournal({ dir, secrets });
  await journal.open();
  expect(journal.list(SCOPE)).toEqual([ticket]);
  expect(ticket).toMatchObject({ title: 'Deleted 2 keys', command: 'UNLINK a' });
  expect(journal.list('elsewhere/0')).toEqual([]);
  expect(await entriesOf(journal, ticket.id)).toEqual([deleted('a'), deleted('b')]);
  await expect(
    journal.settle('elsewhere/0', ticket.id, async () => nothingLeft),
  ).rejects.toMatchObject({
    error: { code: 'undo.expired' },
  });
});

test('without a keyring nothing outlives the process', async () => {
  const dir = await temporaryFolder();
  const basic: KeyProtection = { ...keyring(), status: () => ({ available: false }) };
  const journal = new UndoJournal({ dir, secrets: basic });
  const ticket = await keep(journal, deleted('a'));
  expect(await entriesOf(journal, ticket.id)).toEqual([deleted('a')]);
  const later = new UndoJournal({ dir, secrets: basic });
  await later.open();
  expect(later.list(SCOPE)).toEqual([]);
  expect(await readdir(dir)).toEqual([]);
  await keep(later, deleted('b'));
  await later.close();
  expect(await readdir(dir)).toEqual([]);
});

test('what another keyring protected is kept until it expires, not listed and not deleted', async () => {
  const dir = await temporaryFolder();
  let now = 1_000_000;
  await keep(new UndoJournal({ dir, secrets: keyring(), now: () => now }), deleted('a'));
  const journal = new UndoJournal({ dir, secrets: keyring(), now: () => now });
  await journal.open();
  expect(journal.list(SCOPE)).toEqual([]);
  expect(await readdir(dir)).toHaveLength(1);
  expect(journal.room()).toBeLessThan(LIMITS.undoBytes);
  now += LIMITS.undoMs;
  const later = new UndoJournal({ dir, secrets: keyring(), now: () => now });
  await later.open();
  expect(await readdir(dir)).toEqual([]);
});

test('a frame torn by a crash is left out; the ones before it are whole', async () => {
  const dir = await temporaryFolder();
  const secrets = keyring();
  const draft = await new UndoJournal({ dir, secrets }).begin(about);
  await draft.append([deleted('a')]);
  const whole = draft.bytes;
  await draft.append([deleted('b')]);
  const [name = ''] = await readdir(dir);
  for (const size of [whole + 1, whole + 30, draft.bytes - 1]) {
    const copy = await temporaryFolder();
    await writeFile(join(copy, name), await readFile(join(dir, name)));
    await truncate(join(copy, name), size);
    const journal = new UndoJournal({ dir: copy, secrets });
    await journal.open();
    const [ticket] = journal.list(SCOPE);
    expect(ticket?.title).toBe('Deleted 1 key');
    expect(await entriesOf(journal, ticket?.id ?? '')).toEqual([deleted('a')]);
  }
  await draft.finish();
});

test('a file that was tampered with is not used', async () => {
  const dir = await temporaryFolder();
  const secrets = keyring();
  const ticket = await keep(new UndoJournal({ dir, secrets }), deleted('a'));
  const path = join(dir, `${ticket.id}.undo`);
  const content = await readFile(path);
  content.writeUInt8(content.readUInt8(content.length - 20) ^ 1, content.length - 20);
  await writeFile(path, content);
  const journal = new UndoJournal({ dir, secrets });
  await journal.open();
  await expect(entriesOf(journal, ticket.id)).rejects.toThrow();
  await appendFile(join(dir, 'foreign.undo'), 'hello');
  const again = new UndoJournal({ dir, secrets });
  await again.open();
  expect(again.list(SCOPE)).toHaveLength(1);
});

test('what was prepared but not done is no part of the ticket', async () => {
  const journal = new UndoJournal({ dir: await temporaryFolder(), secrets: null });
  const draft = await journal.begin(about);
  await draft.void(await draft.append([deleted('a', 'old')]));
  await draft.append([deleted('a', 'new')]);
  const ticket = await draft.finish();
  expect(ticket?.title).toBe('Deleted 1 key');
  expect(await entriesOf(journal, ticket?.id ?? '')).toEqual([deleted('a', 'new')]);
  const none = await journal.begin(about);
  await none.void(await none.append([deleted('b')]));
  expect(await none.finish()).toBeNull();
  expect(journal.list(SCOPE)).toHaveLength(1);
});

test('what could be taken back leaves the ticket, also when the app is stopped in between', async () => {
  const dir = await temporaryFolder();
  const secrets = keyring();
  const journal = new UndoJournal({ dir, secrets });
  const draft = await journal.begin(about);
  await draft.append([deleted('c')]);
  await draft.append([deleted('a'), deleted('b')]);
  const ticket = await draft.finish();
  if (ticket === null) throw new Error('nothing was kept');
  const failing = journal.settle(SCOPE, ticket.id, async (entries) => {
    if (entries.length === 1) throw new Error('stopped');
    return { rest: entries.slice(1), goOn: true };
  });
  await expect(failing).rejects.toThrow('stopped');
  const later = new UndoJournal({ dir, secrets });
  await later.open();
  expect(later.list(SCOPE)).toMatchObject([{ title: 'Deleted 2 keys' }]);
  const left = await entriesOf(later, ticket.id);
  expect(left).toHaveLength(2);
  expect(left).toEqual(expect.arrayContaining([deleted('b'), deleted('c')]));
  await later.settle(SCOPE, ticket.id, async () => nothingLeft);
  expect(later.list(SCOPE)).toEqual([]);
  expect(await readdir(dir)).toEqual([]);
});

test('above its budget it refuses and keeps what it has', async () => {
  const journal = new UndoJournal({ dir: await temporaryFolder(), secrets: null });
  await keep(journal, deleted('a'));
  const draft = await journal.begin(about);
  const huge: UndoEntry = {
    kind: 'delete',
    key: toBytes('b'),
    dump: new Uint8Array(LIMITS.undoBytes),
    expiresAtMs: null,
  };
  await expect(draft.append([huge])).rejects.toMatchObject({
    error: { code: 'limit', limit: 'undo room' },
  });
  expect(await draft.finish()).toBeNull();
  expect(journal.list(SCOPE)).toHaveLength(1);
});

test('a folder that cannot be made is said before anything is done', async () => {
  const file = join(await temporaryFolder(), 'a-file');
  await writeFile(file, '');
  const journal = new UndoJournal({ dir: join(file, 'undo'), secrets: null });
  await journal.open();
  await expect(journal.begin(about)).rejects.toMatchObject({
    error: { code: 'limit', limit: 'undo journal' },
  });
});

test('tells its watchers of every change, and forgets what has expired', async () => {
  let now = 5_000_000;
  const dir = await temporaryFolder();
  const secrets = keyring();
  const journal = new UndoJournal({ dir, secrets, now: () => now });
  let changes = 0;
  const unwatch = journal.watch(() => (changes += 1));
  const ticket = await keep(journal, deleted('a'));
  expect(changes).toBe(1);
  expect(ticket.expiresAtMs).toBe(now + LIMITS.undoMs);
  now += LIMITS.undoMs;
  expect(journal.list(SCOPE)).toEqual([]);
  await expect(journal.settle(SCOPE, ticket.id, async () => nothingLeft)).rejects.toMatchObject({
    error: { code: 'undo.expired' },
  });
  unwatch();
  await new UndoJournal({ dir, secrets, now: () => now }).open();
  expect(await readdir(dir)).toEqual([]);
});

test('a ticket is taken back once at a time', async () => {
  const journal = new UndoJournal({ dir: await temporaryFolder(), secrets: null });
  const ticket = await keep(journal, deleted('a'));
  const gate = Promise.withResolvers<void>();
  const first = journal.settle(SCOPE, ticket.id, async () => {
    await gate.promise;
    return nothingLeft;
  });
  await expect(journal.settle(SCOPE, ticket.id, async () => nothingLeft)).rejects.toMatchObject({
    error: { code: 'limit' },
  });
  gate.resolve();
  await first;
});

test('a lowered budget throws nothing away: new changes are refused until there is room', async () => {
  let bytes: number = LIMITS.undoBytes;
  const limits = () => ({ ms: LIMITS.undoMs, bytes });
  const journal = new UndoJournal({ dir: await temporaryFolder(), secrets: null, limits });
  const first = await keep(journal, deleted('a'));
  const second = await keep(journal, deleted('b'));
  bytes = 4_096;
  expect(journal.room()).toBe(-4_096);
  await expect(journal.begin(about)).rejects.toMatchObject({
    error: { code: 'limit', limit: 'undo room' },
    message: expect.stringContaining('Forget some changes in History'),
  });
  expect(journal.list(SCOPE)).toHaveLength(2);
  await journal.forget(first.id);
  await expect(journal.begin(about)).rejects.toMatchObject({ error: { code: 'limit' } });
  await journal.forget(second.id);
  await keep(journal, deleted('c'));
});

test('another time holds for what is kept from then on', async () => {
  let ms = 1_000;
  const now = 1_000_000;
  const limits = () => ({ ms, bytes: LIMITS.undoBytes });
  const dir = await temporaryFolder();
  const journal = new UndoJournal({ dir, secrets: null, now: () => now, limits });
  const first = await keep(journal, deleted('a'));
  ms = 5_000;
  const second = await keep(journal, deleted('b'));
  expect([first.expiresAtMs, second.expiresAtMs]).toEqual([now + 1_000, now + 5_000]);
  expect(journal.list(SCOPE)).toHaveLength(2);
});

test('the room is what the files leave of it, to the byte', async () => {
  const bytes = 1_048_576;
  const dir = await temporaryFolder();
  const limits = () => ({ ms: LIMITS.undoMs, bytes });
  const journal = new UndoJournal({ dir, secrets: null, limits });
  for (const size of [10, 5_000, 70_000]) await keep(journal, deleted('a', 'x'.repeat(size)));
  const sizes = await Promise.all(
    (await readdir(dir)).map(async (name) => (await stat(join(dir, name))).size),
  );
  const used = sizes.reduce((sum, size) => sum + Math.max(4_096, size), 0);
  expect(journal.room()).toBe(bytes - used);
  expect(journal.usage()).toEqual({ usedBytes: used, sealedBytes: 0 });
  // As large as the room lets it be: what comes out is never above the budget.
  const draft = await journal.begin(about);
  let size = journal.room() + 4_096;
  for (; size > 0; size -= 16) {
    const appended = await draft.append([deleted('b', 'x'.repeat(size))]).catch(() => null);
    if (appended !== null) break;
  }
  await draft.finish();
  expect(journal.room()).toBeGreaterThanOrEqual(0);
  expect(journal.room()).toBeLessThan(512);
});

test('a ticket of an earlier version, without the server’s name, is still used', async () => {
  const dir = await temporaryFolder();
  const secrets = keyring();
  const id = ticketId.parse('earlier');
  const key = randomBytes(32);
  const header = {
    expiresAtMs: Date.now() + 60_000,
    protectedKey: secrets.encrypt(key.toString('base64')),
  };
  const writer = await TicketWriter.create(join(dir, `${id}.undo`), header, key);
  const meta = { scope: SCOPE, title: 'Deleted a', command: 'UNLINK a', atMs: 5 };
  await writer.append('meta', 0, serialize(meta));
  await writer.append('entries', 1, encodeEntries([deleted('a')]));
  await writer.close();
  const journal = new UndoJournal({ dir, secrets });
  await journal.open();
  expect(journal.list(SCOPE)).toMatchObject([{ id, title: 'Deleted a' }]);
  expect(await entriesOf(journal, id)).toEqual([deleted('a')]);
  await journal.history.close();
  expect(journal.history.get(id)).toMatchObject({ server: null, title: 'Deleted a' });
});

test('cut off at any byte a ticket never loses what was whole, nor crashes', async () => {
  const dir = await temporaryFolder();
  const secrets = keyring();
  const journal = new UndoJournal({ dir, secrets });
  const draft = await journal.begin(about);
  const ends: number[] = [];
  for (const name of ['a', 'b', 'c']) {
    await draft.append([deleted(name)]);
    ends.push(draft.bytes);
  }
  await draft.finish();
  const [name = ''] = await readdir(dir);
  const content = await readFile(join(dir, name));
  const copy = await temporaryFolder();
  for (let size = 0; size <= content.length; size++) {
    await writeFile(join(copy, name), content);
    await truncate(join(copy, name), size);
    const later = new UndoJournal({ dir: copy, secrets });
    await later.open();
    const whole = ['a', 'b', 'c'].slice(0, ends.filter((end) => end <= size).length);
    const [ticket] = later.list(SCOPE);
    const entries = ticket === undefined ? [] : await entriesOf(later, ticket.id);
    expect(entries, `cut at ${size}`).toEqual(whole.map((one) => deleted(one)));
    await later.close();
  }
}, 60_000);

test('any bit that is changed in a ticket is noticed: never another entry than was written', async () => {
  const dir = await temporaryFolder();
  const secrets = keyring();
  const ticket = await keep(new UndoJournal({ dir, secrets }), deleted('a'));
  const path = join(dir, `${ticket.id}.undo`);
  const content = await readFile(path);
  for (let at = 0; at < content.length; at++) {
    const spoilt = Buffer.from(content);
    spoilt.writeUInt8(spoilt.readUInt8(at) ^ (1 << (at % 8)), at);
    await writeFile(path, spoilt);
    const journal = new UndoJournal({ dir, secrets, now: () => ticket.atMs });
    await journal.open();
    const [listed] = journal.list(SCOPE);
    const entries =
      listed === undefined ? [] : await entriesOf(journal, listed.id).catch(() => 'refused');
    // Where the bit makes it no frame or no file of ours there is nothing to refuse.
    expect(['refused', []], `bit of byte ${at}`).toContainEqual(entries);
    await journal.close();
  }
}, 60_000);
