import { existsSync } from 'node:fs';
import { hashTree, isStamped, stamp, unstamp } from '../setup/files.mjs';
import { projectPath, root } from '../setup/project.mjs';
import { lastLines, npm } from '../setup/run.mjs';
import { SetupStop, step } from '../setup/say.mjs';

const folders = ['src-main', 'src-renderer', 'src-shared', 'resources'];
const files = [
  'package.json',
  'package-lock.json',
  'electron.vite.config.ts',
  'tsconfig.base.json',
];
const output = ['out/main/main.js', 'out/preload/preload.cjs', 'out/renderer/index.html'];

/** Builds the app, only when something it is made from is different from the last time. */
export function buildWhenChanged(env) {
  return step('Build', async (announce) => {
    const key = sourceHash(root);
    if (isStamped('build', key) && isBuilt()) return { text: 'ready' };
    announce('electron-vite build');
    const { ok, output: words } = await build(env, key, { quiet: true });
    if (ok) return { text: 'done' };
    throw new SetupStop('The app could not be built:', lastLines(words, 30));
  });
}

/** Builds the app in any case, and remembers from what. */
export async function build(env, key = sourceHash(root), { quiet = false } = {}) {
  unstamp('build');
  const result = await npm(['run', '--silent', 'build'], { cwd: root, env, quiet });
  const ok = result.ok && isBuilt();
  if (ok) stamp('build', key);
  return { ...result, ok };
}

const isBuilt = () => output.every((file) => existsSync(projectPath(file)));

/** One hash over everything the app is built from; tests are no part of it. */
export const sourceHash = (base) =>
  hashTree(base, { folders, files, isPart: (file) => !/\.test(-d)?\.\w+$/.test(file) });
