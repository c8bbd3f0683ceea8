import type { Session, SessionOptions } from '../redis/session.ts';
import { SessionPool } from '../redis/session-pool.ts';
import type { TestServer } from './start-redis.ts';

interface Overrides {
  readonly protocol?: 2 | 3;
  readonly readOnly?: boolean;
  readonly username?: string;
  readonly password?: string;
  readonly db?: number;
  readonly environment?: SessionOptions['environment'];
  /** Beside others; else in a pool of its own. */
  readonly pool?: SessionPool;
}

/** A session on a test server as the app would open it; close it with `pool.closeAll()`. */
export async function openSession(
  server: TestServer,
  overrides: Overrides = {},
): Promise<{ readonly pool: SessionPool; readonly session: Session }> {
  const pool = overrides.pool ?? new SessionPool();
  const options: Omit<SessionOptions, 'id' | 'onChange'> = {
    profile: null,
    name: 'test',
    environment: overrides.environment ?? 'local',
    separators: [':'],
    sandbox: false,
    readOnly: overrides.readOnly ?? false,
    endpoint: {
      host: server.host,
      port: server.port,
      db: overrides.db ?? 0,
      username: overrides.username ?? '',
      password: overrides.password ?? server.password,
      tls: { enabled: false, caFile: null, servername: null },
      protocol: overrides.protocol ?? 3,
    },
  };
  return { pool, session: await pool.open(options) };
}
