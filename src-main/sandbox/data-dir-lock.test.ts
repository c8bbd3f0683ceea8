import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lockDataDir, type DataDirLock } from './data-dir-lock.ts';
import { identify, stillRuns } from './process-identity.ts';

const ended = (child: ChildProcess) =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve(child.signalCode);
    else child.once('exit', (_code, signal) => resolve(signal));
  });

describe.skipIf(process.platform === 'win32')('the lock of a data folder', () => {
  let dir = '';
  const children: ChildProcess[] = [];
  beforeEach(async () => {
    dir = join(await mkdtemp(join(tmpdir(), 'redstart-lock-')), 'data');
  });
  afterEach(async () => {
    for (const child of children) child.kill('SIGKILL');
    await rm(join(dir, '..'), { recursive: true, force: true });
  });

  const file = () => join(dir, 'owner.json');
  async function locked(): Promise<DataDirLock> {
    const result = await lockDataDir(dir);
    if (!result.ok) throw new Error(result.error.message);
    return result.value;
  }
  async function running(): Promise<ChildProcess & { pid: number }> {
    const child = spawn('sleep', ['600']);
    children.push(child);
    await new Promise((resolve) => child.once('spawn', resolve));
    const { pid } = child;
    if (pid === undefined) throw new Error('no process');
    return Object.assign(child, { pid });
  }
  test('is ours alone, in a folder that only we can read, and leaves nothing behind', async () => {
    const lock = await locked();
    expect((await stat(dir)).mode & 0o777).toBe(0o700);
    expect((await stat(file())).mode & 0o777).toBe(0o600);
    const second = await lockDataDir(dir);
    expect(second).toMatchObject({
      ok: false,
      error: { cause: `process ${process.pid} uses its data` },
    });
    await lock.release();
    expect(await readdir(dir)).toEqual([]);
    await locked();
  });

  test('of many that come together one gets it', async () => {
    const results = await Promise.all(Array.from({ length: 8 }, () => lockDataDir(dir)));
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
  });

  test('of a dead app is taken over, and the server it left is ended', async () => {
    const app = await running();
    const server = await running();
    const left = { app: await identify(app.pid), server: await identify(server.pid) };
    await (await locked()).release();
    await writeFile(file(), JSON.stringify(left));
    expect((await lockDataDir(dir)).ok).toBe(false);
    app.kill('SIGKILL');
    await ended(app);
    await locked();
    expect(await ended(server)).toBe('SIGTERM');
    expect(JSON.parse(await readFile(file(), 'utf8'))).toMatchObject({
      app: { pid: process.pid },
      server: null,
    });
  });

  test('does not take a stranger with the same number for the app or its server', async () => {
    const stranger = await running();
    const before = { pid: stranger.pid, startedAt: 'another boot:12345' };
    await (await locked()).release();
    await writeFile(file(), JSON.stringify({ app: before, server: before }));
    await locked();
    expect(await stillRuns(await identify(stranger.pid))).toBe(true);
  });

  test('that was cut off while being written counts as left behind', async () => {
    await (await locked()).release();
    await writeFile(file(), '{"app":{"pi');
    await locked();
  });
});
