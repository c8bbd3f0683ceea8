import type { ProfileFields } from './contract/connections.ts';

export interface ParsedRedisUrl {
  readonly fields: Pick<ProfileFields, 'host' | 'port' | 'db' | 'username'> & {
    readonly tls: boolean;
  };
  readonly password: string | null;
  /** Parts that were there and are not used, by name. */
  readonly ignored: readonly string[];
}

export type RedisUrlResult =
  | { readonly ok: true; readonly url: ParsedRedisUrl }
  | { readonly ok: false; readonly reason: string };

const refuse = (reason: string): RedisUrlResult => ({ ok: false, reason });

/**
 * `redis[s]://[user[:password]@]host[:port][/db]`, also `valkey[s]://` (IANA's provisional redis scheme). Never handed to
 * ioredis as text: that would take options out of its query.
 */
export function parseRedisUrl(text: string): RedisUrlResult {
  const match =
    /^(redis|rediss|valkey|valkeys):\/\/(?:([^/?#]*)@)?(\[[^\]]+\]|[^:/?#@]+)?(?::(\d+))?(?:\/([^?#]*))?(?:\?([^#]*))?(?:#.*)?$/i.exec(
      text.trim(),
    );
  if (match === null) return refuse('Not a Redis URL: redis://user:password@host:6379/0');
  const [, scheme = '', credentials, host = 'localhost', port, path = '', query] = match;
  const portNumber = port === undefined ? 6_379 : Number(port);
  if (portNumber < 1 || portNumber > 65_535) return refuse('The port must be 1 to 65535');
  if (path !== '' && !/^\d{1,5}$/.test(path))
    return refuse('The part after / is a database number');
  const separator = credentials?.indexOf(':') ?? -1;
  const user =
    credentials === undefined
      ? ''
      : separator === -1
        ? credentials
        : credentials.slice(0, separator);
  const secret =
    credentials === undefined || separator === -1 ? null : credentials.slice(separator + 1);
  try {
    return {
      ok: true,
      url: {
        fields: {
          host: host.startsWith('[') ? host.slice(1, -1) : host,
          port: portNumber,
          db: path === '' ? 0 : Number(path),
          username: decodeURIComponent(user),
          tls: /s$/i.test(scheme.replace(/^redis$/i, '')),
        },
        password: secret === null ? null : decodeURIComponent(secret),
        ignored:
          query === undefined || query === ''
            ? []
            : query.split('&').map((part) => part.split('=')[0] ?? ''),
      },
    };
  } catch {
    return refuse('User or password has a % that is no escape: write it as %25');
  }
}
