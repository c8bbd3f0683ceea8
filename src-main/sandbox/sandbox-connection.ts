import { Redis } from 'ioredis';

export interface SandboxAddress {
  readonly host: string;
  readonly port: number;
  readonly password: string;
}

/** A connection of the sandbox's own; the app's are made by its connection pool. */
export function sandboxConnection(
  { host, port, password }: SandboxAddress,
  purpose: 'fill' | 'traffic',
): Redis {
  const redis = new Redis({
    host,
    port,
    password,
    connectionName: `redstart:sandbox-${purpose}`,
    lazyConnect: true,
    // Flat replies, the same for every server.
    protocol: 2,
    enableReadyCheck: false,
    // A command cut off by a disconnect fails; it is not sent twice and does not wait for a better day.
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    connectTimeout: 5000,
    socketTimeout: 30_000,
    retryStrategy: (times) => (purpose === 'fill' ? null : Math.min(times * 200, 3000)),
  });
  // Without a listener ioredis prints it; each command carries its own error to where it is dealt with.
  redis.on('error', () => undefined);
  return redis;
}
