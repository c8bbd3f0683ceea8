import type { ConnectionId } from '../../../../src-shared/contract/define.ts';
import { LIMITS } from '../../../../src-shared/limits.ts';
import { escapeBytes, toBinaryString } from '../../../../src-shared/redis-value.ts';
import { ok, type Result } from '../../../../src-shared/result.ts';
import type { Client } from '../../../client/client.ts';
import { formatBytes } from '../../../ui/format/bytes.ts';
import { formatCount } from '../../../ui/format/count.ts';
import { isFollowed } from '../document/types/pages.ts';
import { partText } from '../document/value/part-text.ts';
import { isSecretName } from '../../../../src-shared/json-secrets.ts';

/** Of one value are read at most so many elements, a page at a time, and so many bytes. */
export const MOST_ELEMENTS = 10_000;
const MOST_BYTES = 8_388_608;
/** Of a string, and of a JSON document (LIMITS.jsonAutoBytes). */
const MOST_STRING_BYTES = 1_048_576;

/** A piece of an element, in escapes; `hidden`: what stands for it, being a secret by its name. */
export interface Piece {
  readonly text: string;
  readonly hidden: string | null;
}

export interface Entry {
  /** What tells it from others of a value without an order: its field or member, byte by byte. */
  readonly id: string;
  readonly pieces: readonly Piece[];
}

export type Content =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'json'; readonly source: string }
  /** Hash, set, sorted set: in the order of their ids. */
  | { readonly kind: 'named'; readonly entries: readonly Entry[] }
  /** List, stream, time series. */
  | { readonly kind: 'ordered'; readonly entries: readonly Entry[] };

export interface Read {
  /** null: it cannot be compared. */
  readonly content: Content | null;
  /** Why, or what of it was not read; null: nothing to say. */
  readonly note: string | null;
}

interface Place {
  readonly client: Client;
  readonly connection: ConnectionId;
  readonly key: Uint8Array;
  readonly signal: AbortSignal;
}

interface Page<Position> {
  readonly entries: readonly Entry[];
  readonly next: Position | null;
  /** null: not known. */
  readonly total: number | null;
  /** Of its elements read in part. */
  readonly cut: number;
}

const plain = (text: string): Piece => ({ text, hidden: null });

/** A value, and how long it is where only its beginning was read. */
function valuePiece(
  bytes: Uint8Array,
  total = bytes.byteLength,
  name: string | null = null,
): Piece {
  const rest = total > bytes.byteLength ? ` … ${formatBytes(total)} in all` : '';
  const isSecret = total > 0 && name !== null && isSecretName(name);
  return {
    text: `${escapeBytes(bytes)}${rest}`,
    hidden: isSecret ? `(hidden, ${formatBytes(total)})` : null,
  };
}

const isCut = (bytes: Uint8Array, total: number | undefined): boolean =>
  total !== undefined && total > bytes.byteLength;

const lengthOf = ({ pieces }: Entry): number =>
  pieces.reduce((sum, { text }) => sum + text.length, 0);

const tooMany = (total: number, unit: string): Read => ({
  content: null,
  note: `${formatCount(total)} ${unit}: at most ${formatCount(MOST_ELEMENTS)} without an order of their own are compared`,
});

/**
 * Pages until the end, or until it is enough. Of what has an order the first are compared; of what has none only all: others
 * would be missing by chance.
 */
async function readPages<Position>(
  first: Position,
  unit: string,
  kind: 'named' | 'ordered',
  read: (position: Position) => Promise<Result<Page<Position>>>,
): Promise<Result<Read>> {
  // SCAN commands may give an element twice.
  const entries = new Map<string, Entry>();
  let bytes = 0;
  let cut = 0;
  let total: number | null = null;
  let position: Position | null = first;
  while (position !== null && entries.size < MOST_ELEMENTS && bytes < MOST_BYTES) {
    const page: Result<Page<Position>> = await read(position);
    if (!page.ok) return page;
    total = page.value.total;
    if (kind === 'named' && total !== null && total > MOST_ELEMENTS)
      return ok(tooMany(total, unit));
    cut += page.value.cut;
    for (const entry of page.value.entries) {
      entries.set(entry.id, entry);
      bytes += lengthOf(entry);
    }
    position = page.value.next;
  }
  if (position !== null && kind === 'named')
    return ok({
      content: null,
      note: `At most ${formatCount(MOST_ELEMENTS)} ${unit} and ${formatBytes(MOST_BYTES)} without an order of their own are compared`,
    });
  const all = [...entries.values()];
  if (kind === 'named') all.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const part =
    position === null
      ? null
      : `the first ${formatCount(all.length)}${total === null ? '' : ` of ${formatCount(total)}`} ${unit}`;
  const long = cut === 0 ? null : `of ${formatCount(cut)} long ones the beginning and the length`;
  const notes = [part, long].filter((one) => one !== null);
  return ok({
    content: { kind, entries: all },
    note: notes.length === 0 ? null : `Compared: ${notes.join('; ')}`,
  });
}

