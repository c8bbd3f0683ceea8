import { AppFailure } from '../../rpc/app-failure.ts';
import { titleName } from '../../undo/name-text.ts';

export function keyIsGone(key: Uint8Array): AppFailure {
  return new AppFailure({
    code: 'notFound',
    what: 'key',
    message: `There is no key ${titleName(key)} (any more)`,
  });
}

/** The server answered, with an error of its own: NOPERM, WRONGTYPE, an unknown command. */
export const isReplyError = (thrown: unknown): thrown is AppFailure =>
  thrown instanceof AppFailure && thrown.error.code === 'redis.reply';

/** The command itself is not to be had: this user may not run it, or the server does not know it. */
export const isRefused = (thrown: unknown): boolean =>
  isReplyError(thrown) &&
  thrown.error.code === 'redis.reply' &&
  (thrown.error.prefix === 'NOPERM' || /unknown command/i.test(thrown.error.message));
