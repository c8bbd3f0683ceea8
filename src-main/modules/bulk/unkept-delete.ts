import type { JobControl } from '../../jobs/job.ts';
import type { BatchReply, DestroyClient } from '../../redis/clients.ts';
import { isNodeFailure } from '../../redis/node-failure.ts';
import { toCount } from '../../redis/reply.ts';
import { AppFailure } from '../../rpc/app-failure.ts';
import { isReplyError } from '../keys/key-failures.ts';

const UNKNOWN = 'The connection was lost in between: it is not known whether it was deleted';

/** UNLINK without a way back: the user was told so. */
export function unkeptDelete(
  redis: DestroyClient,
  control: JobControl,
  command: 'unlink' | 'del',
): { run(keys: readonly Uint8Array[]): Promise<string | null> } {
  return {
    async run(keys) {
      control.touch(keys);
      while (await control.gate()) {
        try {
          report(control, keys, await redis.destroyAll(keys.map((key) => [command, key])));
          return null;
        } catch (thrown) {
          if (!(thrown instanceof AppFailure)) throw thrown;
          // Nothing was sent: again when the connection is back.
          if (thrown.error.code === 'redis.offline' && !isNodeFailure(thrown)) continue;
          for (const key of keys) control.fail(key, thrown.message);
          control.progress(keys.length, {});
          return thrown.message;
        }
      }
      return null;
    },
  };
}

function report(
  control: JobControl,
  keys: readonly Uint8Array[],
  replies: readonly BatchReply[],
): void {
  let changed = 0;
  let missing = 0;
  for (const [i, key] of keys.entries()) {
    const reply = replies[i];
    if (reply?.ok === true && toCount(reply.reply) > 0) changed += 1;
    else if (reply?.ok === true) missing += 1;
    else {
      const failure = reply?.failure ?? new Error('no answer');
      control.fail(
        key,
        isReplyError(failure) || isNodeFailure(failure) ? failure.message : UNKNOWN,
      );
    }
  }
  control.progress(keys.length, { changed, missing });
}
