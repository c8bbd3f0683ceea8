import { LIMITS } from '../../../src-shared/limits.ts';
import type { ReadClient } from '../../redis/clients.ts';
import type { ReadCommand } from '../../redis/commands.ts';
import {
  type Reply,
  toBuffer,
  toCount,
  toList,
  toOwnBytes,
  toPairs,
  toText,
} from '../../redis/reply.ts';
import type { Session } from '../../redis/session.ts';
import type { Piece, PieceOf } from '../../transfer/part.ts';
import { isReplyError, keyIsGone } from '../keys/key-failures.ts';
import { readPath } from '../json/read-path.ts';
import { readInfo, toSamples } from '../series/read-series.ts';
import { readEntryPage } from '../series/entry-windows.ts';
import { readWholeEntries } from '../series/stream-replies.ts';
import { lookFor } from '../values/page-budget.ts';
import { readElements, readRanked, readString, scanMembers } from '../values/read-collections.ts';
import { scanElements } from '../values/scan-elements.ts';

export interface Reading {
  readonly redis: ReadClient;
  readonly session: Session;
}

type Pieces = AsyncGenerator<Piece>;
type Reader = (reading: Reading, key: Uint8Array) => Pieces;

const COUNT = LIMITS.pageElements;

async function* stringPieces({ redis }: Reading, key: Uint8Array): Pieces {
  let offset = 0;
  for (;;) {
    const { bytes, total } = await readString(redis, { key, offset, limit: LIMITS.editBytes });
    offset += bytes.byteLength;
    yield { kind: 'string', bytes };
    if (offset >= total || bytes.byteLength === 0) return;
  }
}

async function* hashPieces({ redis, session }: Reading, key: Uint8Array): Pieces {
  let position: string | null = '0';
  while (position !== null) {
    const { isSmall } = await lookFor(redis, 'hlen', key);
    const first = isSmall ? COUNT : 1;
    const scan = { command: 'hscan', key, position, count: COUNT, match: null, first } as const;
    const { found, next }: Awaited<ReturnType<typeof scanElements>> = await scanElements(
      redis,
      scan,
    );
    const pairs = toPairs(found).map(([field, value]) => [toOwnBytes(field), toOwnBytes(value)]);
    const names = pairs.flatMap(([field]) => field ?? []);
    const expiries = session.has('hpexpiretime') ? await fieldExpiries(redis, key, names) : [];
    const fields = pairs.flatMap(([field, value], i) =>
      field === undefined || value === undefined
        ? []
        : [{ field, value, expiresAtMs: expiries[i] ?? null }],
    );
    if (fields.length > 0) yield { kind: 'hash', fields };
    position = next;
  }
}

/** A refusal is not passed over: the fields would lose their TTL without a word. */
async function fieldExpiries(
  redis: ReadClient,
  key: Uint8Array,
  fields: readonly Uint8Array[],
): Promise<(number | null)[]> {
  if (fields.length === 0) return [];
  const reply = await redis.read('hpexpiretime', key, 'FIELDS', fields.length, ...fields);
  if (reply === null) throw keyIsGone(key);
  return toList(reply).map((at) => {
    const ms = at === null ? -1 : toCount(at);
    return ms < 0 ? null : ms;
  });
}

async function* listPieces({ redis }: Reading, key: Uint8Array): Pieces {
  let start = 0;
  for (;;) {
    const { found, total } = await readElements(redis, { key, start, count: COUNT });
    start += found.length;
    if (found.length > 0) yield { kind: 'list', elements: found.map(toOwnBytes) };
    if (found.length === 0 || (total !== null && start >= total)) return;
  }
}

async function* setPieces({ redis }: Reading, key: Uint8Array): Pieces {
  let position: string | null = '0';
  while (position !== null) {
    const { found, next }: Awaited<ReturnType<typeof scanMembers>> = await scanMembers(redis, {
      key,
      position,
      count: COUNT,
      match: null,
    });
    if (found.length > 0) yield { kind: 'set', members: found.map(toOwnBytes) };
    position = next;
  }
}

