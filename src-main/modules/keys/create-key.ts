import type { Output, Parsed } from '../../../src-shared/contract/index.ts';
import { newKeyCommands } from '../../../src-shared/new-key-commands.ts';
import type { BatchReply, ReadClient } from '../../redis/clients.ts';
import { type Reply, toText } from '../../redis/reply.ts';
import { AppFailure } from '../../rpc/app-failure.ts';
import { type Changing, changeWithUndo } from '../../undo/change-with-undo.ts';
import { digestOf } from '../../undo/digest.ts';
import { commandText, titleName } from '../../undo/name-text.ts';
import { undoPlace } from '../../undo/undo-scope.ts';
import { isReplyError } from './key-failures.ts';

type NewKey = Pick<Parsed<'keys.create'>, 'key' | 'value' | 'ttlMs'>;

/** A key of this name is there: it stays as it is. */
class KeyTaken extends AppFailure {
  readonly type: string;

  constructor(key: Uint8Array, type: string) {
    const message = `There is a key ${titleName(key)} already`;
    super({ code: 'conflict', current: null, message });
    this.type = type;
  }
}

/** A key with its first value, if there is none of this name; its undo takes it away while it is as it was made. */
export async function createKey(changing: Changing, made: NewKey): Promise<Output<'keys.create'>> {
  try {
    await assertFree(changing.redis, made.key);
    const noUndo = await dumpRefusal(changing.redis, made.key);
    const ticket =
      noUndo === null
        ? await createWithUndo(changing, made)
        : await createAlone(changing, made, noUndo);
    return { outcome: 'done', ticket, noUndo };
  } catch (thrown) {
    if (thrown instanceof KeyTaken) return { outcome: 'taken', type: thrown.type };
    throw thrown;
  }
}

async function assertFree(redis: ReadClient, key: Uint8Array): Promise<void> {
  const type = toText(await redis.read('type', key));
  if (type !== 'none') throw new KeyTaken(key, type);
}

/** The undo compares by DUMP, which not everybody may run: asked before, of a key that is not there. */
async function dumpRefusal(redis: ReadClient, key: Uint8Array): Promise<string | null> {
  const [reply] = await redis.readAll([['dump', key]]);
  if (reply?.ok !== false) return null;
  if (!isReplyError(reply.failure)) throw reply.failure;
  return `The server refuses DUMP: ${reply.failure.message}`;
}

const wordsOf = ({ key, value, ttlMs }: NewKey) => ({
  title: `Created ${titleName(key)}`,
  command: newKeyCommands(key, value, ttlMs)
    .map(([name, ...args]) => commandText(name.toUpperCase(), ...args))
    .join('; '),
});

async function createWithUndo(changing: Changing, made: NewKey) {
  const { key, value, ttlMs } = made;
  const { ticket } = await changeWithUndo(changing, {
    key,
    ...wordsOf(made),
    decide: async (redis) => {
      await assertFree(redis, key);
      return {
        entry: { kind: 'copied', key, before: null },
        calls: [...newKeyCommands(key, value, ttlMs), ['dump', key]],
      };
    },
    done: (replies) => {
      assertMade(made, replies[0] ?? null);
      return {
        result: null,
        note: { kind: 'left', key, digest: digestOf(replies.at(-1) ?? null) },
      };
    },
  });
  return ticket;
}

/** SET and JSON.SET say by null that NX kept them from it. */
function assertMade({ key, value: { kind } }: NewKey, reply: Reply): void {
  if ((kind === 'string' || kind === 'json') && reply === null) throw new KeyTaken(key, kind);
}

async function createAlone(
  { redis, session, journal }: Changing,
  made: NewKey,
  never: string,
): Promise<null> {
  const { key, value, ttlMs } = made;
  const outcome = await redis.transact(key, async (reader) => {
    await assertFree(reader, key);
    return newKeyCommands(key, value, ttlMs);
  });
  if (!outcome.done)
    throw new AppFailure({
      code: 'conflict',
      current: null,
      message: 'Somebody wrote to this name at this very moment: nothing was done. Try again',
    });
  assertMade(made, outcome.replies.map(unwrap)[0] ?? null);
  journal.history.noteForGood({ ...undoPlace(session), ...wordsOf(made), keys: 1, never });
  return null;
}

function unwrap(reply: BatchReply): Reply {
  if (reply.ok) return reply.reply;
  throw reply.failure;
}
