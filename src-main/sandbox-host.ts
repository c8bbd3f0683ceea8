import { utilityProcess } from 'electron';
import type { ForkHost } from './sandbox/wasm-server.ts';

/** Runs the built-in Valkey in a process of its own: a shipped Electron cannot run as Node. */
export const forkUtility: ForkHost = async (entry) => {
  const child = utilityProcess.fork(entry, [], {
    serviceName: 'Redstart sandbox',
    stdio: 'ignore',
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('exit', (code) => reject(new Error(`the built-in server ended with code ${code}`)));
  });
  return {
    pid: child.pid ?? 0,
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port, not a window: it has no origin
    post: (message) => child.postMessage(message),
    onMessage: (listener) => void child.on('message', listener),
    onEnd: (listener) => void child.once('exit', listener),
    kill: () => void child.kill(),
  };
};
