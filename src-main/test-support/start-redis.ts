import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Redis } from 'ioredis';

/** `stack`: the pinned Redis Stack with its modules; `plain`: redis-server of the PATH, without modules. */
export type ServerKind = 'stack' | 'plain';

export interface TestServer {
  readonly host: string;
  readonly port: number;
  readonly password: string;
  readonly pid: number;
  /** A bare client of one's own, closed with the server. */
  client(): Redis;
  /** Kills the process as a crash would. */
  kill(): Promise<void>;
  /** Starts it again on the same port and data. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export const stackDir =
  process.env['REDSTART_REDIS_STACK'] ?? resolve(import.meta.dirname, '../../.cache/redis-stack');
const modules = ['rediscompat', 'redisearch', 'redistimeseries', 'rejson', 'redisbloom'];

/** Whether this machine has that kind; tests that need it are skipped with this reason where it is missing. */
export function missingServer(kind: ServerKind): string | null {
  if (kind === 'stack')
    return existsSync(join(stackDir, 'bin/redis-server'))
      ? null
      : 'no Redis Stack: run npm run setup';
  const paths = (process.env['PATH'] ?? '').split(':');
  return paths.some((path) => existsSync(join(path, 'redis-server')))
    ? null
    : 'no redis-server on PATH';
}

/** A loopback port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** A real server of its own on a free loopback port, empty, gone with `stop()`. `options` are redis.conf words. */
export async function startRedis(
  kind: ServerKind,
  options: readonly string[] = [],
): Promise<TestServer> {
  const port = await freePort();
  const dir = await mkdtemp(join(tmpdir(), 'redstart-test-'));
  const password = 'test-password';
  const clients = new Set<Redis>();
  let child: ChildProcess;

  async function start(): Promise<void> {
    const binary = kind === 'stack' ? join(stackDir, 'bin/redis-server') : 'redis-server';
    const load =
      kind === 'stack'
        ? modules.flatMap((name) => ['--loadmodule', join(stackDir, `lib/${name}.so`)])
        : [];
    const args = [
      '--port',
      String(port),
      '--bind',
      '127.0.0.1',
      '--dir',
      dir,
      '--save',
      '',
      '--requirepass',
      password,
    ];
    child = spawn(binary, [...args, ...load, ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    await new Promise<void>((done, reject) => {
      child.stdout?.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        if (output.includes('Ready to accept connections')) done();
      });
      child.once('error', reject);
      child.once('exit', (code) =>
        reject(new Error(`redis-server ended with ${code}: ${output.slice(-2_000)}`)),
      );
    });
  }

  async function kill(): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((done) => child.once('exit', done));
    child.kill('SIGKILL');
    await gone;
  }

  await start();
  return {
    host: '127.0.0.1',
    port,
    password,
    get pid() {
      return child.pid ?? 0;
    },
    client() {
      const client = new Redis({ host: '127.0.0.1', port, password, stringNumbers: true });
      client.on('error', () => undefined);
      clients.add(client);
      return client;
    },
    kill,
    restart: start,
    async stop() {
      for (const client of clients) client.disconnect();
      await kill();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
