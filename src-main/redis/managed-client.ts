import type { Redis } from 'ioredis';
import type { ConnectionState } from '../../src-shared/contract/connections.ts';
import type { AppError } from '../../src-shared/result.ts';
import { AppFailure } from '../rpc/app-failure.ts';
import { toAppError } from '../rpc/to-app-error.ts';
import { connect, type Endpoint, type Purpose } from './connect.ts';
import { connectionError, isFinal } from './redis-error.ts';

const RETRY_FIRST_MS = 500;
const RETRY_MOST_MS = 15_000;

interface Options {
  /** Asked for each try: in a cluster another node may do as well. */
  readonly endpoint: () => Endpoint;
  readonly purpose: Purpose;
  readonly onState: (state: ConnectionState) => void;
  /** Runs on every fresh connection before anybody else may use it. */
  readonly prepare?: (client: Redis) => Promise<void>;
}

/**
 * A connection that is made again when it is lost, with a countdown, and stops trying when trying cannot help.
 * Each attempt is a fresh ioredis client: nothing queued or half-sent survives.
 */
export class ManagedClient {
  #options: Options;
  #client: Redis | null = null;
  #abort = new AbortController();
  #timer: NodeJS.Timeout | null = null;
  #attempt = 0;
  #lostAtMs = 0;
  #connecting = false;
  #closed = false;

  constructor(options: Options) {
    this.#options = options;
  }

  /** The live connection; throws `redis.offline` at once when there is none. */
  get client(): Redis {
    if (this.#client?.status === 'ready') return this.#client;
    throw new AppFailure({
      code: 'redis.offline',
      cause: 'not connected',
      hint: 'Wait for the connection to come back, or try it now',
      message: 'Not connected',
    });
  }

  /** The first connection: throws its failure instead of retrying. */
  async open(): Promise<void> {
    this.#options.onState({ status: 'connecting' });
    try {
      await this.#connectOnce();
    } catch (thrown) {
      if (!this.#closed) this.#options.onState({ status: 'failed', error: toAppError(thrown) });
      throw thrown;
    }
  }

  /** Tries now instead of at the end of the countdown. */
  retryNow(): void {
    if (this.#closed || this.#connecting || this.#client?.status === 'ready') return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    void this.#retry();
  }

  close(): void {
    this.#closed = true;
    this.#abort.abort();
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#client?.disconnect();
    this.#client = null;
  }

  /** Closes once everything under way has been answered. */
  retire(): void {
    const client = this.#client;
    this.#client = null;
    this.close();
    if (client?.status === 'ready') client.quit().catch(() => client.disconnect());
  }

  async #connectOnce(): Promise<void> {
    this.#connecting = true;
    try {
      const { endpoint, purpose, prepare, onState } = this.#options;
      const client = await connect(endpoint(), purpose, this.#abort.signal);
      let lastError: Error | null = null;
      client.on('error', (error: Error) => {
        lastError = error;
      });
      const whyLost = (): AppError =>
        connectionError(lastError ?? new Error('closed by the server'));
      try {
        await prepare?.(client);
      } catch (thrown) {
        // What `prepare` says of a lost connection is only that it is closed.
        const isLost = client.status !== 'ready' && !(thrown instanceof AppFailure);
        client.disconnect();
        throw isLost ? new AppFailure(whyLost()) : thrown;
      }
      if (this.#closed) {
        client.disconnect();
        return;
      }
      // A socket that closed while `prepare` ran has had its event already.
      if (client.status !== 'ready') throw new AppFailure(whyLost());
      this.#client = client;
      this.#attempt = 0;
      client.once('close', () => this.#lost(whyLost()));
      onState({ status: 'ready', sinceMs: Date.now() });
    } finally {
      this.#connecting = false;
    }
  }

  #lost(error: AppError): void {
    this.#client = null;
    if (this.#closed) return;
    this.#lostAtMs = Date.now();
    this.#schedule(error);
  }

  #schedule(error: AppError): void {
    if (isFinal(error)) {
      this.#options.onState({ status: 'failed', error });
      return;
    }
    this.#attempt += 1;
    const delay = Math.min(RETRY_MOST_MS, RETRY_FIRST_MS * 2 ** (this.#attempt - 1));
    this.#options.onState({
      status: 'reconnecting',
      retryAtMs: Date.now() + delay,
      attempt: this.#attempt,
      error,
      lostAtMs: this.#lostAtMs,
    });
    this.#timer = setTimeout(() => {
      this.#timer = null;
      void this.#retry();
    }, delay);
  }

  async #retry(): Promise<void> {
    try {
      await this.#connectOnce();
    } catch (thrown) {
      if (!this.#closed) this.#schedule(toAppError(thrown));
    }
  }
}
