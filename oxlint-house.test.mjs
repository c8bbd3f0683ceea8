import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

let root;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'redstart-lint-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** The messages of one rule on a file with this content at this place. */
function lint(rule, file, code) {
  const path = join(root, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, code);
  const config = join(root, 'oxlintrc.json');
  writeFileSync(
    config,
    JSON.stringify({
      plugins: [],
      categories: { correctness: 'off' },
      jsPlugins: [resolve(import.meta.dirname, 'oxlint-house.mjs')],
      rules: { [`house/${rule}`]: 'error' },
    }),
  );
  const bin = resolve(import.meta.dirname, 'node_modules/oxlint/bin/oxlint');
  const run = spawnSync(process.execPath, [bin, '-c', config, '-f', 'json', path], {
    encoding: 'utf8',
  });
  return JSON.parse(run.stdout).diagnostics.map(({ message }) => message);
}

const cases = [
  // rule, file, wrong, right
  [
    'process-imports',
    'src-renderer/app/a.ts',
    "import '../../src-main/log.ts';",
    "import '../../src-shared/result.ts';",
  ],
  ['process-imports', 'src-renderer/app/b.ts', "import 'node:fs';", "import 'react';"],
  ['process-imports', 'src-shared/c.ts', "import 'react';", "import 'zod';"],
  ['process-imports', 'src-main/d.ts', "import 'zustand';", "import 'ioredis';"],
  ['process-imports', 'src-main/e.ts', "import 'left-pad';", "import 'node:net';"],
  [
    'feature-islands',
    'src-renderer/features/live/a.ts',
    "import '../search/search-store.ts';\nimport '../search/index.ts';",
    "import './live-store.ts';\nimport '../../ui/Button.tsx';",
  ],
  [
    'feature-islands',
    'src-renderer/app/f.ts',
    "import '../features/live/live-store.ts';",
    "import '../features/live/index.ts';",
  ],
  [
    'no-raw-ipc',
    'src-main/modules/a.ts',
    "import { ipcMain } from 'electron';\nipcMain.on('x', f);",
    "import { app } from 'electron';\napp.quit();",
  ],
  ['no-raw-ipc', 'src-main/window/b.ts', "win.webContents.send('x');", 'win.webContents.focus();'],
  ['no-cast', 'src-main/a.ts', 'export const a = b as string;', 'export const a = [1] as const;'],
  [
    'no-raw-html',
    'src-renderer/ui/A.tsx',
    'export const A = () => <p dangerouslySetInnerHTML={{ __html: x }} />;',
    'export const A = () => <p>{x}</p>;',
  ],
  ['no-raw-html', 'src-renderer/ui/b.ts', 'el.innerHTML = x;', 'el.textContent = x;'],
];

test.each(cases)('%s in %s', (rule, file, wrong, right) => {
  expect(lint(rule, file, wrong)).not.toEqual([]);
  expect(lint(rule, file, right)).toEqual([]);
});
