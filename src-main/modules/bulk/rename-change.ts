import { equalBytes } from '../../../src-shared/redis-value.ts';
import type { DestroyClient, ReadCall } from '../../redis/clients.ts';
import { toText } from '../../redis/reply.ts';
import type { UndoEntry, UndoEntryOf } from '../../undo/entry.ts';
import type { Change, Fate, Refused } from './change.ts';
import { answersOf } from './fates.ts';
import { concludeEach } from './one-each.ts';
import type { Difference, PlannedKeys } from './planned-keys.ts';
import { refusalOf } from './refusal.ts';

export const TAKEN = 'There is already a key of its new name';
const OTHER_SLOT =
  'Its new name belongs to another slot of the cluster, where RENAME cannot move it: copy it there instead';

/** `key` with `to` in the place of `from`; null when it does not begin with that. */
export function renamed(key: Uint8Array, from: Uint8Array, to: Uint8Array): Uint8Array | null {
  if (!equalBytes(key.subarray(0, from.byteLength), from)) return null;
  const name = new Uint8Array(to.byteLength + key.byteLength - from.byteLength);
  name.set(to);
  name.set(key.subarray(from.byteLength), to.byteLength);
  return name;
}

const sourceOf = (entry: UndoEntry): Uint8Array =>
  entry.kind === 'rename' ? entry.from : new Uint8Array();

interface Prefixes {
  readonly from: Uint8Array;
  readonly to: Uint8Array;
}

/** RENAMENX: the TTL goes with the key, and a key that has the new name is left alone. */
export function renameChange(
  cluster: Pick<DestroyClient, 'together'>,
  { from, to }: Prefixes,
  planned: PlannedKeys,
): Change {
  const nameOf = (key: Uint8Array): Uint8Array | null => renamed(key, from, to);
  return {
    byOneCommand: true,
    watched: (keys) =>
      keys.flatMap((key) => {
        const name = nameOf(key);
        return name === null || cluster.together([key, name]).length > 1 ? [key] : [key, name];
      }),
    async prepare(redis, keys) {
      const failed: Refused[] = [];
      const wanted: { readonly key: Uint8Array; readonly name: Uint8Array }[] = [];
      for (const key of keys) {
        const name = nameOf(key);
        if (name === null) failed.push({ key, reason: 'It does not begin with the prefix' });
        else if (cluster.together([key, name]).length > 1) failed.push({ key, reason: OTHER_SLOT });
        else wanted.push({ key, name });
      }
      const replies = await redis.readAll(
        wanted.flatMap(({ key, name }): ReadCall[] => [
          [planned.knowsTypes ? 'type' : 'exists', key],
          ['exists', name],
        ]),
      );
      const entries: UndoEntryOf<'rename'>[] = [];
      const gone: Uint8Array[] = [];
      const different: Difference[] = [];
      for (const [i, { key, name }] of wanted.entries()) {
        const [there, taken] = [replies[2 * i], replies[2 * i + 1]];
        const refused = refusalOf(there) ?? refusalOf(taken);
        if (refused !== null) {
          failed.push({ key, reason: refused });
          continue;
        }
        if (there?.ok !== true || taken?.ok !== true) throw new Error('a reply is missing');
        const type = planned.knowsTypes ? toText(there.reply) : null;
        const found = planned.difference(key, { type, hasTtl: null });
        if (type === 'none' || toText(there.reply) === '0') gone.push(key);
        else if (found !== null) different.push(found);
        else if (toText(taken.reply) !== '0') failed.push({ key, reason: TAKEN });
        else entries.push({ kind: 'rename', from: key, to: name });
      }
      return {
        entries,
        calls: entries.map((entry) => ['renamenx', entry.from, entry.to]),
        gone,
        failed,
        different,
        taken: keys.length,
      };
    },
    conclude: (prepared, replies) => concludeEach(prepared, replies, sourceOf, TAKEN),
    async findOut(redis, { entries }) {
      const renames = entries.filter((entry) => entry.kind === 'rename');
      const calls = renames.flatMap((entry): ReadCall[] => [
        ['exists', entry.from],
        ['exists', entry.to],
      ]);
      const there = answersOf(await redis.readAll(calls)).map((reply) => toText(reply) !== '0');
      const fates = renames.map((_entry, i): Fate => {
        const [before, after] = there.slice(2 * i, 2 * i + 2);
        // Both or none: somebody else has been there.
        if (before === after) return 'unclear';
        return after === true ? 'done' : 'not done';
      });
      return { fates, notes: [] };
    },
  };
}
