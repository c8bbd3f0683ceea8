import type { Output } from '../../../src-shared/contract/index.ts';
import { toText } from '../../redis/reply.ts';
import { AppFailure } from '../../rpc/app-failure.ts';
import { type Changing, changeWithUndo } from '../../undo/change-with-undo.ts';
import { commandText, titleName } from '../../undo/name-text.ts';
import { changedSince, keepPlace, noteOf } from './kept-place.ts';
import { readPath, shownText, typesAt } from './read-path.ts';

interface Place {
  readonly key: Uint8Array;
  readonly path: string;
}

/** JSON.SET, only if what is there is still what the caller read. */
export async function setJson(
  changing: Changing,
  { key, path, value, expected }: Place & { readonly value: string; readonly expected: string },
): Promise<Output<'json.set'>> {
  const { ticket } = await changeWithUndo(changing, {
    key,
    title: `Changed ${path} of ${titleName(key)}`,
    command: commandText('JSON.SET', key, path, value),
    decide: async (redis) => {
      const current = await redis.read('json.get', key, path);
      if (current === null || shownText(path, current) !== expected)
        throw changedSince(path, current);
      return await keepPlace(redis, { key, path }, current, ['json.set', key, path, value]);
    },
    done: ([set, after]) => {
      if (set === null) throw noPlace(path);
      return { result: null, note: noteOf(after) };
    },
  });
  return { ticket };
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
