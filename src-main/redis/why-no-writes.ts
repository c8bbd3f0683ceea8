import type { ServerFacts } from '../../src-shared/contract/connections.ts';
import { type Reply, toFields, toText } from './reply.ts';

/** The reply of a command, null where the server refuses it. */
type Ask = (...words: [string, ...string[]]) => Promise<Reply>;

const textOf = (reply: Reply | undefined): string =>
  reply === undefined || reply === null || Array.isArray(reply) ? '' : toText(reply);

/**
 * By ACL GETUSER, whose rules hold in their order: all that writes is taken away, modules' commands too, and nothing is given
 * after it, nor by a selector. Anything else is not certain.
 */
async function mayNotWrite(ask: Ask, user: string): Promise<boolean> {
  const reply = await ask('acl', 'getuser', user);
  if (!Array.isArray(reply)) return false;
  const fields = toFields(reply);
  const selectors = fields.get('selectors');
  if (Array.isArray(selectors) && selectors.length > 0) return false;
  const rules = textOf(fields.get('commands')).split(' ');
  const taken = rules.lastIndexOf('-@write');
  return taken >= 0 && !rules.slice(taken).some((rule) => rule.startsWith('+'));
}

/** Why nothing can be written, asked without writing; null where something can, and where it is not certain. */
export async function whyNoWrites({
  ask,
  isReplica,
  user,
}: {
  readonly ask: Ask;
  readonly isReplica: boolean;
  readonly user: string | null;
}): Promise<ServerFacts['noWrites']> {
  if (isReplica) {
    const info = textOf(await ask('info', 'replication'));
    if (/^(slave|replica)_read_only:1/m.test(info)) return 'replica';
  }
  return user !== null && (await mayNotWrite(ask, user)) ? 'user' : null;
}
