import { spawn, type ChildProcess } from 'node:child_process';

/** A server process that ends with this app, however the app ends. */
export interface Supervised {
  readonly pid: number;
  /** Resolves with what is to be said about the end. */
  readonly ended: Promise<string>;
  readonly lastLines: () => readonly string[];
  readonly stop: () => Promise<void>;
}

const KEPT_LINES = 40;
const STOP_MS = 6000;

// The app holds the other end of this script's input. When the app is gone, however it went, the input ends, `cat`
// returns and the server gets the signal to stop. A signal handler of ours could not do that: SIGKILL runs none.
const SCRIPT = `
exec 3<&0
"$@" </dev/null 3<&- &
server=$!
printf 'pid %s\\n' "$server"
{
  cat <&3 >/dev/null
  kill -TERM "$server"
  sleep 5
  kill -KILL "$server"
} >/dev/null 2>&1 &
watcher=$!
exec 3<&- </dev/null
wait "$server"
code=$?
kill "$watcher" 2>/dev/null
exit "$code"
`;

export interface SuperviseOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
}

function start({ command, args, environment }: SuperviseOptions): ChildProcess {
  if (process.platform === 'win32')
    return spawn(command, args, { env: environment, stdio: 'pipe', windowsHide: true });
  return spawn('/bin/sh', ['-c', SCRIPT, 'redstart-sandbox', command, ...args], {
    env: environment,
    stdio: 'pipe',
    // A session of its own: Ctrl+C in the terminal must not end the server before the app is done with it.
    detached: true,
  });
}

function endWith(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => {
      child.stdin?.destroy();
      resolve(signal === null ? `it ended with code ${code ?? 0}` : `it was ended by ${signal}`);
    });
  });
}

function kill(child: ChildProcess, signal: NodeJS.Signals): void {
  const { pid } = child;
  if (pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  // The script leads a group: the server and the watcher go with it.
  process.kill(process.platform === 'win32' ? pid : -pid, signal);
}

async function stop(child: ChildProcess, ended: Promise<string>): Promise<void> {
  child.stdin?.end();
  if (process.platform === 'win32') kill(child, 'SIGTERM');
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), STOP_MS);
  });
  if ((await Promise.race([ended, late])) === 'late') kill(child, 'SIGKILL');
  clearTimeout(timer);
  await ended;
}

/** Starts the command under a watcher and resolves once it has a process; its output is read for good. */
export function supervise(options: SuperviseOptions): Promise<Supervised | { failed: string }> {
  const child = start(options);
  const ended = endWith(child);
  const lines: string[] = [];
  return new Promise((resolve) => {
    const running = (pid: number): void =>
      resolve({ pid, ended, lastLines: () => lines, stop: () => stop(child, ended) });
    let named = false;
    const take = (line: string): void => {
      const pid = named ? undefined : /^pid (\d+)$/.exec(line)?.[1];
      if (pid === undefined) lines.push(line);
      else {
        named = true;
        running(Number(pid));
      }
      if (lines.length > KEPT_LINES) lines.shift();
    };
    for (const output of [child.stdout, child.stderr]) {
      let rest = '';
      output?.setEncoding('utf8').on('data', (text: string) => {
        const parts = (rest + text).split('\n');
        rest = (parts.pop() ?? '').slice(-2000);
        for (const part of parts) if (part.trim() !== '') take(part.trimEnd());
      });
    }
    // The server closes its input when it ends: that is reported by `ended`.
    child.stdin?.on('error', () => undefined);
    if (process.platform === 'win32' && child.pid !== undefined) running(child.pid);
    void ended.then((failed) => resolve({ failed: [...lines, failed].join('\n') }));
  });
}
