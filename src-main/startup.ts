import type { ConnectionId } from '../src-shared/contract/define.ts';
import { parseRedisUrl } from '../src-shared/redis-url.ts';
import type { Session } from './redis/session.ts';
import type { SessionPool } from './redis/session-pool.ts';
import { AppFailure } from './rpc/app-failure.ts';
import { toAppError } from './rpc/to-app-error.ts';
import type { Sandbox } from './sandbox/sandbox.ts';
import type { StartOptions } from './start-options.ts';

export interface Opening {
  readonly connection: ConnectionId | null;
  readonly error: string | null;
}

async function openUrl(pool: SessionPool, text: string): Promise<Session> {
  const parsed = parseRedisUrl(text);
  if (!parsed.ok)
    throw new AppFailure({
      code: 'input.invalid',
      issues: [parsed.reason],
      message: parsed.reason,
    });
  const { fields, password } = parsed.url;
  return await pool.open({
    profile: null,
    name: fields.host,
    environment: 'local',
    separators: [':'],
    sandbox: false,
    readOnly: false,
    endpoint: {
      ...fields,
      password,
      tls: { enabled: fields.tls, caFile: null, servername: null },
      protocol: 3,
    },
  });
}

/** Starts the sandbox if it is not running and opens it, or gives the session that is open. */
export async function openSandbox(pool: SessionPool, sandbox: Sandbox): Promise<Session> {
  const open = pool.find((session) => session.describe().sandbox);
  if (open !== null) return open;
  const { host, port, password } = await sandbox.open();
  return await pool.open({
    profile: null,
    name: 'Sandbox',
    environment: 'local',
    separators: [':'],
    sandbox: true,
    readOnly: false,
    endpoint: {
      host,
      port,
      db: 0,
      username: '',
      password,
      tls: { enabled: false, caFile: null, servername: null },
      protocol: 3,
    },
  });
}

/** What the app was started for; a failure is told in the window, not thrown. */
export async function openAtStart(
  options: StartOptions,
  pool: SessionPool,
  sandbox: Sandbox,
): Promise<Opening> {
  try {
    if (options.url !== null)
      return { connection: (await openUrl(pool, options.url)).id, error: null };
    if (options.openSandbox)
      return { connection: (await openSandbox(pool, sandbox)).id, error: null };
    return { connection: null, error: null };
  } catch (thrown) {
    const error = toAppError(thrown);
    const hint = 'hint' in error ? `. ${error.hint}` : '';
    const cause = 'cause' in error ? ` (${error.cause})` : '';
    return { connection: null, error: `${error.message}${cause}${hint}` };
  }
}
