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
