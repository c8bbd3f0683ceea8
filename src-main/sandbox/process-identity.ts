import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';

/** A process that a number alone does not name: the number is given to another one sooner or later. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, in the system's own words; null where that cannot be read. */
  readonly startedAt: string | null;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there, but not ours.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function run(command: string, args: readonly string[]): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(command, args, { timeout: 3000, windowsHide: true }, (error, stdout) => {
      const text = stdout.trim();
      resolve(error === null && text !== '' ? text : null);
    });
  });
}

async function linuxStart(pid: number): Promise<string | null> {
  try {
    const [stat, boot] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
    ]);
    // The name in brackets may hold anything; the start time is field 22, the 20th after it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A zombie has ended already; only its parent has not noticed.
    if (fields[0] === 'Z' || fields[0] === 'X') return null;
    return `${boot.trim()}:${fields[19] ?? ''}`;
  } catch {
    // Gone between two looks, or no /proc: the same answer as "cannot be read".
    return null;
  }
}

function startOf(pid: number): Promise<string | null> {
  if (process.platform === 'linux') return linuxStart(pid);
  if (process.platform !== 'win32') return run('ps', ['-o', 'lstart=', '-p', String(pid)]);
  const ask = `(Get-Process -Id ${pid}).StartTime.ToFileTimeUtc()`;
  return run('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', ask]);
}

export const identify = async (pid: number): Promise<ProcessIdentity> => ({
  pid,
  startedAt: await startOf(pid),
});

/** Whether that very process still runs. Where its start cannot be read, a live number counts as yes. */
export async function stillRuns({ pid, startedAt }: ProcessIdentity): Promise<boolean> {
  if (!isAlive(pid)) return false;
  const now = await startOf(pid);
  if (now === null) return process.platform !== 'linux' && startedAt === null;
  return startedAt === null || startedAt === now;
}

/** Asks the process to end, and after `graceMs` ends it. */
export async function endProcess(identity: ProcessIdentity, graceMs: number): Promise<void> {
  if (!(await stillRuns(identity))) return;
  signal(identity.pid, 'SIGTERM');
  const deadline = performance.now() + graceMs;
  while (performance.now() < deadline) {
    if (!(await stillRuns(identity))) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  signal(identity.pid, 'SIGKILL');
}

function signal(pid: number, name: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
