import type { Output, Parsed } from '../../../src-shared/contract/index.ts';
import type { WriteCall } from '../../redis/clients.ts';
import { type Changing, changeWithUndo } from '../../undo/change-with-undo.ts';
import type { UndoEntry } from '../../undo/entry.ts';
import { titleName } from '../../undo/name-text.ts';
import { digestOfPlaces, placesBack } from '../../undo/restore-json.ts';
import { noPlace, readAsExpected } from './as-expected.ts';
import { assertOnePlace, keepPlace, keepPlaces, type KeptPlaces, noteOf } from './kept-place.ts';
import { assertApart, type PlaceChange, placeChange } from './place-change.ts';
import { isNothing, otherType, shownCall } from './remove-json.ts';

/** Each change at its place, all or none, only if what is there is still what the caller read. */
export async function setJson(
  changing: Changing,
  input: Pick<Parsed<'json.set'>, 'key' | 'changes'>,
): Promise<Output<'json.set'>> {
  const { key } = input;
  const changes = input.changes.map((change) => placeChange(key, change));
  assertApart(changes);
  let places: KeptPlaces = [];
  const { ticket } = await changeWithUndo(changing, {
    key,
    title: `${titleOf(changes)} of ${titleName(key)}`,
    command: changes
      .slice(0, MOST_SHOWN)
      .map(({ call }) => shownCall(call))
      .join('; '),
    decide: async (redis) => {
      const current = await readAsExpected(redis, key, changes);
      const [first] = changes;
      if (changes.length === 1 && first?.command === null) {
        const { path, call } = first;
        return await keepPlace(redis, { key, path }, current.get(path) ?? null, call);
      }
      for (const { path, command } of changes)
        if (command === null) assertOnePlace(path, current.get(path) ?? null);
      const kept = changes.map(({ keep }) => keep);
      places = await keepPlaces(redis, key, kept, current);
      return {
        entry: { kind: 'jsonPaths', key, places: [...places] },
        calls: [
          ...changes.map(({ call }) => call),
          ...places.map(({ path }): WriteCall => ['json.get', key, path]),
        ],
      };
    },
    done: (replies) => {
      for (const [index, { path, command }] of changes.entries())
        if (isNothing(replies[index] ?? null))
          throw command === null ? noPlace(path) : otherType(path);
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

const MOST_SHOWN = 3;

function titleOf(changes: readonly PlaceChange[]): string {
  const [first] = changes;
  return changes.length === 1 && first !== undefined
    ? first.title
    : `Changed ${changes.length} places`;
}
