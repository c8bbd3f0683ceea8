import type { MessagePort } from 'node:worker_threads';
import type { FromSource } from '../../src-shared/stream-protocol.ts';
import type { Port } from '../rpc/serve-stream.ts';

/** Node's MessagePort with the face of Electron's MessagePortMain; counts how often it was closed. */
export class NodePort implements Port {
  #port: MessagePort;
  #closed = 0;

  constructor(port: MessagePort) {
    this.#port = port;
  }

  get timesClosed(): number {
    return this.#closed;
  }

  postMessage(message: FromSource): void {
    this.#port.postMessage(message);
  }

  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
  on(event: 'close', listener: () => void): void;
  on(event: 'message' | 'close', listener: (event: { readonly data: unknown }) => void): void {
    if (event === 'close') this.#port.on('close', () => listener({ data: undefined }));
    else this.#port.on('message', (data: unknown) => listener({ data }));
  }

  start(): void {
    this.#port.start();
  }

  close(): void {
    this.#closed += 1;
    this.#port.close();
  }
}
