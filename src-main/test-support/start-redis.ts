import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Redis } from 'ioredis';

/**
 * `stack`: the pinned Redis Stack with its modules; `plain`: redis-server of the PATH, without modules; `redis8` and
 * `valkey8`: the pinned ones of the set-up, without modules.
 */
export const serverKinds = ['stack', 'plain', 'redis8', 'valkey8'] as const;
export type ServerKind = (typeof serverKinds)[number];

/**
 * The protocols a kind is tested over: RESP3 all of them, RESP2 the oldest and the one with modules. What a reply looks like
 * in either is asked of every kind where connections are tested.
 */
export const protocolsOf = (kind: ServerKind): readonly (2 | 3)[] =>
  kind === 'stack' || kind === 'plain' ? [2, 3] : [3];

/** Whether fields of a hash can expire there: since Redis 7.4, in Valkey since 9. */
export const hasFieldTtl = (kind: ServerKind): boolean => kind === 'stack' || kind === 'redis8';

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
const fetchedDir = resolve(import.meta.dirname, '../../.cache/redis-8');
const redis8Dir = process.env['REDSTART_REDIS_8'] ?? fetchedDir;
const valkey8Dir = process.env['REDSTART_VALKEY_8'] ?? fetchedDir;
/** Why set-up did not fetch Redis 8 and Valkey 8; not every system can have them. */
const whyNoRedis8 = process.env['REDSTART_NO_REDIS_8'];
/** The programs that set-up fetched; `plain` is found on PATH. */
const fetched = {
  stack: { program: join(stackDir, 'bin/redis-server'), name: 'Redis Stack' },
  redis8: { program: join(redis8Dir, 'bin/redis-server'), name: 'Redis 8' },
  valkey8: { program: join(valkey8Dir, 'bin/valkey-server'), name: 'Valkey 8' },
} as const;
const modules = ['rediscompat', 'redisearch', 'redistimeseries', 'rejson', 'redisbloom'];

/** Whether this machine has that kind; tests that need it are skipped with this reason where it is missing. */
export function missingServer(kind: ServerKind): string | null {
  if (kind !== 'plain') {
    const { program, name } = fetched[kind];
    if (existsSync(program)) return null;
    const why = kind === 'stack' ? undefined : whyNoRedis8;
    return `no ${name}: ${why ?? 'run npm run setup'}`;
  }
  const paths = (process.env['PATH'] ?? '').split(':');
  return paths.some((path) => existsSync(join(path, 'redis-server')))
    ? null
    : 'no redis-server on PATH';
}

/** Below the ports that outgoing connections are given (from 32768 on Linux): one of those could take it meanwhile. */
const FIRST_PORT = 12_000;
const PORTS = 20_000;

/** A loopback port that nobody listens on. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = FIRST_PORT + randomInt(PORTS);
    if (await isFree(port)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return await new Promise<boolean>((done) => {
    server.once('error', () => done(false));
    server.listen(port, '127.0.0.1', () => server.close(() => done(true)));
  });
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
    const binary = kind === 'plain' ? 'redis-server' : fetched[kind].program;
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
