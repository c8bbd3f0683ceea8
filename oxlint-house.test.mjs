import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

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

/** Where a case's file lies, so that all are looked at in one run. */
const placeOf = (file, at, kind) => join(`${at}-${kind}`, file);

let root;
let found;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'redstart-lint-'));
  const write = (file, text) => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  };
  for (const [at, [, file, wrong, right]] of cases.entries()) {
    write(placeOf(file, at, 'wrong'), wrong);
    write(placeOf(file, at, 'right'), right);
  }
  const rules = Object.fromEntries(cases.map(([rule]) => [`house/${rule}`, 'error']));
  const config = {
    plugins: [],
    categories: { correctness: 'off' },
    jsPlugins: [resolve(import.meta.dirname, 'oxlint-house.mjs')],
    rules,
  };
  write('oxlintrc.json', JSON.stringify(config));
  const bin = resolve(import.meta.dirname, 'node_modules/oxlint/bin/oxlint');
  const run = spawnSync(process.execPath, [bin, '-c', 'oxlintrc.json', '-f', 'json', '.'], {
    cwd: root,
    encoding: 'utf8',
  });
  found = JSON.parse(run.stdout).diagnostics;
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

test.each(cases.map((one, at) => [...one.slice(0, 2), at]))('%s in %s', (rule, file, at) => {
  const of = (kind) =>
    found.filter(
      ({ filename, code }) =>
        code === `house(${rule})` &&
        resolve(root, filename) === join(root, placeOf(file, at, kind)),
    );
  expect(of('wrong')).not.toEqual([]);
  expect(of('right')).toEqual([]);
});