const readHash = ({ client, connection, key, signal }: Place) =>
  readPages('0', 'fields', 'named', async (position) => {
    const input = { connection, key, position, count: LIMITS.pageElements, match: null };
    const result = await client.call('values.hash', input, { signal });
    if (!result.ok) return result;
    const { fields, next, total } = result.value;
    const entries = fields.map(({ field, value, total: bytes }) => {
      const name = escapeBytes(field);
      return {
        id: toBinaryString(field),
        pieces: [plain(`${name}: `), valuePiece(value, bytes, name)],
      };
    });
    const cut = fields.filter((one) => isCut(one.value, one.total)).length;
    return ok({ entries, next, total, cut });
  });

const readSet = ({ client, connection, key, signal }: Place) =>
  readPages('0', 'members', 'named', async (position) => {
    const input = { connection, key, position, count: LIMITS.pageElements, match: null };
    const result = await client.call('values.set', input, { signal });
    if (!result.ok) return result;
    const { members, cut = [], next, total } = result.value;
    const lengths = new Map(cut.map((one) => [one.at, one.total]));
    const entries = members.map((member, at) => {
      const piece = valuePiece(member, lengths.get(at));
      return { id: lengths.has(at) ? piece.text : toBinaryString(member), pieces: [piece] };
    });
    return ok({ entries, next, total, cut: cut.length });
  });

const readZset = ({ client, connection, key, signal }: Place) =>
  readPages<number>(0, 'members', 'named', async (start) => {
    const input = { connection, key, start, count: LIMITS.pageElements, reverse: false };
    const result = await client.call('values.zset', input, { signal });
    if (!result.ok) return result;
    const { members, total } = result.value;
    const entries = members.map(({ member, total: bytes, score }) => {
      const piece = valuePiece(member, bytes);
      const id = isCut(member, bytes) ? piece.text : toBinaryString(member);
      return { id, pieces: [piece, plain(`  ${score}`)] };
    });
    const end = start + members.length;
    const next = isFollowed(members.length, end, total) ? end : null;
    return ok({
      entries,
      next,
      total,
      cut: members.filter((one) => isCut(one.member, one.total)).length,
    });
  });

const readList = ({ client, connection, key, signal }: Place) =>
  readPages<number>(0, 'elements', 'ordered', async (start) => {
    const input = { connection, key, start, count: LIMITS.pageElements };
    const result = await client.call('values.list', input, { signal });
    if (!result.ok) return result;
    const { elements, cut = [], total } = result.value;
    const lengths = new Map(cut.map((one) => [one.at, one.total]));
    const entries = elements.map((element, at) => ({
      id: String(start + at),
      pieces: [valuePiece(element, lengths.get(at))],
    }));
    const end = start + elements.length;
    const next = isFollowed(elements.length, end, total) ? end : null;
    return ok({ entries, next, total, cut: cut.length });
  });

const readStream = ({ client, connection, key, signal }: Place) => {
  let read = 0;
  return readPages<string>('', 'entries', 'ordered', async (last) => {
    const past = last === '' ? null : last;
    const input = { connection, key, order: 'oldest' as const, past, count: LIMITS.pageElements };
    const result = await client.call('values.stream', input, { signal });
    if (!result.ok) return result;
    const { entries, total } = result.value;
    read += entries.length;
    const next = isFollowed(entries.length, read, total) ? (entries.at(-1)?.id ?? null) : null;
    return ok({
      entries: entries.map(({ id, fields }) => ({
        id,
        pieces: [
          plain(id),
          ...fields.flatMap(({ field, value, total: bytes }) => {
            const name = escapeBytes(field);
            return [plain(`  ${name}: `), valuePiece(value, bytes, name)];
          }),
        ],
      })),
      next,
      total,
      cut: entries.flatMap(({ fields }) => fields).filter((one) => isCut(one.value, one.total))
        .length,
    });
  });
};

