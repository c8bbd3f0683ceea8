import type { DestroyClient, ReadClient } from '../../redis/clients.ts';
import { AppFailure } from '../../rpc/app-failure.ts';
import type { NameSet } from '../../scan/name-set.ts';
import { dumpRefusal } from './delete-estimate.ts';

/** Of a refusal of the command itself, not of a key. */
export const NO_COMMAND = /no permissions to run/;

/** Why this user cannot change keys in a transaction; null when that works. One without commands is tried on `key`. */
export async function transactionObstacle(
  redis: Pick<DestroyClient, 'transact'>,
  key: Uint8Array,
): Promise<string | null> {
  try {
    await redis.transact(key, async () => []);
    return null;
  } catch (thrown) {
    // Anything else is told when the work comes to it: it may be over by then.
    if (!(thrown instanceof AppFailure) || !NO_COMMAND.test(thrown.message)) return null;
    return `This user may not use WATCH, MULTI and EXEC, which keep apart what others change meanwhile (${thrown.message})`;
  }
}

const NO_SUCH = /unknown command/;

/** Whether a delete goes by scripts here, as far as is known: what they need is tried on `key`, without doing anything. */
export async function takesScripts(
  redis: Pick<DestroyClient, 'read' | 'destroy'>,
  key: Uint8Array,
): Promise<boolean> {
  try {
    await redis.read('pexpiretime', key);
    await redis.read('eval_ro', 'return 1', '1', key);
    await redis.destroy('eval', 'return 1', '1', key);
    return true;
  } catch (thrown) {
    if (!(thrown instanceof AppFailure)) throw thrown;
    return !NO_COMMAND.test(thrown.message) && !NO_SUCH.test(thrown.message);
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
