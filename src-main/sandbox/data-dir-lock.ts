import { chmod, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
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

async function createExclusive(file: string, text: string): Promise<boolean> {
  try {
    const handle = await open(file, 'wx', 0o600);
    await handle.writeFile(text);
    await handle.close();
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
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
  if (left?.server != null) await endProcess(left.server, SERVER_GRACE_MS);
  // Moved, not removed: of two apps that start together only one can move it.
  const aside = `${file}.${process.pid}`;
  try {
    await rename(file, aside);
    await rm(aside, { force: true });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
}

export async function lockDataDir(dataDir: string): Promise<Result<DataDirLock>> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  await chmod(dataDir, 0o700);
  const file = join(dataDir, 'owner.json');
  const app = await identify(process.pid);
  const write = (server: ProcessIdentity | null): string => JSON.stringify({ app, server });
  for (let attempt = 0; attempt < 3; attempt++) {
    if (await createExclusive(file, write(null)))
      return ok({
        recordServer: (server) => writeFile(file, write(server), { mode: 0o600 }),
        release: () => rm(file, { force: true }),
      });
    const left = await readOwnership(file);
    if (left !== null && (await stillRuns(left.app))) return inUse(left.app.pid);
    await clearStale(file, left);
  }
  return inUse((await readOwnership(file))?.app.pid ?? 0);
}
