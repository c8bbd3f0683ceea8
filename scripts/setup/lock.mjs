import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { cache, cachePath } from './project.mjs';
import { say } from './say.mjs';

const stale = 30 * 60_000;
const file = cachePath('setup.lock');

/** Two set-ups at once would empty node_modules under each other: the second waits for the first. */
export async function withSetupLock(run) {
  mkdirSync(cache, { recursive: true });
  let waited = false;
  while (!take()) {
    if (isAbandoned()) {
      rmSync(file, { force: true });
      continue;
    }
    if (!waited) say('Set-up', 'waiting for another set-up of this folder to end');
    waited = true;
    await wait(200);
  }
  try {
    return await run();
  } finally {
    rmSync(file, { force: true });
  }
}

function take() {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function isAbandoned() {
  try {
    const owner = Number(readFileSync(file, 'utf8'));
    const age = Date.now() - statSync(file).mtimeMs;
    // Between its creation and its content the file is empty for a moment.
    if (!Number.isInteger(owner) || owner === 0) return age > 5_000;
    return age > stale || !isRunning(owner);
  } catch (error) {
    if (error.code === 'ENOENT') return false;
    throw error;
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
