import type { Output } from '../../../src-shared/contract/index.ts';
import type { ReadClient, WriteCall } from '../../redis/clients.ts';
import { type Reply, toBuffer, toText } from '../../redis/reply.ts';
import { AppFailure } from '../../rpc/app-failure.ts';
import { type Changing, changeWithUndo } from '../../undo/change-with-undo.ts';
import type { UndoEntry } from '../../undo/entry.ts';
import { commandText, titleName } from '../../undo/name-text.ts';
import { digestOf } from '../../undo/digest.ts';
import { keyIsGone } from '../keys/key-failures.ts';
import { isDefinitePath } from './definite-path.ts';
import { memoryOf, readPath, shownText, typesAt } from './read-path.ts';

interface Place {
  readonly key: Uint8Array;
  readonly path: string;
}

/** A whole document kept for the undo of a change in several places. */
const MOST_DUMPED = 67_108_864;

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
      if (current === null || shownText(path, current) !== expected) throw changed(path, current);
      return await prepared(redis, { key, path }, current, ['json.set', key, path, value]);
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
      return await prepared(redis, { key, path }, current, ['json.numincrby', key, path, by]);
    },
    done: ([, after, text]) => ({ result: toText(text ?? after ?? null), note: noteOf(after) }),
  });
  return { value: result, ticket };
}

/**
 * One place that is there is kept as its text: others may then change the rest of the document and undo still works.
 * Anything else (several matches, a new member) needs the whole key.
 */
async function prepared(
  redis: ReadClient,
  { key, path }: Place,
  current: Reply,
  call: WriteCall,
): Promise<{ readonly entry: UndoEntry; readonly calls: readonly WriteCall[] }> {
  const text = toText(current);
  if (isDefinitePath(path) && text !== '[]')
    return {
      entry: { kind: 'jsonPath', key, path, text: text.slice(1, -1) },
      calls: [call, ['json.get', key, path]],
    };
  const memory = await memoryOf(redis, key, '$');
  if (memory !== null && memory > MOST_DUMPED)
    throw new AppFailure({
      code: 'limit',
      limit: 'undo',
      message:
        'The document is too large to keep a copy for the undo: change one existing place by its full path',
    });
  const dump = await redis.read('dump', key);
  if (dump === null) throw keyIsGone(key);
  return {
    entry: { kind: 'jsonKey', key, dump: toBuffer(dump) },
    calls: [call, ['dump', key], ['json.get', key, path]],
  };
}

const noteOf = (after: Reply | undefined): UndoEntry => ({
  kind: 'after',
  digest: digestOf(after ?? null),
});

function changed(path: string, current: Reply): AppFailure {
  return new AppFailure({
    code: 'conflict',
    current: current === null ? null : shownText(path, current),
    message: current === null ? 'The key is gone' : 'Somebody changed it since you read it',
  });
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
