import { readFile } from 'node:fs/promises';
import { Redis, type RedisOptions } from 'ioredis';
import type { ProfileFields } from '../../src-shared/contract/connections.ts';
import { AppFailure } from '../rpc/app-failure.ts';
import { connectionError } from './redis-error.ts';
import { trueCause } from './true-cause.ts';

/** How to reach one server as one user; lives in main only. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
  readonly db: number;
  readonly username: string;
  readonly password: string | null;
  readonly tls: ProfileFields['tls'];
  readonly protocol: 2 | 3;
}

/** Each purpose has its own connection: a tail must not delay a read, nor MONITOR either. */
export type Purpose = 'data' | 'subscriber' | 'monitor' | 'test';

const CONNECT_TIMEOUT_MS = 8_000;
/** A server that hangs does not answer the goodbye either: closing, and with it quitting, does not wait for it. */
const DISCONNECT_TIMEOUT_MS = 500;
/** ioredis's connectTimeout ends with the TLS handshake: a peer that accepts and stays silent needs our own. */
const READY_TIMEOUT_MS = 10_000;
/** The only sign of a half-open connection; armed while a command is pending. */
const SOCKET_TIMEOUT_MS = 15_000;

async function tlsOptions(endpoint: Endpoint): Promise<NonNullable<RedisOptions['tls']> | null> {
  if (!endpoint.tls.enabled) return null;
  const { caFile, servername } = endpoint.tls;
  const ca = caFile === null ? null : await readCa(caFile);
  return {
    ...(ca === null ? {} : { ca }),
    ...(servername === null ? {} : { servername }),
  };
}

async function readCa(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new AppFailure({
      code: 'redis.offline',
      cause: error instanceof Error ? error.message : String(error),
      hint: 'Choose the CA file again',
      message: 'The CA file could not be read',
    });
  }
}

/** A fixed list of options, never a URL: ioredis would merge its query string into them. */
async function clientOptions(
  endpoint: Endpoint,
  purpose: Purpose,
): Promise<Omit<RedisOptions, 'replyMapping'>> {
  const tls = await tlsOptions(endpoint);
  return {
    host: endpoint.host,
    port: endpoint.port,
    ...(endpoint.username === '' ? {} : { username: endpoint.username }),
    ...(endpoint.password === null ? {} : { password: endpoint.password }),
    ...(tls === null ? {} : { tls }),
    protocol: endpoint.protocol,
    stringNumbers: true,
    lazyConnect: true,
    enableReadyCheck: false,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    autoResubscribe: false,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
    connectTimeout: CONNECT_TIMEOUT_MS,
    disconnectTimeout: DISCONNECT_TIMEOUT_MS,
    // A subscriber is silent by nature; its pings are sent by its owner.
    ...(purpose === 'data' || purpose === 'test' ? { socketTimeout: SOCKET_TIMEOUT_MS } : {}),
    connectionName: `redstart:${purpose}`,
    keepAlive: 30_000,
    noDelay: true,
  };
}

/**
 * One connection, ready to use, that never reconnects by itself: its owner decides. Throws AppFailure with the true
 * cause (ioredis's own rejection only says "Connection is closed").
 */
export async function connect(
  endpoint: Endpoint,
  purpose: Purpose,
  signal: AbortSignal,
): Promise<Redis> {
  const client = new Redis(await clientOptions(endpoint, purpose));
  let lastError: Error | null = null;
  client.on('error', (error: Error) => {
    lastError = error;
  });
  const deadline = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    deadline.reject(Object.assign(new Error('no answer'), { code: 'SILENT' }));
  }, READY_TIMEOUT_MS);
  const abort = (): void => {
    deadline.reject(new AppFailure({ code: 'cancelled', message: 'Cancelled' }));
  };
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  try {
    await Promise.race([makeReady(client, endpoint.db), deadline.promise]);
    return client;
  } catch (thrown) {
    client.disconnect();
    if (thrown instanceof AppFailure) throw thrown;
    throw new AppFailure(connectionError(await trueCause(endpoint, thrown, lastError)));
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  }
}

async function makeReady(client: Redis, db: number): Promise<void> {
  await client.connect();
  // With HELLO the password is checked on the way; with AUTH alone its error comes with the first command.
  await client.ping();
  // ioredis's own option swallows a refusal, and would leave us on database 0.
  if (db !== 0) await client.select(db);
  await leaveNoTrace(client);
}

/** Reads of ours then leave LRU, LFU and OBJECT IDLETIME alone; servers before 7.2 do not know it. */
async function leaveNoTrace(client: Redis): Promise<void> {
  try {
    await client.call('client', 'no-touch', 'on');
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ReplyError') throw error;
  }
}
