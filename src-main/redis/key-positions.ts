import type { AnyCommand, Argument } from './commands.ts';

/**
 * `none`: any node may answer. `allButLast`: a path comes after the keys. `everyThird`: two values come after each. `counted`: a
 * script and how many they are come before them.
 */
type Keys = 'none' | 'first' | 'two' | 'all' | 'allButLast' | 'everyThird' | 'counted';

/** Of what follows the command and its subcommand; commands that are not named here have their key first. */
const elsewhere: ReadonlyMap<AnyCommand, Keys> = new Map<AnyCommand, Keys>([
  ['acl|dryrun', 'none'],
  ['acl|whoami', 'none'],
  ['client|list', 'none'],
  ['command|info', 'none'],
  ['config|get', 'none'],
  ['dbsize', 'none'],
  ['del', 'all'],
  ['eval_ro', 'counted'],
  ['exists', 'all'],
  ['ft._list', 'none'],
  ['hello', 'none'],
  ['info', 'none'],
  ['json.mget', 'allButLast'],
  ['lmove', 'two'],
  ['pfcount', 'all'],
  ['ping', 'none'],
  ['publish', 'none'],
  ['pubsub|channels', 'none'],
  ['pubsub|numpat', 'none'],
  ['pubsub|numsub', 'none'],
  ['renamenx', 'two'],
  ['scan', 'none'],
  ['time', 'none'],
  ['ts.createrule', 'two'],
  ['ts.deleterule', 'two'],
  ['ts.madd', 'everyThird'],
  ['ts.queryindex', 'none'],
  ['unlink', 'all'],
]);

const toKey = (argument: Argument): Uint8Array =>
  argument instanceof Uint8Array ? argument : Buffer.from(String(argument));

/** The keys among the arguments of a command; the name of an index is one, as its server sees it. */
export function keysOf(command: AnyCommand, args: readonly Argument[]): Uint8Array[] {
  switch (elsewhere.get(command) ?? 'first') {
    case 'none':
      return [];
    case 'first':
      return args.slice(0, 1).map(toKey);
    case 'two':
      return args.slice(0, 2).map(toKey);
    case 'all':
      return args.map(toKey);
    case 'allButLast':
      return args.slice(0, -1).map(toKey);
    case 'counted':
      return args.slice(2, 2 + Number(args[1])).map(toKey);
    case 'everyThird':
      return args.filter((_, at) => at % 3 === 0).map(toKey);
  }
}
