import type { DestroyClient, ReadClient, WriteClient } from '../../redis/clients.ts';
import { NO_COMMAND, type TransactionWay } from '../../redis/transaction-way.ts';
import { AppFailure } from '../../rpc/app-failure.ts';
import type { NameSet } from '../../scan/name-set.ts';
import { dumpRefusal } from './delete-estimate.ts';

/** How this user changes keys only if nobody else does meanwhile, or why that cannot be. One without commands is tried on `key`. */
export async function waysToChange(
  redis: Pick<WriteClient, 'transactsBy'>,
  key: Uint8Array,
): Promise<{ readonly by: TransactionWay } | { readonly by: null; readonly obstacle: string }> {
  try {
    return { by: await redis.transactsBy(key) };
  } catch (thrown) {
    // Anything else is told when the work comes to it: it may be over by then.
    return thrown instanceof AppFailure && thrown.error.code === 'unsupported'
      ? { by: null, obstacle: thrown.message }
      : { by: 'watch' };
  }
}

const NO_SUCH = /unknown command/;

/** Whether a delete goes by scripts here, as far as is known: what they need is tried on `key` at once, without doing anything. */
export async function takesScripts(
  redis: Pick<DestroyClient, 'destroyAll'>,
  key: Uint8Array,
): Promise<boolean> {
  try {
    const replies = await redis.destroyAll([
      ['pexpiretime', key],
      ['eval_ro', 'return 1', '1', key],
      ['eval', 'return 1', '1', key],
    ]);
    return replies.every(
      (one) =>
        one.ok || !(NO_COMMAND.test(one.failure.message) || NO_SUCH.test(one.failure.message)),
    );
  } catch (thrown) {
    if (thrown instanceof AppFailure) return true;
    throw thrown;
  }
}

/** Why keys cannot be written here with an undo; null when they can, as far as `names` tell. */
export async function writeObstacle(redis: ReadClient, names: NameSet): Promise<string | null> {
  const refused = await dumpRefusal(redis, names);
  return refused === null || !NO_COMMAND.test(refused)
    ? null
    : `This user may not use DUMP on this server, which tells the undo what was written (${refused})`;
}

/** Of work that cannot be begun; the reason says which right is missing. */
export const lackingRight = (needs: string, message: string): AppFailure =>
  new AppFailure({ code: 'unsupported', needs, message });
