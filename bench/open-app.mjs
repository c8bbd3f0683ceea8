import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { cachePath, root } from '../scripts/setup/project.mjs';
import { electronArguments } from '../scripts/start/launch.mjs';
import { askable, beforeEnd } from './ask-child.mjs';
import { freshFolder, keepChild } from './leave-nothing.mjs';
import { within } from './within.mjs';

const startMs = 60_000;
const setup = JSON.parse(readFileSync(cachePath('setup.json'), 'utf8'));

/** The Electron that the set-up found; the same for the app and for the floor. */
export const electron = { ...setup.electron, path: resolve(root, setup.electron.path) };

/** Redstart as it was built; `env` says what it opens (REDSTART_* of src-main/start-options.ts). */
export function openRedstart(env, userData = freshFolder()) {
  const common = { REDSTART_WINDOW: '1440x900', REDSTART_TRAFFIC: '0' };
  return open(root, { ...common, ...env, REDSTART_USER_DATA: userData });
}

/** The floor: an empty window of the same size in the same Electron. */
export function openEmptyWindow() {
  const folder = join(import.meta.dirname, 'empty-window');
  return open(folder, { REDSTART_USER_DATA: freshFolder() });
}

function open(folder, env) {
  const args = electronArguments({
    chromiumSandbox: setup.osSandbox === 'on',
    inXvfb: process.env.REDSTART_BENCH_IN_XVFB === '1',
  }).map((argument) => (argument === root ? folder : argument));
  const startedAt = performance.now();
  const child = keepChild(
    spawn(electron.path, ['-r', join(import.meta.dirname, 'drive.cjs'), ...args], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 2, 'ipc'],
    }),
  );
  const marks = new Map();
  child.on('message', ({ mark }) => {
    if (mark === undefined) return;
    marks.set(mark, performance.now() - startedAt);
    child.emit('mark');
  });
  const marked = async (mark) => {
    while (!marks.has(mark)) await once(child, 'mark');
    return marks.get(mark);
  };
  const { ask, ...rest } = askable(child, 'Electron');
  return {
    ...rest,
    ask,
    /** Runs a script in the page and gives what it gives. */
    run: (script) => ask('run', { script }),
    /** Milliseconds from the start until it is `shown` (ready-to-show) or `filled`. */
    until: (mark) => within(startMs, beforeEnd(child, 'Electron', marked(mark)), `window ${mark}`),
  };
}
