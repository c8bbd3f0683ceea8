import { quoteArgument, toBytes } from '../../src-shared/redis-value.ts';

export interface ServerConfig {
  readonly bind: string;
  readonly port: number;
  readonly password: string;
  /** Where the append-only file goes. */
  readonly dir: string;
  readonly modules: readonly string[];
}

export const MAX_MEMORY = '256mb';
export const MEMORY_POLICY = 'allkeys-lru';

const quoted = (text: string): string => quoteArgument(toBytes(text));

/** The configuration as a file: a password among the arguments could be read by every user of the machine. */
export function serverConfig({ bind, port, password, dir, modules }: ServerConfig): string {
  return [
    `bind ${bind}`,
    `port ${port}`,
    `requirepass ${password}`,
    `dir ${quoted(dir)}`,
    'daemonize no',
    'appendonly yes',
    'appendfsync everysec',
    'save ""',
    // At the default of 64 MB a day of traffic would make each later start a second longer.
    'auto-aof-rewrite-min-size 12mb',
    `maxmemory ${MAX_MEMORY}`,
    `maxmemory-policy ${MEMORY_POLICY}`,
    // Above what most systems allow Redis only warns, in each start's log.
    'tcp-backlog 128',
    ...modules.map((file) => `loadmodule ${quoted(file)}`),
    '',
  ].join('\n');
}
