import type { TransactionOutcome, WriteCall, WriteClient } from '../redis/clients.ts';
import { type Reply, toText } from '../redis/reply.ts';
import { digestOf } from './digest.ts';
import type { UndoEntryOf } from './entry.ts';
import type { Restoring } from './restoring.ts';

const GONE = 'The key is gone';
const CHANGED = 'It was changed since';
const UNKNOWN = 'Redstart was stopped before it could note what it wrote there';

function digestAfter({ notes }: Restoring): string | null {
  const note = notes.find((one) => one.kind === 'after');
  return note?.digest ?? null;
}

/** The earlier text back into its place, if what we wrote is still there. null when done, else why not. */
export async function restoreJsonPath(
  restoring: Restoring,
  { key, path, text }: UndoEntryOf<'jsonPath'>,
): Promise<string | null> {
  const after = digestAfter(restoring);
  if (after === null) return UNKNOWN;
  let reason = CHANGED;
  const outcome = await restoring.redis.transact(key, async (redis) => {
    const now = await redis.read('json.get', key, path);
    if (now === null) reason = GONE;
    return now !== null && digestOf(now) === after ? [['json.set', key, path, text]] : null;
  });
  return resultOf(outcome, reason);
}

/** All the earlier texts back, if what we wrote is still there. null when done, else why not. */
export async function restoreJsonPaths(
  restoring: Restoring,
  { key, places }: UndoEntryOf<'jsonPaths'>,
): Promise<string | null> {
  const after = digestAfter(restoring);
  return after === null ? UNKNOWN : await placesBack(restoring.redis, { key, places, after });
}

interface WrittenPlaces {
  readonly key: Uint8Array;
  readonly places: readonly { readonly path: string; readonly text: string | null }[];
  /** `digestOfPlaces` after the write. */
  readonly after: string;
}

/** SHA-256 of what JSON.GET answers for each of the paths. */
export const digestOfPlaces = (replies: readonly Reply[]): string =>
  digestOf(replies.map((reply) => (reply === null ? '' : toText(reply))).join('\n'));

/** In one transaction; null when done, else why not. */
export async function placesBack(
  client: WriteClient,
  { key, places, after }: WrittenPlaces,
): Promise<string | null> {
  let reason = CHANGED;
  const outcome = await client.transact(key, async (redis) => {
    const now: Reply[] = [];
    // One by one: JSON.GET of several paths answers them in no certain order.
    for (const { path } of places) now.push(await redis.read('json.get', key, path));
    if (now.includes(null)) reason = GONE;
    if (digestOfPlaces(now) !== after) return null;
    // Backwards: what is inside another place was read with it, so the order of the writes is undone.
    return places
      .toReversed()
      .map(({ path, text }): WriteCall =>
        text === null ? ['json.del', key, path] : ['json.set', key, path, text],
      );
  });
  return resultOf(outcome, reason);
}

/** The whole key back, with the TTL it has now, if it is still what we left. null when done, else why not. */
export async function restoreJsonKey(
  restoring: Restoring,
  { key, dump }: UndoEntryOf<'jsonKey'>,
): Promise<string | null> {
  const after = digestAfter(restoring);
  if (after === null) return UNKNOWN;
  let reason = CHANGED;
  const outcome = await restoring.redis.transact(key, async (redis) => {
    const [now, expiry] = await redis.readAll([['dump', key], restoring.expiry.call(key)]);
    if (now?.ok !== true || expiry?.ok !== true) {
      reason = 'It could not be read to compare it';
      return null;
    }
    if (now.reply === null) reason = GONE;
    if (now.reply === null || digestOf(now.reply) !== after) return null;
    const at = restoring.expiry.atMs(expiry.reply);
    return [['restore', key, at ?? 0, dump, 'REPLACE', ...(at === null ? [] : ['ABSTTL'])]];
  });
  return resultOf(outcome, reason);
}

function resultOf(outcome: TransactionOutcome, reason: string): string | null {
  if (!outcome.done) return reason;
  const [reply] = outcome.replies;
  if (reply?.ok === true && reply.reply !== null) return null;
  return reply?.ok === false ? reply.failure.message : 'The place is gone';
}