/** Its facts, then its samples, the newest first. */
async function readSeries({ client, connection, key, signal }: Place): Promise<Result<Read>> {
  const info = await client.call('series.info', { connection, key }, { signal });
  if (!info.ok) return info;
  const { labels, retentionMs, duplicatePolicy, totalSamples, lastAtMs } = info.value;
  const facts = [
    `retention: ${retentionMs} ms`,
    `duplicates: ${duplicatePolicy ?? 'as the server says'}`,
    ...labels.map(({ name, value }) => `label ${escapeBytes(name)}: ${escapeBytes(value)}`),
  ];
  const samples = await readPages<string>(
    lastAtMs,
    'samples, the newest first',
    'ordered',
    async (to) => {
      const input = {
        connection,
        key,
        from: '0',
        to,
        points: LIMITS.seriesPoints,
        aggregation: null,
        bucketMs: null,
        align: 'clock' as const,
      };
      const result = await client.call('series.range', input, { signal });
      if (!result.ok) return result;
      const newest = result.value.samples.toReversed();
      const oldest = newest.at(-1)?.atMs ?? '0';
      return ok({
        entries: newest.map(({ atMs, value }) => ({
          id: atMs,
          pieces: [plain(`${atMs}  ${value}`)],
        })),
        next: result.value.cut && oldest !== '0' ? String(BigInt(oldest) - 1n) : null,
        total: Number(totalSamples),
        cut: 0,
      });
    },
  );
  if (!samples.ok || samples.value.content?.kind !== 'ordered') return samples;
  const entries = [
    ...facts.map((fact) => ({ id: fact, pieces: [plain(fact)] })),
    ...samples.value.content.entries,
  ];
  return ok({ ...samples.value, content: { kind: 'ordered', entries } });
}

async function readString({ client, connection, key, signal }: Place): Promise<Result<Read>> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const input = { connection, key, offset: length, limit: LIMITS.valueChunkBytes };
    const result = await client.call('values.string', input, { signal });
    if (!result.ok) return result;
    const { bytes, total } = result.value;
    parts.push(bytes);
    length += bytes.byteLength;
    const isEnd = bytes.byteLength === 0 || length >= total;
    if (!isEnd && length < MOST_STRING_BYTES) continue;
    const whole = new Uint8Array(length);
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.byteLength;
    }
    // No character is cut in two: the rest of it would make bytes of a text.
    const tail = isEnd ? 0 : (partText(whole, { before: false, after: true })?.tail ?? 0);
    return ok({
      content: { kind: 'bytes', bytes: whole.subarray(0, length - tail) },
      note: isEnd ? null : `Compared: the first ${formatBytes(length)} of ${formatBytes(total)}`,
    });
  }
}

async function readJson({ client, connection, key, signal }: Place): Promise<Result<Read>> {
  const input = { connection, key, path: '$', evenIfLarge: false };
  const result = await client.call('json.get', input, { signal });
  if (!result.ok) return result;
  if (result.value.kind === 'text')
    return ok({ content: { kind: 'json', source: result.value.text }, note: null });
  return ok({
    content: null,
    note: `${formatBytes(result.value.bytes)}: documents up to ${formatBytes(LIMITS.jsonAutoBytes)} are compared`,
  });
}

const readers: Readonly<Record<string, (place: Place) => Promise<Result<Read>>>> = {
  string: readString,
  hash: readHash,
  list: readList,
  set: readSet,
  zset: readZset,
  stream: readStream,
  'TSDB-TYPE': readSeries,
  'ReJSON-RL': readJson,
};

/** The value of a key for a comparison, read a page at a time; `type` as TYPE answered. */
export async function readContent(place: Place, type: string): Promise<Result<Read>> {
  const reader = readers[type];
  if (reader !== undefined) return await reader(place);
  return ok({ content: null, note: 'Values of this type are not compared' });
}
