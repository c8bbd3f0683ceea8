import type { ConnectionState } from '../../src-shared/contract/connections.ts';
import type { AppError } from '../../src-shared/result.ts';
import { AppFailure } from '../rpc/app-failure.ts';
import { toAppError } from '../rpc/to-app-error.ts';
import { addressText, type NodeAddress } from './cluster-topology.ts';
import type { Endpoint } from './connect.ts';
import { ManagedClient } from './managed-client.ts';
import { ofNode } from './node-failure.ts';
import { isFinal } from './redis-error.ts';
import { reachNode } from './reach-node.ts';
import { RedisClient } from './redis-client.ts';

const FIND_AGAIN_MS = 10_000;

export interface ClusterNodeOptions extends NodeAddress {
  readonly id: string;
  readonly seed: Endpoint;
  readonly assertWritable: () => void;
  readonly onState: () => void;
}

/** The connection to one primary, made again when it is lost. */
export class ClusterNode {
  readonly host: string;
  readonly address: string;
  readonly client: RedisClient;
  #options: ClusterNodeOptions;
  #managed: ManagedClient | null = null;
  #state: ConnectionState = { status: 'connecting' };
  #opening: Promise<void> | null = null;
  #endpoint: Endpoint | null = null;
  #abort = new AbortController();
  #timer: NodeJS.Timeout | null = null;

  constructor(options: ClusterNodeOptions) {
    this.#options = options;
    this.host = options.host;
    this.address = addressText(options);
    this.client = new RedisClient(
      () => {
        const { error } = this;
        if (this.#managed !== null && error === null) return this.#managed.client;
        throw new AppFailure(error ?? notYet(this.address));
      },
      options.assertWritable,
      (failure) => new AppFailure(ofNode(failure.error, this.address)),
    );
  }

  get state(): ConnectionState {
    return this.#state;
  }

  get isReady(): boolean {
    return this.#state.status === 'ready';
  }

  /** Why it is not connected; null while it is, or has not been tried to the end. */
  get error(): AppError | null {
    return 'error' in this.#state ? this.#state.error : null;
  }

  /** How it was reached; null when it never was. */
  get endpoint(): Endpoint | null {
    return this.#endpoint;
  }

  /** The live connection, for what the cluster itself is asked; null without one. */
  get connection(): ManagedClient['client'] | null {
    return this.isReady ? (this.#managed?.client ?? null) : null;
  }

  /** Resolves when the first try is over, whatever came of it; it is then tried again by itself. */
  open(): Promise<void> {
    this.#opening ??= this.#open().finally(() => {
      this.#opening = null;
    });
    return this.#opening;
  }

  /** As `open`, when a first try is under way. */
  async opened(): Promise<void> {
    if (this.#opening !== null) await this.#opening;
  }

  /** From the start, as the way to it may be another one now. */
  retryNow(): void {
    if (this.isReady || this.#opening !== null) return;
    this.#stopTimer();
    this.#managed?.close();
    this.#managed = null;
    void this.open();
  }

  close(): void {
    this.#abort.abort();
    this.#stopTimer();
    this.#managed?.close();
    this.#managed = null;
  }

  /** Lets what is under way come to its end. */
  retire(): void {
    this.#abort.abort();
    this.#stopTimer();
    this.#managed?.retire();
    this.#managed = null;
  }

  #stopTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  async #open(): Promise<void> {
    try {
      const endpoint = await reachNode(this.#options, this.#options.seed, this.#abort.signal);
      if (this.#abort.signal.aborted) return;
      this.#endpoint = endpoint;
      const managed = new ManagedClient({
        endpoint: () => endpoint,
        purpose: 'data',
        onState: (state) => {
          if (this.#managed === managed) this.#set(state);
        },
      });
      this.#managed = managed;
      await managed.open();
    } catch (thrown) {
      if (this.#abort.signal.aborted) return;
      const error = toAppError(thrown);
      if (this.#managed === null) this.#tryAgainLater(error);
      else {
        this.#set({ status: 'failed', error });
        this.#managed.retryNow();
      }
    }
  }

  /** No way to it was found: a connection that is made again by itself needs one. */
  #tryAgainLater(error: AppError): void {
    if (isFinal(error)) {
      this.#set({ status: 'failed', error });
      return;
    }
    const now = Date.now();
    this.#set({
      status: 'reconnecting',
      retryAtMs: now + FIND_AGAIN_MS,
      attempt: 1,
      error,
      lostAtMs: now,
    });
    this.#timer = setTimeout(() => this.retryNow(), FIND_AGAIN_MS);
  }

  #set(state: ConnectionState): void {
    this.#state = 'error' in state ? { ...state, error: ofNode(state.error, this.address) } : state;
    this.#options.onState();
  }
}

const notYet = (address: string): AppError =>
  ofNode(
    {
      code: 'redis.offline',
      cause: 'not connected',
      hint: 'Wait for the connection, or try it now',
      message: 'Not connected',
    },
    address,
  );
