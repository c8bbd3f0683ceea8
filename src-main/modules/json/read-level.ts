import type { Output, Parsed } from '../../../src-shared/contract/index.ts';
import type { JsonChild } from '../../../src-shared/contract/json-reading.ts';
import { formatJsonPath, isWritablePath, type JsonSteps } from '../../../src-shared/json-path.ts';
import type { JsonKind } from '../../../src-shared/json-text.ts';
import { LIMITS } from '../../../src-shared/limits.ts';
import type { BatchReply, ReadCall, ReadClient } from '../../redis/clients.ts';
import { type Reply, toCount, toList, toText } from '../../redis/reply.ts';
import { AppFailure } from '../../rpc/app-failure.ts';
import { keyIsGone } from '../keys/key-failures.ts';
import { sizeAt, typesAt } from './read-path.ts';

/** Names of an object's first members that its row shows. */
const PREVIEWED_NAMES = 8;

/** One level of a document: its children's kinds and sizes, and the text of what is short. */
export async function readLevel(
  redis: ReadClient,
  { key, steps, offset, count }: Omit<Parsed<'json.level'>, 'connection'>,
): Promise<Output<'json.level'>> {
  if (!isWritablePath(steps)) throw otherWouldBeRead();
  const path = formatJsonPath(steps);
  const [type] = await typesAt(redis, key, path);
  if (type === undefined) throw await whyNothing(redis, key, path);
  const kind = kindOf(type);
  if (kind !== 'object' && kind !== 'array') {
    const [only] = await describeAll(redis, key, [{ name: null, path }]);
    return { state: 'scalar', kind, text: only?.text ?? null };
  }
  const total = (await sizeAt(redis, key, path, kind)) ?? 0;
  if (kind === 'object' && total > LIMITS.jsonLevelNames) return { state: 'tooMany', total };
  const names = kind === 'object' ? await namesAt(redis, key, path) : null;
  const wanted = placesOf(steps, names, { from: offset, to: Math.min(total, offset + count) });
  return { state: 'children', kind, total, children: await describeAll(redis, key, wanted) };
}

function otherWouldBeRead(): AppFailure {
  return new AppFailure({
    code: 'unsupported',
    needs: 'a path without backslashes, and without a space in front of a name',
    message: 'RedisJSON finds another value by this name, or none: read the whole text',
  });
}

interface Place {
  readonly name: string | null;
  /** null: by its path another value would be read, or none (JSON.OBJLEN and JSON.OBJKEYS with an escaped name). */
  readonly path: string | null;
}

function placesOf(
  steps: JsonSteps,
  names: readonly string[] | null,
  { from, to }: { readonly from: number; readonly to: number },
): Place[] {
  if (names !== null)
    return names.slice(from, to).map((name) => {
      const place = [...steps, name];
      return { name, path: isWritablePath(place) ? formatJsonPath(place) : null };
    });
  const places: Place[] = [];
  for (let at = from; at < to; at++)
    places.push({ name: null, path: formatJsonPath([...steps, at]) });
  return places;
}

async function whyNothing(redis: ReadClient, key: Uint8Array, path: string): Promise<AppFailure> {
  if (toCount(await redis.read('exists', key)) === 0) return keyIsGone(key);
  return new AppFailure({
    code: 'notFound',
    what: 'path',
    message: `There is nothing at ${path} (any more)`,
  });
}

/** `integer` is RedisJSON's own. */
function kindOf(type: string): JsonKind {
  switch (type) {
    case 'object':
    case 'array':
    case 'string':
    case 'boolean':
    case 'null':
      return type;
    default:
      return 'number';
  }
}

/** JSON.OBJKEYS: of a `$` path a list for each match. */
async function namesAt(redis: ReadClient, key: Uint8Array, path: string): Promise<string[]> {
  const [names] = toList(await redis.read('json.objkeys', key, path));
  return namesIn(names ?? null);
}

const namesIn = (reply: Reply): string[] => (Array.isArray(reply) ? reply.map(toText) : []);

/** The one thing that a `$` path's reply holds; RESP3 nests JSON.TYPE once more. */
function first(reply: BatchReply | undefined): Reply {
  if (reply === undefined) return null;
  if (!reply.ok) throw reply.failure;
  let value: Reply = reply.reply;
  while (Array.isArray(value)) value = value[0] ?? null;
  return value;
}

/** Three small pipelines: kinds, then sizes and short scalars, then short strings and the names of small objects. */
async function describeAll(
  redis: ReadClient,
  key: Uint8Array,
  places: readonly Place[],
): Promise<JsonChild[]> {
  const types = await ask(redis, places, ({ path }) =>
    path === null ? null : ['json.type', key, path],
  );
  const kinds = types.map((reply) => {
    const type = first(reply);
    return type === null ? null : kindOf(toText(type));
  });
  const sized = await ask(redis, places, (place, i) => sizeCall(key, place, kinds[i] ?? null));
  const sizes = kinds.map((kind, i) => {
    const reply = first(sized[i]);
    const hasSize = kind === 'object' || kind === 'array' || kind === 'string';
    return !hasSize || reply === null ? null : toCount(reply);
  });
  const rest = await ask(redis, places, (place, i) =>
    restCall(key, place, kinds[i] ?? null, sizes[i] ?? null),
  );
  return places.map(({ name }, i): JsonChild => {
    const kind = kinds[i] ?? null;
    const size = sizes[i] ?? null;
    const isShort = kind === 'string' && size !== null && size <= LIMITS.jsonLevelText;
    const scalar = kind === 'number' || kind === 'boolean' || kind === 'null' ? sized[i] : null;
    return {
      name,
      kind,
      size,
      text: matchIn(first(isShort ? rest[i] : (scalar ?? undefined))),
      names: kind === 'object' ? namesOf(rest[i]) : [],
    };
  });
}

const sizeCommands = {
  object: 'json.objlen',
  array: 'json.arrlen',
  string: 'json.strlen',
  number: 'json.get',
  boolean: 'json.get',
  null: 'json.get',
} as const;

function sizeCall(key: Uint8Array, { path }: Place, kind: JsonKind | null): ReadCall | null {
  return kind === null || path === null ? null : [sizeCommands[kind], key, path];
}

function restCall(
  key: Uint8Array,
  { path }: Place,
  kind: JsonKind | null,
  size: number | null,
): ReadCall | null {
  if (size === null || path === null) return null;
  if (kind === 'string' && size <= LIMITS.jsonLevelText) return ['json.get', key, path];
  return kind === 'object' && size <= PREVIEWED_NAMES ? ['json.objkeys', key, path] : null;
}

/** One pipeline of the calls there are; the replies stand where their places stand. */
async function ask(
  redis: ReadClient,
  places: readonly Place[],
  callOf: (place: Place, index: number) => ReadCall | null,
): Promise<(BatchReply | undefined)[]> {
  const calls = places.map(callOf);
  const replies = await redis.readAll(calls.filter((call) => call !== null));
  let next = 0;
  return calls.map((call) => (call === null ? undefined : replies[next++]));
}

/** The text in JSON.GET's array of one match; null when it went meanwhile. */
function matchIn(reply: Reply): string | null {
  const text = reply === null ? '[]' : toText(reply);
  return text === '[]' ? null : text.slice(1, -1);
}

function namesOf(reply: BatchReply | undefined): string[] {
  if (reply?.ok !== true) return [];
  const [names] = Array.isArray(reply.reply) ? reply.reply : [];
  return namesIn(names ?? null).map((name) => name.slice(0, 64));
}
