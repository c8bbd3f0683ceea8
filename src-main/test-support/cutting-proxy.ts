import { createServer, connect, type Socket } from 'node:net';

export interface Cut {
  readonly word: string;
  readonly arrives: boolean;
}

export interface CuttingProxy {
  readonly port: number;
  /** All that clients have sent so far, byte by byte as latin1. */
  readonly sent: string;
  /** From now on what is sent arrives, but the reply to a chunk with this word is cut off with the connection. */
  cutReplyTo(word: string): void;
  /** One after another, each once: the connection is cut at the next chunk with the word, which arrives or does not. */
  cutAt(...cuts: readonly Cut[]): void;
  close(): Promise<void>;
}

/** Stands between a client and a server on this machine, to lose a reply at a chosen moment. */
export async function startCuttingProxy(serverPort: number): Promise<CuttingProxy> {
  const sockets = new Set<Socket>();
  let word: string | null = null;
  let cuts: readonly Cut[] = [];
  let sent = '';
  const proxy = createServer((client) => {
    const upstream = connect(serverPort, '127.0.0.1');
    let cutting = false;
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        client.destroy();
        upstream.destroy();
      });
    }
    client.on('data', (chunk) => {
      sent += chunk.toString('latin1');
      cutting ||= word !== null && chunk.includes(word);
      const [cut, ...later] = cuts;
      if (cut !== undefined && chunk.includes(cut.word)) {
        cuts = later;
        cutting = true;
        if (!cut.arrives) {
          client.destroy();
          return;
        }
      }
      upstream.write(chunk);
    });
    upstream.on('data', (chunk) => {
      if (cutting) client.destroy();
      else client.write(chunk);
    });
  });
  await new Promise<void>((done) => proxy.listen(0, '127.0.0.1', done));
  const address = proxy.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    get sent() {
      return sent;
    },
    cutReplyTo(text) {
      word = text;
    },
    cutAt(...all) {
      cuts = all;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((done) => proxy.close(done));
    },
  };
}
