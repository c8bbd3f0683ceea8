import type { Output, Parsed } from '../../../src-shared/contract/index.ts';
import { LIMITS } from '../../../src-shared/limits.ts';
import type { ReadClient, WriteCall } from '../../redis/clients.ts';
import { type Reply, toText } from '../../redis/reply.ts';
import { AppFailure } from '../../rpc/app-failure.ts';
import { type Changing, changeWithUndo } from '../../undo/change-with-undo.ts';
import type { UndoEntry } from '../../undo/entry.ts';
import { digestOfPlaces, placesBack } from '../../undo/restore-json.ts';
import { commandText, titleName } from '../../undo/name-text.ts';
import { isNothing, otherType, shownCall } from './edit-json.ts';
import {
  assertOnePlaceEach,
  changedSince,
  keepPlace,
  keepPlaces,
  type KeptPlaces,
  noteOf,
} from './kept-place.ts';
import { assertApart, type PlaceChange, placeChange } from './place-change.ts';
import { readPath, shownText, typesAt } from './read-path.ts';

interface Place {
  readonly key: Uint8Array;
  readonly path: string;
}

/** Each change at its place, all or none, only if what is there is still what the caller read. */
export async function setJson(
  changing: Changing,
  input: Pick<Parsed<'json.set'>, 'key' | 'changes'>,
): Promise<Output<'json.set'>> {
  const { key } = input;
  const changes = input.changes.map((change) => placeChange(key, change));
  assertApart(changes);
  const paths = changes.map(({ path }) => path);
  let places: KeptPlaces = [];
  const { ticket } = await changeWithUndo(changing, {
    key,
    title: `${titleOf(changes)} of ${titleName(key)}`,
    command: changes
      .slice(0, MOST_SHOWN)
      .map(({ call }) => shownCall(call))
      .join('; '),
    decide: async (redis) => {
      const current = await currentAt(redis, key, changes);
      const [first] = changes;
      if (changes.length === 1 && first?.isSet === true)
        return await keepPlace(redis, { key, path: first.path }, current[0] ?? null, first.call);
      assertOnePlaceEach(paths, current);
      places = await keepPlaces(
        redis,
        key,
        changes.map(({ keep }) => keep),
        new Map(paths.map((path, index) => [path, current[index] ?? null])),
      );
      return {
        entry: { kind: 'jsonPaths', key, places: [...places] },
        calls: [
          ...changes.map(({ call }) => call),
          ...places.map(({ path }): WriteCall => ['json.get', key, path]),
        ],
      };
    },
    done: (replies) => {
      for (const [index, { path, isSet }] of changes.entries())
        if (isNothing(replies[index] ?? null)) throw isSet ? noPlace(path) : otherType(path);
      const after = replies.slice(changes.length);
      const note: UndoEntry =
        places.length === 0 ? noteOf(after[0]) : { kind: 'after', digest: digestOfPlaces(after) };
      return { result: null, note };
    },
    partly: async (replies) => {
      const written = replies.slice(0, changes.length);
      if (places.length === 0 || !written.some(({ ok }) => ok)) return null;
      const after = digestOfPlaces(
        replies.slice(changes.length).map((reply) => (reply.ok ? reply.reply : null)),
      );
      const reason = await placesBack(changing.redis, { key, places, after });
      return reason === null ? null : { kind: 'after', digest: after };
    },
  });
  return { ticket };
}

/** JSON.GET of each path; throws `conflict` at the first that is not what was read. */
async function currentAt(
  redis: ReadClient,
  key: Uint8Array,
  changes: readonly PlaceChange[],
): Promise<readonly Reply[]> {
  const current: Reply[] = [];
  for (let from = 0; from < changes.length; from += LIMITS.describeKeys) {
    const some = changes.slice(from, from + LIMITS.describeKeys);
    const replies = await redis.readAll(some.map(({ path }) => ['json.get', key, path] as const));
    for (const [index, { path, expected }] of some.entries()) {
      const reply = replies[index];
      if (reply?.ok === false) throw reply.failure;
      const now = reply?.reply ?? null;
      if (now === null || shownText(path, now) !== expected) throw changedSince(path, now);
      current.push(now);
    }
  }
  return current;
}

const MOST_SHOWN = 3;

function titleOf(changes: readonly PlaceChange[]): string {
  const [first] = changes;
  return changes.length === 1 && first !== undefined
    ? first.title
    : `Changed ${changes.length} places`;
}

/** JSON.NUMINCRBY; the value as the document has it afterwards, since RESP3 writes doubles in its own way. */
export async function incrementJson(
  changing: Changing,
  { key, path, by }: Place & { readonly by: string },
): Promise<Output<'json.increment'>> {
  const { result, ticket } = await changeWithUndo(changing, {
    key,
    title: `Added ${by} to ${path} of ${titleName(key)}`,
    command: commandText('JSON.NUMINCRBY', key, path, by),
    decide: async (redis) => {
      const current = await readPath(redis, key, path);
      const types = await typesAt(redis, key, path);
      if (!types.some((type) => type === 'integer' || type === 'number')) throw noNumber(path);
      return await keepPlace(redis, { key, path }, current, ['json.numincrby', key, path, by]);
    },
    done: ([, after, text]) => ({ result: toText(text ?? after ?? null), note: noteOf(after) }),
  });
  return { value: result, ticket };
}

function noPlace(path: string): AppFailure {
  return new AppFailure({
    code: 'notFound',
    what: 'path',
    message: `There is no place for ${path}: what it would be in does not exist`,
  });
}

function noNumber(path: string): AppFailure {
  return new AppFailure({
    code: 'notFound',
    what: 'number',
    message: `There is no number at ${path}`,
  });
}
