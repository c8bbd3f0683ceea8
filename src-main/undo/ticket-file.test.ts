import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../test-support/temporary-folder.ts';
import { readFrame, readTicketFile, TicketWriter } from './ticket-file.ts';

async function setUp() {
  const path = join(await temporaryFolder(), 'one.undo');
  const key = randomBytes(32);
  const writer = await TicketWriter.create(path, { expiresAtMs: 1, protectedKey: '' }, key);
  const append = (text: string) => writer.append('entries', 1, Buffer.from(text));
  /** The texts of what is on disk. */
  const texts = async (): Promise<string[]> => {
    const file = await readTicketFile(path);
    if (file === null) throw new Error('no file');
    return await Promise.all(
      file.frames.map(async (frame) => String(await readFrame(file, frame, key))),
    );
  };
  return { writer, append, texts };
}

test('what is appended while the disk is busy goes there in one go, in its order', async () => {
  const { writer, append, texts } = await setUp();
  const first = append('0');
  // Its write has been begun by then.
  await new Promise((done) => setImmediate(done));
  const others = Array.from({ length: 20 }, (_one, i) => append(String(i + 1)));
  await first;
  expect(writer.file.frames).toHaveLength(1);
  await others[0];
  // With the first of them all have come to the disk.
  expect(writer.file.frames).toHaveLength(21);
  const frames = await Promise.all([first, ...others]);
  expect(writer.file.frames).toEqual(frames);
  expect(frames.map(({ index }) => index)).toEqual(frames.map((_frame, i) => i));
  expect(await texts()).toEqual(frames.map((_frame, i) => String(i)));
  await writer.close();
});

test('each is on disk when it is told so', async () => {
  const { writer, append, texts } = await setUp();
  const all = ['a', 'b', 'c'].map(async (text) => {
    await append(text);
    expect(await texts()).toContain(text);
  });
  await Promise.all(all);
  await writer.close();
});

test('when it cannot be written all that wait are told, and nothing comes behind a torn frame', async () => {
  const { writer, append, texts } = await setUp();
  await append('kept');
  // As a disk that goes away.
  await writer.close();
  const results = await Promise.allSettled(['a', 'b', 'c'].map(append));
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  await expect(append('later')).rejects.toThrow('has failed before');
  expect(writer.file.frames).toHaveLength(1);
  expect(await texts()).toEqual(['kept']);
});
