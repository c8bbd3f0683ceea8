import { createHash, randomBytes } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { execFile } from 'node:child_process';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { words } from './data/step.ts';
import { lockDataDir, type DataDirLock } from './data-dir-lock.ts';
import { DOCKER_IMAGE, type ServerChoice, type ServerKind } from './find-server.ts';
import { waitUntilUp, type ServerFacts } from './probe-server.ts';
import { identify } from './process-identity.ts';
import { serverConfig } from './server-config.ts';
import { supervise, type Supervised } from './supervise.ts';
import { startWasmServer, type ForkHost } from './wasm-server.ts';

export interface SandboxServer {
  readonly host: '127.0.0.1';
  readonly port: number;
  readonly password: string;
  readonly kind: ServerKind;
  readonly version: string;
  readonly pid: number;
  /** Resolves when the server is gone, with the reason in words. */
  readonly ended: Promise<string>;
  readonly stop: () => Promise<void>;
}

export interface SandboxServerOptions {
  /** Belongs to the sandbox alone. */
  readonly dataDir: string;
  readonly choice: ServerChoice;
  /** Where the built valkey-wasm-host is, and what runs it. */
  readonly wasm: { readonly entry: string; readonly fork: ForkHost };
}

interface Attempt extends SandboxServerOptions {
  readonly port: number;
  readonly password: string;
  readonly folder: string;
}

const UP_MS = 20_000;
/** The first start may have to fetch the image. */
const DOCKER_UP_MS = 300_000;
const PORT_ATTEMPTS = 3;
const CONFIG_FILE = 'sandbox.conf';
const TOLD_LINES = 12;

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port: 0 }, () => {
      const address = server.address();
      server.close(() => {
        if (typeof address === 'object' && address !== null) resolve(address.port);
        else reject(new Error('no port was given'));
      });
    });
  });
}

const containerName = (dataDir: string): string =>
  `redstart-sandbox-${createHash('sha256').update(dataDir).digest('hex').slice(0, 12)}`;

async function startDocker(
  binary: string,
  attempt: Attempt,
): Promise<Supervised | { failed: string }> {
  const { folder, port, password, dataDir } = attempt;
  const file = join(folder, CONFIG_FILE);
  const config = serverConfig({ bind: '0.0.0.0', port: 6379, password, dir: '/data', modules: [] });
  await writeFile(file, config, { mode: 0o600 });
  const name = containerName(dataDir);
  // One that a killed Docker client left behind still holds the name and the data.
  await new Promise<void>((resolve) => {
    execFile(binary, ['rm', '--force', name], { timeout: 10_000 }, () => resolve());
  });
  const user =
    process.getuid === undefined || process.getgid === undefined
      ? []
      : ['--user', `${process.getuid()}:${process.getgid()}`];
  return supervise({
    command: binary,
    args: [
      ...words(`run --rm --name ${name} --env SKIP_DROP_PRIVS=1`),
      ...words(`--publish 127.0.0.1:${port}:6379`),
      ...user,
      '--volume',
      `${folder}:/data`,
      ...words(`${DOCKER_IMAGE} redis-server /data/${CONFIG_FILE}`),
    ],
    environment: process.env,
  });
}

async function startNative(
  binary: string,
  attempt: Attempt,
): Promise<Supervised | { failed: string }> {
  const { folder, port, password, choice } = attempt;
  const file = join(folder, CONFIG_FILE);
  const { modules } = choice;
  const config = serverConfig({ bind: '127.0.0.1', port, password, dir: folder, modules });
  await writeFile(file, config, { mode: 0o600 });
  const { PATH, TZ } = process.env;
  // Nothing of ours: tokens in the app's environment are no business of the server and its modules.
  const environment = { PATH, TZ, LC_ALL: 'C' };
  return supervise({ command: binary, args: [file], environment });
}

async function startProcess(attempt: Attempt): Promise<Supervised | { failed: string }> {
  const { choice, wasm } = attempt;
  if (choice.binary === null) return startWasmServer(await wasm.fork(wasm.entry), attempt);
  return choice.kind === 'docker'
    ? startDocker(choice.binary, attempt)
    : startNative(choice.binary, attempt);
}

interface Up {
  readonly process: Supervised;
  readonly facts: ServerFacts;
}

interface Started extends Up {
  readonly port: number;
}

/** One start on one port; a text is the reason why not. */
async function tryStart(attempt: Attempt, lock: DataDirLock): Promise<Up | string> {
  const { port, password, choice } = attempt;
  const process = await startProcess(attempt);
  if ('failed' in process) return process.failed;
  await lock.recordServer(await identify(process.pid));
  const deadlineMs = choice.kind === 'docker' ? DOCKER_UP_MS : UP_MS;
  const facts = await waitUntilUp(port, password, { ended: process.ended, deadlineMs });
  if (typeof facts !== 'string') return { process, facts };
  await process.stop();
  return [facts, ...process.lastLines().slice(-TOLD_LINES)].join('\n').replaceAll(password, '…');
}

async function startOnSomePort(attempt: Attempt, lock: DataDirLock): Promise<Started | string> {
  let reason = '';
  for (let tries = 0; tries < PORT_ATTEMPTS; tries++) {
    const port = await freePort();
    const up = await tryStart({ ...attempt, port }, lock);
    if (typeof up !== 'string') return { ...up, port };
    reason = up;
    // Somebody took the port between our asking and the server's.
    if (!/address already in use/i.test(reason)) break;
  }
  return reason;
}

const notStarted = (choice: ServerChoice, folder: string, cause: string): Result<SandboxServer> =>
  fail({
    code: 'redis.offline',
    message: `The sandbox server (${choice.kind} ${choice.version}) did not start`,
    cause,
    hint: `If its data is damaged, remove the folder ${folder} to begin with a fresh sandbox`,
  });

const handle = (
  { process, facts, port }: Started,
  { password, choice }: Attempt,
  lock: DataDirLock,
): SandboxServer => ({
  host: '127.0.0.1',
  port,
  password,
  kind: choice.kind,
  version: facts.version,
  pid: process.pid,
  ended: process.ended,
  stop: async () => {
    await process.stop();
    await lock.release();
  },
});

/** Starts the server in its data folder and resolves once it answers. It ends with `stop` or with this process. */
export async function startSandboxServer(
  options: SandboxServerOptions,
): Promise<Result<SandboxServer>> {
  const { dataDir, choice } = options;
  const locked = await lockDataDir(dataDir);
  if (!locked.ok) return locked;
  const lock = locked.value;
  // A folder for each release: a newer Redis writes files that an older one cannot read.
  const release = choice.version.split('.').slice(0, 2).join('.');
  const folder = join(dataDir, `${choice.kind}-${release}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const attempt = { ...options, folder, port: 0, password: randomBytes(16).toString('hex') };
  let started = false;
  try {
    const up = await startOnSomePort(attempt, lock);
    started = typeof up !== 'string';
    return typeof up === 'string' ? notStarted(choice, folder, up) : ok(handle(up, attempt, lock));
  } finally {
    // The server has read it; from here on the password is in memory only.
    await rm(join(folder, CONFIG_FILE), { force: true });
    if (!started) await lock.release();
  }
}
