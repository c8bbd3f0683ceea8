import type { ServerFacts } from '../../src-shared/contract/connections.ts';
import { type Reply, toText } from './reply.ts';

/** What Redstart writes with, one of each kind of command: who may run none of these may change nothing. */
const WRITES: readonly (readonly [string, ...string[]])[] = [
  ['set', 'k', 'v'],
  ['unlink', 'k'],
  ['del', 'k'],
  ['pexpireat', 'k', '1'],
  ['persist', 'k'],
  ['restore', 'k', '0', 'v'],
  ['hset', 'k', 'f', 'v'],
  ['rpush', 'k', 'v'],
  ['sadd', 'k', 'v'],
  ['zadd', 'k', '1', 'v'],
  ['xadd', 'k', '*', 'f', 'v'],
  ['renamenx', 'k', 'l'],
];

/** The reply of a command, null where the server refuses it. */
type Ask = (...words: [string, ...string[]]) => Promise<Reply>;

const isText = (reply: Reply, pattern: RegExp): boolean =>
  reply !== null && !Array.isArray(reply) && pattern.test(toText(reply));

/** By ACL DRYRUN (Redis 7.0), which runs nothing: names of keys apart, whether the user may run any of them. */
async function mayWrite(ask: Ask, user: string): Promise<boolean> {
  const isRefused = async (words: readonly string[]): Promise<boolean> =>
    isText(await ask('acl', 'dryrun', user, ...words), /no permissions to run/);
  const [first = [], ...others] = WRITES;
  // Nearly everybody may: one question is enough.
  if (!(await isRefused(first))) return true;
  return (await Promise.all(others.map(isRefused))).includes(false);
}

/** Why nothing can be written, asked without writing; null where something can, and where it may not be asked. */
export async function whyNoWrites({
  ask,
  isReplica,
  user,
}: {
  readonly ask: Ask;
  readonly isReplica: boolean;
  readonly user: string | null;
}): Promise<ServerFacts['noWrites']> {
  if (isReplica && isText(await ask('info', 'replication'), /^(slave|replica)_read_only:1/m))
    return 'replica';
  return user === null || (await mayWrite(ask, user)) ? null : 'user';
}
