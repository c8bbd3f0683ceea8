import type { Redis } from 'ioredis';
import { AppFailure } from '../rpc/app-failure.ts';
import { mayCompare } from './compared-script.ts';

/** How changes are kept apart from those of others: by WATCH, MULTI and EXEC, or by a script that compares. */
export type TransactionWay = 'watch' | 'script';

/** Of a refusal of the command itself, not of a key. */
export const NO_COMMAND = /no permissions to run/;
/** Also of a server, or a proxy before it, that does not have it. */
const NOT_HERE = /no permissions to run|unknown command/i;

const known = new WeakMap<Redis, TransactionWay>();

/**
 * Asked once for each connection, without doing anything: where MULTI alone is refused, what comes behind it would run by
 * itself. Throws `unsupported` for a user who may use neither.
 */
export async function transactionWay(client: Redis, key: Uint8Array): Promise<TransactionWay> {
  const before = known.get(client);
  if (before !== undefined) return before;
  const name = Buffer.from(key.buffer, key.byteOffset, key.byteLength);
  // First by itself, which is an error in any case: a MULTI that may not be ended would hold the connection.
  const refused =
    (await refusalOf([client.call('exec')])) ??
    (await refusalOf([client.call('watch', name), client.call('multi'), client.call('exec')]));
  if (refused === null) {
    known.set(client, 'watch');
    return 'watch';
  }
  const asked = mayCompare(name).map(([command, ...args]) => client.call(command, ...args));
  const [may] = await Promise.allSettled(asked);
  const scriptless = await refusalOf(asked);
  if (scriptless !== null || (may?.status === 'fulfilled' && may.value === null))
    throw neither(refused);
  known.set(client, 'script');
  return 'script';
}

/** What was known of a connection is not so any more. */
export const forgetWay = (client: Redis): boolean => known.delete(client);

/** The first that was refused for the command itself; null: none was. What is no answer is thrown. */
async function refusalOf(asked: readonly Promise<unknown>[]): Promise<Error | null> {
  let refused: Error | null = null;
  for (const one of await Promise.allSettled(asked)) {
    if (one.status === 'fulfilled') continue;
    const error: unknown = one.reason;
    if (!(error instanceof Error) || error.name !== 'ReplyError') throw error;
    if (NOT_HERE.test(error.message)) refused ??= error;
  }
  return refused;
}

const neither = ({ message }: Error): AppFailure =>
  new AppFailure({
    code: 'unsupported',
    needs: 'the rights to WATCH, MULTI and EXEC, or to scripts',
    message: `This user may not use WATCH, MULTI and EXEC, which keep apart what others change meanwhile, nor a script in their place, which takes EVAL, EVAL_RO, DUMP, PEXPIRETIME and MEMORY USAGE (${message})`,
  });
