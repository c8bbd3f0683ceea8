import { connect } from 'node:net';
import type { Endpoint } from './connect.ts';

const WAIT_MS = 300;
/** Who answered nothing for eight seconds is not waited for much longer. */
const OPEN_MS = 1_000;
const MOST_BYTES = 4_096;

/**
 * The error reply that a server gives before it is asked anything, as it does only to turn a connection away (too many
 * clients, protected mode); null when it waits for us to begin. A client that writes at once may never get to read it:
 * its write fails first.
 */
export async function firstWords(endpoint: Endpoint): Promise<string | null> {
  if (endpoint.tls.enabled) return null;
  const socket = connect({ host: endpoint.host, port: endpoint.port });
  const words = Promise.withResolvers<string | null>();
  let said = '';
  socket.setTimeout(WAIT_MS, () => words.resolve(null));
  socket.on('data', (chunk) => {
    said += chunk.toString('latin1');
    if (said.length > MOST_BYTES) words.resolve(null);
  });
  for (const event of ['end', 'close', 'error'] as const)
    socket.on(event, () => words.resolve(/^-([^\r\n]+)\r\n/.exec(said)?.[1] ?? null));
  try {
    return await words.promise;
  } finally {
    socket.destroy();
  }
}

/** Whether anybody takes connections there, TLS or not. */
export async function isOpen({ host, port }: Endpoint): Promise<boolean> {
  const socket = connect({ host, port });
  const open = Promise.withResolvers<boolean>();
  socket.setTimeout(OPEN_MS, () => open.resolve(false));
  socket.on('connect', () => open.resolve(true));
  socket.on('error', () => open.resolve(false));
  try {
    return await open.promise;
  } finally {
    socket.destroy();
  }
}
