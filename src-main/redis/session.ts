import type { Redis } from 'ioredis';
import type {
  ConnectionState,
  Environment,
  OpenConnection,
  ServerFacts,
} from '../../src-shared/contract/connections.ts';
import type { ConnectionId, ProfileId } from '../../src-shared/contract/define.ts';
import { AppFailure } from '../rpc/app-failure.ts';
import { RedisClient } from './redis-client.ts';
import type { DestroyClient } from './clients.ts';
import type { Endpoint } from './connect.ts';
import { detectFacts } from './detect-facts.ts';
import { ClusterClient } from './cluster-client.ts';
import type { ClusterNodes } from './cluster-nodes.ts';
import { ManagedClient } from './managed-client.ts';
import { assertNoSentinel, findCluster } from './open-cluster.ts';
import { Subscriber } from './subscriber.ts';

const UNLOCK_MS = 600_000;

export interface SessionOptions {
  readonly id: ConnectionId;
  readonly profile: ProfileId | null;
  readonly name: string;
  readonly environment: Environment;
  readonly separators: readonly string[];
  readonly sandbox: boolean;
  readonly readOnly: boolean;
  readonly endpoint: Endpoint;
  readonly onChange: () => void;
}

/** One server opened by the user: its connections by purpose, what it can do, and whether it may be written to. */
export class Session {
  readonly id: ConnectionId;
  /** The connection's name for what is remembered about it: its profile, or where it points. */
  readonly memoryKey: string;
  readonly subscriber: Subscriber;
  #options: SessionOptions;
  #state: ConnectionState = { status: 'connecting' };
  #facts: ServerFacts | null = null;
  #data: ManagedClient;
  #separators: readonly string[];
  #client: DestroyClient;
  /** Takes the place of `#data` when that turns out to be a node of a cluster. */
  #cluster: ClusterNodes | null = null;
  #unlockedUntilMs = 0;
  #relock: NodeJS.Timeout | null = null;
  #abort = new AbortController();
  #clockOffsetMs = 0;

  constructor(options: SessionOptions) {
    this.id = options.id;
    this.#separators = options.separators;
    this.#options = options;
    const { host, port, db } = options.endpoint;
    this.memoryKey = options.sandbox ? 'sandbox' : (options.profile ?? `${host}:${port}/${db}`);
    this.#data = new ManagedClient({
      endpoint: () => options.endpoint,
      purpose: 'data',
      onState: (state) => {
        if (this.#cluster !== null) return;
        this.#state = state;
        options.onChange();
      },
      prepare: (client) => this.#learn(client),
    });
    this.#client = new RedisClient(
      () => this.#data.client,
      () => this.assertWritable(),
    );
    this.subscriber = new Subscriber(() => this.#cluster?.any().endpoint ?? options.endpoint);
  }

  get client(): DestroyClient {
    return this.#client;
  }

  /** Aborted when the session is closed: every stream and call on it ends. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** What was found out when the connection was made; throws `redis.offline` before that. */
  get facts(): ServerFacts {
    const facts = this.#knownFacts();
    if (facts === null)
      throw new AppFailure({
        code: 'redis.offline',
        cause: 'not connected',
        hint: 'Wait for the connection',
        message: 'Not connected yet',
      });
    return facts;
  }

  /** Server clock less ours, taken with TIME when connecting: ages and resets are told by the server's clock. */
  get clockOffsetMs(): number {
    return this.#clockOffsetMs;
  }

  has(command: string): boolean {
    return this.facts.commands.includes(command);
  }

  async open(): Promise<void> {
    await this.#data.open();
    if (this.#cluster === null) return;
    this.#data.close();
    await this.#cluster.open();
  }

  retryNow(): void {
    if (this.#cluster === null) this.#data.retryNow();
    else this.#cluster.retryNow();
    this.subscriber.retryNow();
  }

  setLock(locked: boolean): void {
    if (this.#relock !== null) clearTimeout(this.#relock);
    this.#unlockedUntilMs = locked ? 0 : Date.now() + UNLOCK_MS;
    // The window shows the lock as it was last told.
    this.#relock = locked ? null : setTimeout(() => this.setLock(true), UNLOCK_MS);
    this.#options.onChange();
  }

  setSeparators(separators: readonly string[]): void {
    this.#separators = separators;
    this.#options.onChange();
  }

  /** Asked again at the moment of sending: the lock may have come back meanwhile. */
  assertWritable(): void {
    if (!this.#options.readOnly || Date.now() < this.#unlockedUntilMs) return;
    throw new AppFailure({
      code: 'readonly',
      message: 'This connection is read-only: unlock it in the status bar first',
    });
  }

  describe(): OpenConnection {
    const { id, profile, name, environment, sandbox, readOnly, endpoint } = this.#options;
    return {
      id,
      profile,
      name,
      environment,
      address: `${endpoint.host.includes(':') ? `[${endpoint.host}]` : endpoint.host}:${endpoint.port}`,
      db: endpoint.db,
      separator: this.#separators[0] ?? ':',
      separators: [...this.#separators],
      sandbox,
      state: this.#cluster?.state ?? this.#state,
      facts: this.#knownFacts(),
      readOnly,
      unlockedUntilMs: this.#unlockedUntilMs > Date.now() ? this.#unlockedUntilMs : null,
    };
  }

  close(): void {
    this.#abort.abort();
    if (this.#relock !== null) clearTimeout(this.#relock);
    this.#data.close();
    this.#cluster?.close();
    this.subscriber.close();
  }

  /** What the server is, on every fresh connection to it. */
  async #learn(client: Redis): Promise<void> {
    const { endpoint, onChange } = this.#options;
    const facts = await detectFacts(client, endpoint);
    await assertNoSentinel(client, facts);
    this.#clockOffsetMs = await readClockOffset(client);
    this.#facts = facts;
    const assertWritable = (): void => this.assertWritable();
    this.#cluster = await findCluster({ client, endpoint, facts, assertWritable, onChange });
    if (this.#cluster !== null) this.#client = new ClusterClient(this.#cluster);
  }

  #knownFacts(): ServerFacts | null {
    if (this.#facts === null || this.#cluster === null) return this.#facts;
    return { ...this.#facts, cluster: this.#cluster.facts };
  }
}

async function readClockOffset(client: Redis): Promise<number> {
  try {
    const before = Date.now();
    const [seconds, micros] = await client.time();
    const roundTrip = Date.now() - before;
    return Number(seconds) * 1_000 + Number(micros) / 1_000 - (before + roundTrip / 2);
  } catch (error) {
    // Refused by ACL: ages are then told by our own clock.
    if (error instanceof Error && error.name === 'ReplyError') return 0;
    throw error;
  }
}
