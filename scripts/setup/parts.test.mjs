import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isRemembered, reasonIn } from './electron.mjs';
import { hashFile, installFolder, isInstalled, readJson, writeWhole } from './files.mjs';
import { isNewEnough, requireNode } from './node-24.mjs';
import { pipReason } from './redis-stack.mjs';
import { npmCommand, onPath, run } from './run.mjs';
import { missingIn } from './system-packages.mjs';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'redstart-parts-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a failed download of Electron', () => {
  const at = '2026-01-10T00:00:00.000Z';
  const failure = { at, version: '45.4.1', mirror: '', reason: 'x' };
  const later = (days) => Date.parse(at) + days * 24 * 60 * 60_000;

  it('is remembered for a week', () => {
    expect(isRemembered(failure, '45.4.1', '', later(0))).toBe(true);
    expect(isRemembered(failure, '45.4.1', '', later(6.9))).toBe(true);
    expect(isRemembered(failure, '45.4.1', '', later(7.1))).toBe(false);
  });

  it('is forgotten for another version or mirror, after the clock was set back, and when damaged', () => {
    expect(isRemembered(failure, '45.5.0', '', later(1))).toBe(false);
    expect(isRemembered(failure, '45.4.1', 'https://mirror.example/', later(1))).toBe(false);
    expect(isRemembered(failure, '45.4.1', '', later(-1))).toBe(false);
    expect(isRemembered(null, '45.4.1', '', later(0))).toBe(false);
    expect(isRemembered({ at: 'x' }, '45.4.1', '', later(0))).toBe(false);
  });

  it('is told in one line', () => {
    expect(reasonIn("TypeError: fetch failed\n  [cause]: { code: 'ENOTFOUND' }")).toBe(
      'no way to github.com, ENOTFOUND',
    );
    expect(reasonIn('HTTPError: Response code 404 (Not Found) for https://e.org/x')).toBe(
      'Response code 404 (Not Found) for https://e.org/x',
    );
    expect(reasonIn('')).toBe('no reason given');
  });
});

describe('the version of Node', () => {
  it('decides what it may be used for', () => {
    expect(['v22.12.0', 'v22.22.3', 'v23.4.0', 'v24.0.0'].map(isNewEnough)).toEqual([
      false,
      true,
      false,
      true,
    ]);
    expect(() => requireNode('v20.18.3')).toThrow('v20.18.3');
    expect(() => requireNode('v18.20.0')).toThrow('20.19 or later');
    expect(() => requireNode('v20.19.0')).not.toThrow();
    expect(() => requireNode('v22.1.0')).not.toThrow();
  });
});

describe('pipReason', () => {
  it('says what to install, or what pip says', () => {
    expect(pipReason('/usr/bin/python3: No module named pip')).toContain('python3-pip');
    expect(pipReason('WARNING: x\nERROR: No matching distribution\n')).toBe(
      'pip: No matching distribution',
    );
    expect(pipReason('')).toBe('pip: no file came');
  });
});

describe('missingIn', () => {
  it('finds the libraries the linker did not', () => {
    const output =
      '\tlibnss3.so => not found\n\tlibc.so.6 => /lib/libc.so.6 (0x1)\n\tlinux-vdso.so.1';
    expect(missingIn(output)).toEqual(['libnss3.so']);
    expect(missingIn('')).toEqual([]);
  });
});

describe('files', () => {
  it('an installed folder counts only with its own pin', () => {
    const made = join(folder, 'made');
    const target = join(folder, 'deep', 'target');
    mkdirSync(made);
    writeFileSync(join(made, 'x'), '1');
    expect(isInstalled(target, 'sha512-a')).toBe(false);
    installFolder(made, target, 'sha512-a');
    expect(isInstalled(target, 'sha512-a')).toBe(true);
    expect(isInstalled(target, 'sha512-b')).toBe(false);
  });

  it('half a record reads as none', () => {
    const file = join(folder, 'record.json');
    expect(readJson(file)).toBeNull();
    writeFileSync(file, '{"a":');
    expect(readJson(file)).toBeNull();
    writeWhole(file, '{"a":1}');
    expect(readJson(file)).toEqual({ a: 1 });
  });

  it('hashes as the registries write it', async () => {
    const file = join(folder, 'abc');
    writeFileSync(file, 'abc');
    expect(await hashFile(file, 'sha256')).toMatch(/^ba7816bf.*15ad$/);
    expect(await hashFile(file, 'sha512')).toMatch(/^sha512-3a81oZN.*==$/);
  });
});

describe('run', () => {
  const node = process.execPath;

  it('keeps what a quiet command says and how it ended', async () => {
    const script = 'console.log("out"); console.error("err"); process.exit(3)';
    const { ok, code, output } = await run(node, ['-e', script], { quiet: true });
    expect({ ok, code }).toEqual({ ok: false, code: 3 });
    expect(output.split('\n').sort()).toEqual(['err', 'out']);
  });

  it('ends a command that takes too long', async () => {
    const args = ['-e', 'setInterval(() => {}, 1000)'];
    const result = await run(node, args, { quiet: true, timeoutMs: 200 });
    expect(result).toMatchObject({ ok: false, timedOut: true });
  });

  it('says why a command could not start', async () => {
    const result = await run(join(folder, 'nothing'), [], { quiet: true });
    expect(result).toMatchObject({ ok: false, code: null });
    expect(result.output).toContain('ENOENT');
  });

  it('finds commands, and not folders, on a path', () => {
    mkdirSync(join(folder, 'redis-server'));
    expect(onPath('redis-server', folder)).toBeNull();
    expect(onPath('redis-server', '')).toBeNull();
  });

  it('uses npm through Node where it can, and no other package manager', () => {
    const cli = join(folder, 'npm-cli.js');
    writeFileSync(cli, '');
    expect(npmCommand({ npm_execpath: cli, npm_node_execpath: node })).toEqual([node, cli]);
    expect(npmCommand({ npm_execpath: join(folder, 'pnpm.cjs') }).join(' ')).not.toContain('pnpm');
  });
});
