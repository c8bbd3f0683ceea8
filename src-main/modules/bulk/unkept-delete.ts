import type { JobControl } from '../../jobs/job.ts';
import type { BatchReply, DestroyClient, ReadCall } from '../../redis/clients.ts';
import { isNodeFailure } from '../../redis/node-failure.ts';
import { toCount, toText } from '../../redis/reply.ts';
import { AppFailure } from '../../rpc/app-failure.ts';
import { isReplyError } from '../keys/key-failures.ts';
import { GONE } from './journaled-change.ts';
import type { PlannedKeys } from './planned-keys.ts';

const UNKNOWN = 'The connection was lost in between: it is not known whether it was deleted';

interface Options {
  readonly redis: DestroyClient;
  readonly control: JobControl;
  readonly command: 'unlink' | 'del';
  readonly known: PlannedKeys;
}

/** UNLINK without a way back: the user was told so. What is not as it was planned is told, as far as it is known. */
export function unkeptDelete({ redis, control, command, known }: Options): {
  run(keys: readonly Uint8Array[]): Promise<string | null>;
} {
  return {
    async run(keys) {
      control.touch(keys);
      while (await control.gate()) {
        try {
          const { wanted, different } = await sorted(redis, keys, known);
          const replies = await redis.destroyAll(wanted.map((key) => [command, key]));
          for (const { part, key, reason } of different) control.tell(part, key, reason);
          report(control, { keys: wanted, left: keys.length - wanted.length }, replies);
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

/** Those that are of the type they were planned with, or of which nothing is told: their removal will say why. */
async function sorted(redis: DestroyClient, keys: readonly Uint8Array[], known: PlannedKeys) {
  if (!known.knowsTypes) return { wanted: keys, different: [] };
  const replies = await redis.readAll(
    keys.flatMap((key): ReadCall[] => [
      ['type', key],
      ['pttl', key],
    ]),
  );
  const found = keys.map((key, i) => {
    const [type, ttl] = [replies[2 * i], replies[2 * i + 1]];
    const name = type?.ok === true ? toText(type.reply) : 'none';
    if (name === 'none') return null;
    const hasTtl = ttl?.ok === true ? toCount(ttl.reply) >= 0 : null;
    return known.difference(key, { type: name, hasTtl });
  });
  return {
    wanted: keys.filter((_key, i) => found[i]?.part !== 'otherType'),
    different: found.filter((one) => one !== null),
  };
}

function report(
  control: JobControl,
  { keys, left }: { readonly keys: readonly Uint8Array[]; readonly left: number },
  replies: readonly BatchReply[],
): void {
  let changed = 0;
  let missing = 0;
  for (const [i, key] of keys.entries()) {
    const reply = replies[i];
    if (reply?.ok === true && toCount(reply.reply) > 0) changed += 1;
    else if (reply?.ok === true) {
      missing += 1;
      control.tell('gone', key, GONE);
    } else {
      const failure = reply?.failure ?? new Error('no answer');
      control.fail(
        key,
        isReplyError(failure) || isNodeFailure(failure) ? failure.message : UNKNOWN,
      );
    }
  }
  control.progress(keys.length + left, { changed, missing });
}
