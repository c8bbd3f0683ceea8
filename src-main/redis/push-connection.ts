import type { Redis } from 'ioredis';
import { PushParser, type PushedMessage } from './push-parser.ts';

interface Pending {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** An error reply, named as ioredis names its own. */
class ReplyError extends Error {
  override readonly name = 'ReplyError';
}

/**
 * A connection that ioredis has made (TLS, AUTH, state, close) and whose bytes are then read here. Over RESP2: each
 * command has one word or none and is answered once, in order.
 */
export class PushConnection {
  #client: Redis;
  #pending: Pending[] = [];

  /** `client` is fresh, connected with RESP2 and has no command under way; it must not be used for commands after. */
  constructor(client: Redis, onMessage: (message: PushedMessage) => void) {
    this.#client = client;
    const parser = new PushParser({
      message: onMessage,
      reply: (error) => {
        const next = this.#pending.shift();
        if (error === null) next?.resolve();
        else next?.reject(new ReplyError(error));
      },
    });
    const { stream } = client;
    stream.removeAllListeners('data');
    stream.on('data', (chunk: Buffer) => {
      try {
        parser.write(chunk);
      } catch (error) {
        stream.destroy(error instanceof Error ? error : new Error(String(error)));
      }
    });
    client.once('close', () => {
      const error = new Error('Connection is closed.');
      for (const { reject } of this.#pending) reject(error);
      this.#pending = [];
    });
  }

  /** Sends it and resolves when the server has answered; rejects with a ReplyError or when the connection has gone. */
  send(command: string, word?: Uint8Array): Promise<void> {
    if (this.#client.status !== 'ready') return Promise.reject(new Error('Connection is closed.'));
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#pending.push({ resolve, reject });
    const parts = [`*${word === undefined ? 1 : 2}\r\n$${command.length}\r\n${command}\r\n`];
    if (word !== undefined) parts.push(`$${word.byteLength}\r\n`);
    const head = Buffer.from(parts.join(''));
    this.#client.stream.write(
      word === undefined ? head : Buffer.concat([head, word, Buffer.from('\r\n')]),
    );
    return promise;
  }

  /** Without waiting for the peer, which may be dead. */
  drop(): void {
    this.#client.stream.destroy();
  }
}
