import type { Output, Parsed } from '../../../src-shared/contract/index.ts';
import { quoteArgument } from '../../../src-shared/redis-value.ts';
import type { DestroyClient, ReadClient } from '../../redis/clients.ts';
import { expiryReader } from '../../redis/expiry.ts';
import { type Reply, toCount, toOwnBytes, toText } from '../../redis/reply.ts';
import { AppFailure } from '../../rpc/app-failure.ts';
import { type Changing, changeWithUndo } from '../../undo/change-with-undo.ts';
import { digestOf } from '../../undo/digest.ts';
import type { UndoEntry } from '../../undo/entry.ts';
import { commandText, titleName } from '../../undo/name-text.ts';
import { inspectWhole, type WholeKey } from '../values/whole-key.ts';
import { readOf } from '../series/read-of.ts';

interface Place {
  readonly key: Uint8Array;
  readonly element: Uint8Array;
}

/** What was shown to the user before they agreed. */
export interface PlannedRemoval extends Place {
  readonly canUndo: boolean;
}

/** Sets or removes the attributes of an element that still has those that were read. */
export async function setAttributes(
  changing: Changing,
  { key, element, before, after }: Omit<Parsed<'vectors.setAttributes'>, 'connection'>,
): Promise<Output<'vectors.setAttributes'>> {
  const { ticket } = await changeWithUndo(changing, {
    key,
    title: `Changed attributes of ${titleName(element)}`,
    command: commandText('VSETATTR', key, element, after ?? ''),
    decide: async (redis) => {
      const [vector = null, attributes = null] = await readOf(redis, key, [
        ['vemb', key, element],
        ['vgetattr', key, element],
      ]);
      if (vector === null) throw elementIsGone(element);
      const now = attributes === null ? null : toOwnBytes(attributes);
      if (Buffer.compare(now ?? Buffer.of(), before ?? Buffer.of()) !== 0)
        throw new AppFailure({
          code: 'conflict',
          current: now === null ? null : Buffer.from(now).toString(),
          message: 'Somebody changed the attributes since you read them',
        });
      return {
        entry: { kind: 'vectorAttributes', key, element, before, after },
        calls: [['vsetattr', key, element, after ?? '']],
      };
    },
    done: ([reply]) => ({ result: assertOne(reply, element), note: null }),
  });
  return { ticket };
}

function assertOne(reply: Reply | undefined, element: Uint8Array): null {
  if (toText(reply ?? null) !== '1') throw elementIsGone(element);
  return null;
}

function elementIsGone(element: Uint8Array): AppFailure {
  return new AppFailure({
    code: 'conflict',
    current: null,
    message: `${titleName(element)} is not in the vector set any more`,
  });
}

interface Removal {
  readonly isLast: boolean;
  readonly whole: WholeKey;
}

/** Vectors are kept approximately and linked to others: only the whole set can bring one back exactly. */
async function inspectRemoval(
  redis: ReadClient,
  { key, element }: Place,
  room: number,
): Promise<Removal> {
  const [vector = null, size = null] = await readOf(redis, key, [
    ['vemb', key, element],
    ['vcard', key],
  ]);
  if (vector === null) throw elementIsGone(element);
  const whole = await inspectWhole({ redis, key, room }, 'vector set');
  return { isLast: toCount(size) === 1, whole };
}

export const removalCommand = ({ key, element }: Place): string =>
  `VREM ${quoteArgument(key)} ${quoteArgument(element)}`;

/** What the removal would take along, and whether it can be taken back. */
export async function planRemoval(
  { redis, journal }: { readonly redis: ReadClient; readonly journal: Changing['journal'] },
  place: Place,
) {
  const { isLast, whole } = await inspectRemoval(redis, place, journal.room());
  const planned: PlannedRemoval = { ...place, canUndo: whole.entry !== null };
  return { planned, isLast, undo: whole.undo };
}

/** Removes the element, with its undo where that was promised. */
export async function removeElement(
  changing: Changing & { readonly redis: DestroyClient },
  planned: PlannedRemoval,
): Promise<Output<'vectors.applyRemove'>> {
  const { key, element } = planned;
  if (!planned.canUndo) return await removeForGood(changing, planned);
  const { redis: client, session, journal } = changing;
  const expiry = await expiryReader(client, session, key);
  const { ticket } = await changeWithUndo(changing, {
    key,
    title: `Removed ${titleName(element)} from ${titleName(key)}`,
    command: commandText('VREM', key, element),
    decide: async (redis) => {
      const { isLast, whole } = await inspectRemoval(redis, planned, journal.room());
      if (whole.entry === null) throw noUndoAnyMore(whole.undo.reason);
      const entry = await whole.entry();
      if (!isLast)
        return {
          entry,
          calls: [
            ['vrem', key, element],
            ['dump', key],
          ],
        };
      const [reply = null] = await readOf(redis, key, [expiry.call(key)]);
      return {
        entry: { kind: 'delete', key, dump: entry.dump, expiresAtMs: expiry.atMs(reply) },
        calls: [['vrem', key, element]],
      };
    },
    done: ([reply, dump]) => ({ result: assertOne(reply, element), note: noteOf(dump) }),
  });
  return { ticket };
}

const noteOf = (dump: Reply | undefined): UndoEntry | null =>
  dump === undefined ? null : { kind: 'after', digest: digestOf(dump) };

async function removeForGood(
  { redis, journal }: Changing,
  place: Place,
): Promise<Output<'vectors.applyRemove'>> {
  const { key, element } = place;
  const outcome = await redis.transact(key, async (reader) => {
    await inspectRemoval(reader, place, journal.room());
    return [['vrem', key, element]];
  });
  if (!outcome.done)
    throw new AppFailure({
      code: 'conflict',
      current: null,
      message: 'The vector set was changed at this very moment: nothing was done. Try again',
    });
  const [reply] = outcome.replies;
  if (reply?.ok === false) throw reply.failure;
  assertOne(reply?.reply, element);
  return { ticket: null };
}

function noUndoAnyMore(reason: string): AppFailure {
  return new AppFailure({
    code: 'limit',
    limit: 'undo',
    message: `It cannot be taken back any more as was said (${reason}): nothing was changed. Look again`,
  });
}
