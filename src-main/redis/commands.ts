/**
 * What handlers may send, by effect. A capability declared `read` gets a client whose type knows only the first list,
 * so that a read that writes does not compile. Sending checks the list again.
 */
export const READ_COMMANDS = [
  'acl|whoami', 'acl|dryrun', 'bf.info', 'bitcount', 'cf.info', 'client|list', 'cms.info', 'command|info', 'config|get',
  'dbsize', 'dump', 'exists', 'ft._list', 'ft.aggregate', 'ft.explain', 'ft.info', 'ft.search', 'ft.tagvals',
  'geopos', 'get', 'getrange', 'hello', 'hlen', 'hpttl', 'hscan', 'info', 'json.arrlen', 'json.debug|memory', 'json.get',
  'json.mget', 'json.objkeys', 'json.objlen', 'json.strlen', 'json.type', 'llen', 'lrange', 'memory|usage', 'object|encoding',
  'object|idletime', 'pfcount', 'ping', 'pttl', 'pubsub|channels', 'pubsub|numpat', 'pubsub|numsub', 'scan', 'scard',
  'sscan', 'strlen', 'tdigest.info', 'time', 'topk.info', 'topk.list', 'ts.info', 'ts.range', 'ts.revrange', 'type', 'vcard',
  'vinfo', 'xinfo|consumers', 'xinfo|groups', 'xinfo|stream', 'xlen', 'xpending', 'xrange', 'xrevrange', 'zcard', 'zcount',
  'zrange', 'zscan', 'zscore',
] as const;

export const WRITE_COMMANDS = [
  'json.numincrby', 'json.set', 'persist', 'pexpire', 'pexpireat', 'publish', 'renamenx', 'restore',
] as const;

export const DESTROY_COMMANDS = ['unlink', 'del'] as const;

/** A command with its subcommand, if it has one, after `|`, as COMMAND INFO writes it. */
export type ReadCommand = (typeof READ_COMMANDS)[number];
export type WriteCommand = (typeof WRITE_COMMANDS)[number];
export type DestroyCommand = (typeof DESTROY_COMMANDS)[number];
export type AnyCommand = ReadCommand | WriteCommand | DestroyCommand;

export type Argument = string | Uint8Array | number;
