import type { Output, Parsed } from '../../../src-shared/contract/index.ts';
import type { JsonCell, JsonTableRow } from '../../../src-shared/contract/json-reading.ts';
import { jsonKind, jsonSource, parseJsonText } from '../../../src-shared/json-text.ts';
import { LIMITS } from '../../../src-shared/limits.ts';
import { toBinaryString } from '../../../src-shared/redis-value.ts';
import type { BatchReply, ReadCall, ReadClient } from '../../redis/clients.ts';
import { type Reply, toList, toText } from '../../redis/reply.ts';
import { isReplyError } from '../keys/key-failures.ts';
import { sizeFrom } from './read-path.ts';

const TYPE = 'ReJSON-RL';

/** A row for each key, a cell for each path: types first, then what each cell takes, then JSON.MGET of what is small. */
export async function readTable(
  redis: ReadClient,
  { keys, paths }: Omit<Parsed<'json.table'>, 'connection'>,
): Promise<Output<'json.table'>> {
  const types = await redis.readAll(keys.map((key) => ['type', key]));
  const documents = keys.filter((_, i) => typeOf(types[i]) === TYPE);
  const columns: ReadonlyMap<string, JsonCell>[] = [];
  for (const path of paths) columns.push(await readColumn(redis, documents, path));
  const rows = keys.map((key, i): JsonTableRow => {
    const type = typeOf(types[i]);
    if (type === null) return { state: 'refused' };
    if (type === 'none') return { state: 'gone' };
    if (type !== TYPE) return { state: 'other', type };
    const id = toBinaryString(key);
    return { state: 'json', cells: columns.map((cells) => cells.get(id) ?? { state: 'none' }) };
  });
  return { rows, readAtMs: Date.now() };
}

/** null: this user may not read the key. */
function typeOf(reply: BatchReply | undefined): string | null {
  if (reply?.ok === true) return toText(reply.reply);
  if (reply !== undefined && !isReplyError(reply.failure)) throw reply.failure;
  return null;
}

async function readColumn(
  redis: ReadClient,
  keys: readonly Uint8Array[],
  path: string,
): Promise<ReadonlyMap<string, JsonCell>> {
  const cells = new Map<string, JsonCell>();
  const sizes = await redis.readAll(keys.map((key) => ['json.debug|memory', key, path]));
  const small = keys.filter((key, i) => {
    const bytes = sizeOf(sizes[i]);
    const fits = bytes === null || bytes <= LIMITS.jsonTableCellMemory;
    if (!fits) cells.set(toBinaryString(key), { state: 'large', bytes });
    return fits;
  });
  const groups = redis.together(small);
  const calls = groups.map((group): ReadCall => ['json.mget', ...group, path]);
  const replies = await redis.readAll(calls);
  for (const [g, group] of groups.entries()) {
    const values = repliesOf(replies[g], group.length);
    for (const [i, key] of group.entries())
      cells.set(toBinaryString(key), toCell(values[i] ?? null));
  }
  return cells;
}

/** null where the size may not be asked; what RedisJSON says of a path that it does not take is the caller's to hear. */
function sizeOf(reply: BatchReply | undefined): number | null {
  if (reply?.ok === false && isReplyError(reply.failure)) {
    const { error } = reply.failure;
    const prefix = error.code === 'redis.reply' ? error.prefix : '';
    if (prefix !== 'NOPERM' && prefix !== 'WRONGTYPE') throw reply.failure;
  }
  return sizeFrom(reply);
}

/** A path that RedisJSON does not take is the caller's to hear of; so is a group that may not be read. */
function repliesOf(reply: BatchReply | undefined, count: number): Reply[] {
  if (reply === undefined) return Array.from({ length: count }, () => null);
  if (!reply.ok) throw reply.failure;
  return toList(reply.reply);
}

/** An array of the matches, or null where the key went meanwhile. */
function toCell(reply: Reply): JsonCell {
  if (reply === null) return { state: 'none' };
  const source = toText(reply);
  const parsed = parseJsonText(source);
  const matches = parsed.ok ? (parsed.json.sizes[0] ?? 0) : 0;
  if (!parsed.ok || matches === 0) return { state: 'none' };
  const { json } = parsed;
  const node = matches === 1 ? 1 : 0;
  const text = jsonSource(json, node);
  return {
    state: 'value',
    kind: jsonKind(json, node),
    text: text.slice(0, LIMITS.searchCellBytes),
    isCut: text.length > LIMITS.searchCellBytes,
    matches,
  };
}
