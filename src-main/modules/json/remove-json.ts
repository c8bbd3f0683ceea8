import type { Output, Parsed } from '../../../src-shared/contract/index.ts';
import type { JsonRemoval } from '../../../src-shared/contract/json-edits.ts';
import { formatJsonPath, type JsonSteps } from '../../../src-shared/json-path.ts';
import type { ReadClient, WriteCall } from '../../redis/clients.ts';
import { type Reply, toText } from '../../redis/reply.ts';
import { AppFailure } from '../../rpc/app-failure.ts';
import { type Changing, changeWithUndo } from '../../undo/change-with-undo.ts';
import { commandText, titleName } from '../../undo/name-text.ts';
import { digestOf } from '../../undo/digest.ts';
import {
  assertAsRead,
  assertKeepable,
  changedSince,
  keepPlace,
  noteOf,
  startWithoutSecrets,
  writablePath,
} from './kept-place.ts';
import { byteLength, memoryOf, readPath, shownText } from './read-path.ts';

export function shownCall([name, ...args]: WriteCall): string {
  const words = args.map((arg) => (typeof arg === 'number' ? String(arg) : arg));
  return commandText(name.toUpperCase(), ...words);
}

/** null, or null for each match: the value is of another type, or there is none. */
export const isNothing = (reply: Reply): boolean =>
  Array.isArray(reply) ? reply.every(isNothing) : reply === null;

export function otherType(path: string): AppFailure {
  return new AppFailure({
    code: 'notFound',
    what: 'value',
    message: `There is no value of that type at ${path}`,
  });
}

/** What the user was shown before agreeing. */
export interface PlannedRemoval {
  readonly key: Uint8Array;
  readonly call: WriteCall;
  /** What goes, and the container it goes from. */
  readonly path: string;
  readonly container: string;
  /** SHA-256 of the JSON.GET text of `path`. */
  readonly digest: string;
}

/** Reads what would go. Throws `conflict` when it is not what was read before. */
export async function planRemoval(
  redis: ReadClient,
  { key, steps, expected, removal }: Omit<Parsed<'json.planRemove'>, 'connection'>,
): Promise<{
  readonly planned: PlannedRemoval;
  readonly shown: Omit<Output<'json.planRemove'>, 'plan' | 'expiresAtMs'>;
}> {
  const { path, container, call } = placesOf(key, steps, removal);
  await assertAsRead(redis, { key, path: writablePath(steps) }, expected);
  await assertKeepable(redis, { key, path: container });
  const text = await readPath(redis, key, path);
  if (toText(text) === '[]') throw changedSince(path, text);
  const planned = { key, call, path, container, digest: digestOf(text) };
  const { text: preview, isCut } = startWithoutSecrets(shownText(path, text).slice(1, -1));
  const shown = {
    command: shownCall(call),
    preview,
    isCut,
    bytes: byteLength(text) - 2,
    undoBytes: await memoryOf(redis, key, container),
  };
  return { planned, shown };
}

export function placesOf(
  key: Uint8Array,
  steps: JsonSteps,
  removal: JsonRemoval,
): { readonly path: string; readonly container: string; readonly call: WriteCall } {
  const at = writablePath(steps);
  if (removal.kind === 'pop')
    return {
      path: formatJsonPath([...steps, removal.index]),
      container: at,
      call: ['json.arrpop', key, at, removal.index],
    };
  if (steps.length === 0)
    throw new AppFailure({
      code: 'unsupported',
      needs: 'a path inside the document',
      message: 'Without its document there is no key: delete the key instead',
    });
  // The text of the container brings a member back to where it stood among the others.
  return { path: at, container: formatJsonPath(steps.slice(0, -1)), call: ['json.del', key, at] };
}

/** Removes what was planned, if it still is what it was then. */
export async function applyRemoval(
  changing: Changing,
  { key, call, path, container, digest }: PlannedRemoval,
): Promise<Output<'json.applyRemove'>> {
  const { ticket } = await changeWithUndo(changing, {
    key,
    title: `Deleted ${path} of ${titleName(key)}`,
    command: shownCall(call),
    decide: async (redis) => {
      const current = await redis.read('json.get', key, path);
      if (current === null || digestOf(current) !== digest) throw changedSince(path, current);
      await assertKeepable(redis, { key, path: container });
      const text = await readPath(redis, key, container);
      return await keepPlace(redis, { key, path: container }, text, call);
    },
    done: ([reply, after]) => {
      if (isNothing(reply ?? null)) throw otherType(container);
      return { result: null, note: noteOf(after) };
    },
  });
  return { ticket };
}
