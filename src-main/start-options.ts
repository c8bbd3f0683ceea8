import { resolve } from 'node:path';

export interface StartOptions {
  /** Server to open, with its password: from the environment only, since other users can read arguments. */
  readonly url: string | null;
  readonly openSandbox: boolean;
  /** Whether the sandbox's live traffic runs from the start. */
  readonly traffic: boolean;
  /** Take a picture of the filled window into this file and exit. */
  readonly picture: string | null;
  readonly windowSize: { readonly width: number; readonly height: number } | null;
  readonly userData: string | null;
  readonly devOrigin: string | null;
}

const orNull = (value: string | undefined): string | null =>
  value === undefined || value === '' ? null : value;

function readSize(value: string | undefined): StartOptions['windowSize'] {
  const match = /^(\d{3,5})x(\d{3,5})$/.exec(value ?? '');
  return match === null ? null : { width: Number(match[1]), height: Number(match[2]) };
}

function originOf(url: string | null): string | null {
  return url === null ? null : new URL(url).origin;
}

/**
 * REDSTART_URL or REDIS_URL, REDSTART_SANDBOX=1, REDSTART_TRAFFIC=0, REDSTART_PICTURE=file, REDSTART_WINDOW=1440x900,
 * REDSTART_USER_DATA=folder. Takes the URLs out of the environment, so that no child process inherits a password.
 */
export function readStartOptions(env: NodeJS.ProcessEnv): StartOptions {
  const url = orNull(env['REDSTART_URL']) ?? orNull(env['REDIS_URL']);
  delete env['REDSTART_URL'];
  delete env['REDIS_URL'];
  // ioredis's debug output prints commands with their arguments.
  delete env['DEBUG'];
  const picture = orNull(env['REDSTART_PICTURE']);
  return {
    url,
    openSandbox: url === null && env['REDSTART_SANDBOX'] === '1',
    traffic: env['REDSTART_TRAFFIC'] !== '0',
    picture: picture === null ? null : resolve(picture),
    windowSize:
      readSize(env['REDSTART_WINDOW']) ?? (picture === null ? null : { width: 1_440, height: 900 }),
    userData: orNull(env['REDSTART_USER_DATA']),
    devOrigin: originOf(orNull(env['ELECTRON_RENDERER_URL'])),
  };
}
