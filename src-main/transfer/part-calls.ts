import { assertNever } from '../../src-shared/result.ts';
import type { WriteCall } from '../redis/clients.ts';
import type { Argument } from '../redis/commands.ts';
import type { HashField, Part, PieceOf } from './part.ts';

/** Elements of one command: Redis does nothing else while it runs. */
const ELEMENTS = 500;

function inBatches<T>(all: readonly T[], call: (some: readonly T[]) => WriteCall): WriteCall[] {
  const calls: WriteCall[] = [];
  for (let from = 0; from < all.length; from += ELEMENTS)
    calls.push(call(all.slice(from, from + ELEMENTS)));
  return calls;
}

/** What writes a page of a key on a server where it is not there yet, or (not `isFirst`) behind its earlier pages. */
export function partCalls({ key, expiry, piece }: Part, isFirst: boolean): WriteCall[] {
  switch (piece.kind) {
    case 'dump':
      return [restoreCall(key, piece.dump, expiry)];
    case 'string':
      return [[isFirst ? 'set' : 'append', key, piece.bytes]];
    case 'hash':
      return hashCalls(key, piece.fields);
    case 'list':
      return inBatches(piece.elements, (some) => ['rpush', key, ...some]);
    case 'set':
      return inBatches(piece.members, (some) => ['sadd', key, ...some]);
    case 'zset':
      return inBatches(piece.members, (some) => [
        'zadd',
        key,
        ...some.flatMap(({ member, score }): Argument[] => [score, member]),
      ]);
    case 'stream':
      return piece.entries.map(({ id, fields }) => ['xadd', key, id, ...fields.flat(1)]);
    case 'json':
      return [['json.set', key, '$', piece.text]];
    case 'series':
      return seriesCalls(key, piece, isFirst);
    default:
      return assertNever(piece);
  }
}

function restoreCall(key: Uint8Array, dump: Uint8Array, expiry: Part['expiry']): WriteCall {
  if (expiry === null) return ['restore', key, '0', dump];
  return 'atMs' in expiry
    ? ['restore', key, String(expiry.atMs), dump, 'ABSTTL']
    : ['restore', key, String(expiry.inMs), dump];
}

function hashCalls(key: Uint8Array, fields: readonly HashField[]): WriteCall[] {
  const sets = inBatches(fields, (some) => [
    'hset',
    key,
    ...some.flatMap(({ field, value }) => [field, value]),
  ]);
  const expiring = fields.flatMap(({ field, expiresAtMs }): WriteCall[] =>
    expiresAtMs === null ? [] : [['hpexpireat', key, String(expiresAtMs), 'FIELDS', '1', field]],
  );
  return [...sets, ...expiring];
}

function seriesCalls(
  key: Uint8Array,
  { options, samples }: PieceOf<'series'>,
  isFirst: boolean,
): WriteCall[] {
  const { retentionMs, duplicatePolicy, labels } = options;
  const create: WriteCall = [
    'ts.create',
    key,
    'RETENTION',
    retentionMs,
    ...(duplicatePolicy === null ? [] : ['DUPLICATE_POLICY', duplicatePolicy]),
    ...(labels.length === 0 ? [] : ['LABELS', ...labels.flat(1)]),
  ];
  const adds = samples.map(([atMs, value]): WriteCall => ['ts.add', key, atMs, value]);
  return isFirst ? [create, ...adds] : adds;
}
