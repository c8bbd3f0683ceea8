import { toUtf8 } from '../../src-shared/redis-value.ts';
import { entryId, numberText, score, wholeMs } from './ndjson-shape.ts';
import type { Expiry, Piece, SeriesOptions } from './part.ts';

export type Read =
  | { readonly piece: Piece; readonly expiry: Expiry }
  | { readonly field: Uint8Array | null; readonly atMs: number };
type Reader = (args: readonly Uint8Array[]) => Read | string;

const LATEST_MS = 9_007_199_254_740_991;

const textOf = (bytes: Uint8Array | undefined): string =>
  bytes === undefined ? '' : (toUtf8(bytes) ?? '');

function whole(bytes: Uint8Array | undefined): number | null {
  const text = textOf(bytes);
  const number = Number(text);
  return /^\d{1,16}$/.test(text) && number >= 1 && number <= LATEST_MS ? number : null;
}

function pairsOf(args: readonly Uint8Array[]): (readonly [Uint8Array, Uint8Array])[] | null {
  if (args.length === 0 || args.length % 2 !== 0) return null;
  const pairs: [Uint8Array, Uint8Array][] = [];
  for (let i = 0; i + 1 < args.length; i += 2)
    pairs.push([args[i] ?? new Uint8Array(), args[i + 1] ?? new Uint8Array()]);
  return pairs;
}

const plain = (piece: Piece): Read => ({ piece, expiry: null });
const UNITS: Readonly<Record<string, (value: number) => Expiry>> = {
  PX: (inMs) => ({ inMs }),
  EX: (seconds) => ({ inMs: seconds * 1_000 }),
  PXAT: (atMs) => ({ atMs }),
  EXAT: (seconds) => ({ atMs: seconds * 1_000 }),
};

const readSet: Reader = ([bytes, unit, time, ...more]) => {
  if (bytes === undefined || more.length > 0) return 'SET takes a key and a value';
  if (unit === undefined) return plain({ kind: 'string', bytes });
  const amount = whole(time);
  const expiry = UNITS[textOf(unit).toUpperCase()];
  return expiry === undefined || amount === null
    ? 'Of the options of SET only EX, PX, EXAT and PXAT are taken'
    : { piece: { kind: 'string', bytes }, expiry: expiry(amount) };
};

const readHash: Reader = (args) => {
  const pairs = pairsOf(args);
  if (pairs === null) return 'HSET takes fields with values';
  const fields = pairs.map(([field, value]) => ({ field, value, expiresAtMs: null }));
  return plain({ kind: 'hash', fields });
};

const readZset: Reader = (args) => {
  const pairs = pairsOf(args);
  const members = (pairs ?? []).map(([text, member]) => ({ member, score: textOf(text) }));
  return pairs !== null && members.every((one) => score.safeParse(one.score).success)
    ? plain({ kind: 'zset', members })
    : 'ZADD takes scores with members, and no options';
};

const readEntry: Reader = ([id, ...rest]) => {
  const fields = pairsOf(rest);
  const text = textOf(id);
  return fields !== null && entryId.safeParse(text).success
    ? plain({ kind: 'stream', entries: [{ id: text, fields }] })
    : 'XADD takes an ID as 1-1 and fields with values, and no options';
};

const readJson: Reader = ([path, text, ...more]) =>
  text !== undefined && more.length === 0 && ['$', '.'].includes(textOf(path))
    ? plain({ kind: 'json', text })
    : 'JSON.SET takes the path $ and a document';

const NO_OPTIONS: SeriesOptions = { retentionMs: '0', duplicatePolicy: null, labels: [] };

const readSample: Reader = ([at, value, ...more]) => {
  const sample = [textOf(at), textOf(value)] as const;
  const isSample = wholeMs.safeParse(sample[0]).success && numberText.safeParse(sample[1]).success;
  return isSample && more.length === 0
    ? plain({ kind: 'series', options: NO_OPTIONS, samples: [sample] })
    : 'TS.ADD takes a time in milliseconds and a number, and no options';
};

const readSeries: Reader = (args) => {
  let { retentionMs, duplicatePolicy } = NO_OPTIONS;
  for (let i = 0; i < args.length; i += 2) {
    const word = textOf(args[i]).toUpperCase();
    const value = textOf(args[i + 1]);
    if (word === 'RETENTION' && wholeMs.safeParse(value).success) retentionMs = value;
    else if (word === 'DUPLICATE_POLICY' && /^[a-z]{1,16}$/i.test(value)) duplicatePolicy = value;
    else {
      const labels = word === 'LABELS' ? pairsOf(args.slice(i + 1)) : null;
      if (labels === null) return 'TS.CREATE takes RETENTION, DUPLICATE_POLICY and LABELS';
      const options = { retentionMs, duplicatePolicy, labels };
      return plain({ kind: 'series', options, samples: [] });
    }
  }
  const options = { ...NO_OPTIONS, retentionMs, duplicatePolicy };
  return plain({ kind: 'series', options, samples: [] });
};

const readRestore: Reader = ([ttl, dump, absolute, ...more]) => {
  const isNone = textOf(ttl) === '0';
  const time = whole(ttl);
  const isAbsolute = textOf(absolute).toUpperCase() === 'ABSTTL';
  if (dump === undefined || more.length > 0 || (!isNone && time === null))
    return 'RESTORE takes a TTL and a dump';
  if (absolute !== undefined && !isAbsolute)
    return 'Of the options of RESTORE only ABSTTL is taken';
  const expiry = time === null ? null : isAbsolute ? { atMs: time } : { inMs: time };
  return { piece: { kind: 'dump', type: 'dump', dump }, expiry };
};

const expiryReader =
  (name: string, factor: number): Reader =>
  ([time, ...more]) => {
    const atMs = whole(time);
    return atMs === null || more.length > 0
      ? `${name} takes one time`
      : { field: null, atMs: atMs * factor };
  };

const readFieldExpiry: Reader = ([time, word, count, field, ...more]) => {
  const atMs = whole(time);
  const isOne = textOf(word).toUpperCase() === 'FIELDS' && textOf(count) === '1';
  return atMs === null || !isOne || field === undefined || more.length > 0
    ? 'HPEXPIREAT takes a time and FIELDS 1 with a field'
    : { field, atMs };
};

const elements =
  (name: string, make: (all: readonly Uint8Array[]) => Piece): Reader =>
  (args) =>
    args.length === 0 ? `${name} takes elements` : plain(make(args));

/** The only commands that a file may run, by their names in upper case, each on one key. */
export const TAKEN: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['SET', readSet],
  [
    'APPEND',
    ([bytes, ...more]) => {
      if (bytes === undefined || more.length > 0) return 'APPEND takes a key and a value';
      return plain({ kind: 'string', bytes });
    },
  ],
  ['HSET', readHash],
  ['HMSET', readHash],
  ['RPUSH', elements('RPUSH', (all) => ({ kind: 'list', elements: all }))],
  ['SADD', elements('SADD', (members) => ({ kind: 'set', members }))],
  ['ZADD', readZset],
  ['XADD', readEntry],
  ['JSON.SET', readJson],
  ['TS.CREATE', readSeries],
  ['TS.ADD', readSample],
  ['RESTORE', readRestore],
  ['PEXPIREAT', expiryReader('PEXPIREAT', 1)],
  ['EXPIREAT', expiryReader('EXPIREAT', 1_000)],
  ['HPEXPIREAT', readFieldExpiry],
]);
