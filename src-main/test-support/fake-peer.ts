import { createServer, type Socket } from 'node:net';

export interface FakePeer {
  readonly host: string;
  readonly port: number;
  /** How many connections there have been. */
  readonly accepted: number;
  /** Ends every connection as a crash would. */
  cut(): void;
  stop(): Promise<void>;
}

/** Something that is no Redis on a loopback port: it does with each connection what `serve` says. */
export async function startFakePeer(serve: (socket: Socket) => void): Promise<FakePeer> {
  const sockets = new Set<Socket>();
  let accepted = 0;
  const server = createServer((socket) => {
    accepted += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    serve(socket);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const cut = (): void => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  return {
    host: '127.0.0.1',
    port: address.port,
    get accepted() {
      return accepted;
    },
    cut,
    async stop() {
      cut();
      await new Promise((done) => server.close(done));
    },
  };
}
