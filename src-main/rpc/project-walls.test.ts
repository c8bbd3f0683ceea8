import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../test-support/temporary-folder.ts';

const root = resolve(import.meta.dirname, '../..');
const tsc = join(root, 'node_modules/typescript/bin/tsc');

/** What the compiler says of one more file in a project of ours; empty when it has nothing to say. */
async function compile(project: string, source: string): Promise<string> {
  const dir = await temporaryFolder();
  const config = {
    extends: join(root, project, 'tsconfig.json'),
    compilerOptions: {
      rootDir: resolve('/'),
      outDir: './out',
      tsBuildInfoFile: './out/info',
      typeRoots: [join(root, 'node_modules/@types')],
    },
    include: ['./extra.ts'],
  };
  await writeFile(join(dir, 'tsconfig.json'), JSON.stringify(config));
  await writeFile(join(dir, 'extra.ts'), source);
  return await new Promise((done) => {
    execFile(process.execPath, [tsc, '-p', dir, '--pretty', 'false'], (_error, stdout) => {
      done(stdout);
    });
  });
}

const take = (path: string): string =>
  `import * as taken from '${path}';\nexport const used = Object.keys(taken).length;\n`;

describe('each process can only be given what it may have', () => {
  test.each([
    ['src-shared', 'export const used = Uint8Array.of(2, 1).toSorted();\n'],
    ['src-renderer', 'export const used = document.title;\n'],
    ['src-main', "import { join } from 'node:path';\nexport const used = join('a', 'b');\n"],
  ])('%s compiles what belongs in it', async (project, source) => {
    expect(await compile(project, source)).toBe('');
  });

  test.each([
    ['src-renderer', 'src-main/rpc/app-failure.ts'],
    ['src-main', 'src-renderer/client/stream-failure.ts'],
    ['src-shared', 'src-main/rpc/app-failure.ts'],
    ['src-shared', 'src-renderer/client/stream-failure.ts'],
  ])('%s cannot import %s', async (project, path) => {
    expect(await compile(project, take(join(root, path)))).toMatch(
      /^\S*extra\.ts\(.*error TS6307: /m,
    );
  });

  test.each(['src-renderer', 'src-shared'])(
    '%s cannot import what only Node has',
    async (project) => {
      expect(await compile(project, take('node:fs'))).toMatch(
        /^\S*extra\.ts\(.*error TS(2591|2307|2580): .*node:fs/m,
      );
    },
  );

  test.each(['src-main', 'src-shared'])('%s has no page', async (project) => {
    expect(await compile(project, 'export const used = document.title;\n')).toMatch(
      /^\S*extra\.ts\(.*error TS(2584|2304): .*document/m,
    );
  });
});
