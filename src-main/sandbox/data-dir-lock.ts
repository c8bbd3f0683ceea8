import { randomUUID } from 'node:crypto';
import { chmod, link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { fail, ok, type Result } from '../../src-shared/result.ts';
import { endProcess, identify, stillRuns, type ProcessIdentity } from './process-identity.ts';

const identity = z.object({ pid: z.int().positive(), startedAt: z.string().nullable() });
const ownership = z.object({ app: identity, server: identity.nullable() });
type Ownership = z.infer<typeof ownership>;

/** One app at a time may run a server in a data folder. */
export interface DataDirLock {
  /** So that the next start can end this server, should both we and its watcher die. */
  readonly recordServer: (server: ProcessIdentity) => Promise<void>;
  readonly release: () => Promise<void>;
}

const SERVER_GRACE_MS = 5000;

async function readOwnership(file: string): Promise<Ownership | null> {
  try {
    return ownership.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    // No lock, or one that was cut off while being written: either way nobody can be named as its owner.
    return null;
  }
}

const has = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;

/** False when the file is there already. It appears with its content: nobody can read half of it. */
async function createWhole(file: string, text: string): Promise<boolean> {
  const draft = `${file}.new.${randomUUID()}`;
  await writeFile(draft, text, { mode: 0o600 });
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if (has(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

async function replaceWhole(file: string, text: string): Promise<void> {
  const draft = `${file}.new.${randomUUID()}`;
  await writeFile(draft, text, { mode: 0o600 });
  await rename(draft, file);
}

const inUse = (pid: number): Result<DataDirLock> =>
  fail({
    code: 'redis.offline',
    message: 'The sandbox is open in another Redstart',
    cause: `process ${pid} uses its data`,
    hint: 'Use that window, or close it and open the sandbox again',
  });

/** Takes over what a dead app left: its lock and, if it still runs, its server. */
async function clearStale(file: string, left: Ownership | null): Promise<void> {
  if (left !== null && left.server !== null) await endProcess(left.server, SERVER_GRACE_MS);
  const aside = `${file}.old.${randomUUID()}`;
  try {
    await rename(file, aside);
  } catch (error) {
    // Another app that started together with us was quicker.
    if (has(error, 'ENOENT')) return;
    throw error;
  }
  const moved = await readOwnership(aside);
  // What we moved may be the quicker one's new lock: it goes back.
  if (JSON.stringify(moved) !== JSON.stringify(left))
    await createWhole(file, JSON.stringify(moved));
  await rm(aside, { force: true });
}

export async function lockDataDir(dataDir: string): Promise<Result<DataDirLock>> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  await chmod(dataDir, 0o700);
  const file = join(dataDir, 'owner.json');
  const app = await identify(process.pid);
  const write = (server: ProcessIdentity | null): string => JSON.stringify({ app, server });
  for (let attempt = 0; attempt < 3; attempt++) {
    if (await createWhole(file, write(null)))
      return ok({
        recordServer: (server) => replaceWhole(file, write(server)),
        release: () => rm(file, { force: true }),
      });
    const left = await readOwnership(file);
    if (left !== null && (await stillRuns(left.app))) return inUse(left.app.pid);
    await clearStale(file, left);
  }
  return inUse((await readOwnership(file))?.app.pid ?? 0);
}