async function* zsetPieces({ redis }: Reading, key: Uint8Array): Pieces {
  let start = 0;
  for (;;) {
    const { found, total } = await readRanked(redis, { key, start, count: COUNT, reverse: false });
    start += found.length;
    const members = found.map(([member, score]) => ({
      member: toOwnBytes(member),
      score: toText(score),
    }));
    if (members.length > 0) yield { kind: 'zset', members };
    if (members.length === 0 || (total !== null && start >= total)) return;
  }
}

async function* streamPieces({ redis }: Reading, key: Uint8Array): Pieces {
  let from: string | null = '-';
  while (from !== null) {
    const page: Awaited<ReturnType<typeof readEntryPage>> = await readEntryPage(redis, {
      key,
      from,
      to: '+',
      order: 'oldest',
      count: COUNT,
    });
    const entries = readWholeEntries(page.found);
    if (entries.length > 0) yield { kind: 'stream', entries };
    from = page.next;
  }
}

async function* jsonPieces({ redis }: Reading, key: Uint8Array): Pieces {
  yield { kind: 'json', text: textOfDocument(await readPath(redis, key, '$')) };
}

/** For `$` the reply is an array with the document in it. */
export const textOfDocument = (reply: Reply): Uint8Array =>
  new Uint8Array(toBuffer(reply).subarray(1, -1));

/** null: there are none. */
export const groupsLeftOut = (count: number): string | null =>
  count === 0 ? null : `${count} consumer groups are not in this file`;

async function* seriesPieces({ redis }: Reading, key: Uint8Array): Pieces {
  const info = await readInfo(redis, key);
  const labels = info.labels.map(({ name, value }) => [name, value] as const);
  const { retentionMs, duplicatePolicy } = info;
  const options = { retentionMs, duplicatePolicy, labels };
  const pageOfSamples = async (from: string): Promise<PieceOf<'series'>['samples']> =>
    toSamples(await redis.read('ts.range', key, from, '+', 'COUNT', COUNT)).map(
      ({ atMs, value }) => [atMs, value] as const,
    );
  let samples = await pageOfSamples('-');
  yield { kind: 'series', options, samples };
  while (samples.length === COUNT) {
    samples = await pageOfSamples(String(BigInt(samples.at(-1)?.[0] ?? '0') + 1n));
    if (samples.length > 0) yield { kind: 'series', options, samples };
  }
}

const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['string', stringPieces],
  ['hash', hashPieces],
  ['list', listPieces],
  ['set', setPieces],
  ['zset', zsetPieces],
  ['stream', streamPieces],
  ['ReJSON-RL', jsonPieces],
  ['TSDB-TYPE', seriesPieces],
]);

/** Its elements, page after page; null for a type that has no readable form. Throws `notFound` when it is gone. */
export const piecesOf = (reading: Reading, key: Uint8Array, type: string): Pieces | null =>
  READERS.get(type)?.(reading, key) ?? null;

/** What of the key is not in its pieces; null when all is. */
export async function leftOut(
  { redis }: Reading,
  key: Uint8Array,
  type: string,
): Promise<string | null> {
  if (type === 'stream') {
    const [groups] = await redis.readAll([['xinfo|groups', key]]);
    if (groups?.ok === false && !isReplyError(groups.failure)) throw groups.failure;
    return groupsLeftOut(groups?.ok === true ? toList(groups.reply).length : 0);
  }
  if (type !== 'TSDB-TYPE') return null;
  const { rules } = await readInfo(redis, key);
  return rules.length === 0 ? null : `${rules.length} compaction rules are not in this file`;
}

/** Types whose length tells that somebody changed the value while its pages were read. */
const LENGTHS: ReadonlyMap<string, ReadCommand> = new Map<string, ReadCommand>([
  ['string', 'strlen'],
  ['hash', 'hlen'],
  ['list', 'llen'],
  ['set', 'scard'],
  ['zset', 'zcard'],
  ['stream', 'xlen'],
]);

/** null for types that are read at once. */
export async function lengthOf(
  redis: ReadClient,
  key: Uint8Array,
  type: string,
): Promise<string | null> {
  const command = LENGTHS.get(type);
  return command === undefined ? null : toText(await redis.read(command, key));
}
