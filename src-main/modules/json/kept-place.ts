import { formatJsonPath, isWritablePath, type JsonSteps } from '../../../src-shared/json-path.ts';
import { isSecretName, withoutSecrets } from '../../../src-shared/json-secrets.ts';
import { outermost } from '../../../src-shared/json-together.ts';
import { LIMITS } from '../../../src-shared/limits.ts';
import type { JsonAsRead } from '../../../src-shared/contract/json-edits.ts';
import type { ReadClient, WriteCall } from '../../redis/clients.ts';
import { type Reply, toBuffer, toText } from '../../redis/reply.ts';
import { AppFailure } from '../../rpc/app-failure.ts';
import type { UndoEntry } from '../../undo/entry.ts';
import { digestOf } from '../../undo/digest.ts';
import { keyIsGone } from '../keys/key-failures.ts';
import { isDefinitePath } from './definite-path.ts';
import { cannotWriteThere, memoryOf, readPath, shownText, sizeAt, typesAt } from './read-path.ts';

/** A document, or a part of it, that is kept for the undo. */
const MOST_KEPT = 67_108_864;

interface Place {
  readonly key: Uint8Array;
  readonly path: string;
}

/** `text` null: nothing was there, and what is put there goes again. */
export type KeptPlaces = readonly { readonly path: string; readonly text: string | null }[];

interface Prepared {
  readonly entry: UndoEntry;
  readonly calls: readonly WriteCall[];
}

/**
 * One place that is there is kept as its text: others may then change the rest of the document and undo still works.
 * Anything else (several matches, a new member) needs the whole key. The last of the calls reads what `noteOf` notes.
 */
export async function keepPlace(
  redis: ReadClient,
  { key, path }: Place,
  current: Reply,
  call: WriteCall,
): Promise<Prepared> {
  const text = toText(current);
  if (isDefinitePath(path) && text !== '[]')
    return {
      entry: { kind: 'jsonPath', key, path, text: text.slice(1, -1) },
      calls: [call, ['json.get', key, path]],
    };
  return {
    entry: await keepKey(redis, key),
    calls: [call, ['dump', key], ['json.get', key, path]],
  };
}

/** Throws `unsupported` where a place that is set together with others is not there, or is not one place. */
export function assertOnePlace(path: string, current: Reply): void {
  if (!isDefinitePath(path) || toText(current) === '[]')
    throw new AppFailure({
      code: 'unsupported',
      needs: 'places that are there',
      message: `Only places that are there are set together: ${path} is set by itself`,
    });
}

/** The texts of these places, of those inside another one the outer alone; `known` is what JSON.GET answered for some. */
export async function keepPlaces(
  redis: ReadClient,
  key: Uint8Array,
  paths: readonly string[],
  known: ReadonlyMap<string, Reply>,
): Promise<KeptPlaces> {
  const kept: { path: string; text: string | null }[] = [];
  for (const path of outermost(paths)) {
    const text = toText(known.get(path) ?? (await readKeepable(redis, { key, path })));
    kept.push({ path, text: text === '[]' ? null : text.slice(1, -1) });
  }
  return kept;
}

async function readKeepable(redis: ReadClient, place: Place): Promise<Reply> {
  await assertKeepable(redis, place);
  return await readPath(redis, place.key, place.path);
}

async function keepKey(redis: ReadClient, key: Uint8Array): Promise<UndoEntry> {
  await assertKeepable(redis, { key, path: '$' });
  const dump = await redis.read('dump', key);
  if (dump === null) throw keyIsGone(key);
  return { kind: 'jsonKey', key, dump: toBuffer(dump) };
}

/** Throws `limit` before anything is read that is too large for the undo. */
export async function assertKeepable(redis: ReadClient, { key, path }: Place): Promise<void> {
  const memory = await memoryOf(redis, key, path);
  if (memory !== null && memory > MOST_KEPT)
    throw new AppFailure({
      code: 'limit',
      limit: 'undo',
      message:
        'The document is too large to keep a copy for the undo: change one existing place by its full path',
    });
}

/** What is left after the change, to be compared before it is taken back. */
export const noteOf = (after: Reply | undefined): UndoEntry => ({
  kind: 'after',
  digest: digestOf(after ?? null),
});

const LAST_NAME = /(?:\.([^.[\]]+)|\["(.*)"\]|\['(.*)'\])$/s;

/** The beginning of what is at a path, without what is hidden by its name. */
function forShow(path: string, reply: Reply): string {
  const [, plain, double, single] = LAST_NAME.exec(path) ?? [];
  if (isSecretName(plain ?? double ?? single ?? '')) return '(hidden)';
  return startWithoutSecrets(shownText(path, reply)).text;
}

/** The beginning of a JSON text as much of it as is shown, without what is hidden by its name. */
export function startWithoutSecrets(source: string): {
  readonly text: string;
  readonly isCut: boolean;
} {
  // What is hidden takes less room than it had: enough is looked at for what is shown of it.
  const looked = 16 * LIMITS.jsonPreview;
  const head = withoutSecrets(source.slice(0, looked));
  return {
    text: head.slice(0, LIMITS.jsonPreview),
    isCut: source.length > looked || head.length > LIMITS.jsonPreview,
  };
}

/** What is there is not what was read; `current` is the JSON.GET text now, for show, null when the key is gone. */
export function changedSince(path: string, current: Reply): AppFailure {
  return new AppFailure({
    code: 'conflict',
    current: current === null ? null : forShow(path, current),
    message: current === null ? 'The key is gone' : 'Somebody changed it since you read it',
  });
}

/** The path RedisJSON writes at; throws `unsupported` where it would change something else or nothing. */
export function writablePath(steps: JsonSteps): string {
  if (!isWritablePath(steps)) throw cannotWriteThere();
  return formatJsonPath(steps);
}

/** Throws `conflict` when the place does not hold what was read there. */
export async function assertAsRead(
  redis: ReadClient,
  { key, path }: Place,
  expected: JsonAsRead,
): Promise<void> {
  if (expected.is === 'text') {
    const current = await redis.read('json.get', key, path);
    if (current === null || toText(current) !== `[${expected.text}]`)
      throw changedSince(path, current);
    return;
  }
  const [type] = await typesAt(redis, key, path);
  const size = type === expected.kind ? await sizeAt(redis, key, path, type) : null;
  if (size === expected.size) return;
  if (type === undefined) throw changedSince(path, await readPath(redis, key, path));
  throw new AppFailure({
    code: 'conflict',
    current: size === null ? `a value of type ${type}` : `${expected.kind} of ${size}`,
    message: 'Somebody changed it since you read it',
  });
}
