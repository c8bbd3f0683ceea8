import { connect } from 'node:net';
import type { TestServer } from './start-redis.ts';

/** What MONITOR writes, on a bare socket: a client library would read it in its own way. */
export async function startMonitor({ host, port, password }: TestServer) {
  const socket = connect(port, host);
  let text = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    text += chunk;
  });
  socket.write(`AUTH ${password}\r\nMONITOR\r\n`);
  await new Promise<void>((ready) => {
    socket.on('data', () => {
      if (text.includes('+OK\r\n+OK\r\n')) ready();
    });
  });
  return {
    /** Everything so far. */
    text: () => text,
    stop: () => socket.destroy(),
  };
}
