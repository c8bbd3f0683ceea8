import { stringify } from 'csv-stringify/sync';
import { toBytes } from '../../src-shared/redis-value.ts';
import { assertNever } from '../../src-shared/result.ts';
import { CSV_HEAD, cellOf } from './csv-cells.ts';
import { toBase64 } from './ndjson-shape.ts';
import { type Part, type Piece, typeOf } from './part.ts';

type Row = readonly [field: string, value: string];

export const csvHead = (): string => stringify([[...CSV_HEAD]]);

/** A row for each element; null when a row cannot hold all of it, which then goes as a DUMP. */
export function csvRows({ key, expiry, piece }: Part, nowMs: number): string | null {
  const rows = rowsOf(piece);
  if (rows === null) return null;
  const ttl =
    expiry === null
      ? ''
      : 'inMs' in expiry
        ? expiry.inMs
        : Math.max(1, Math.round(expiry.atMs - nowMs));
  const head = [cellOf(key), piece.kind === 'dump' ? 'dump' : typeOf(piece), String(ttl)];
  return stringify(rows.map((row) => [...head, ...row]));
}

function rowsOf(piece: Piece): readonly Row[] | null {
  switch (piece.kind) {
    case 'dump':
      return [[cellOf(toBytes(piece.type)), toBase64(piece.dump)]];
    case 'string':
      return [['', cellOf(piece.bytes)]];
    case 'hash':
      return piece.fields.some(({ expiresAtMs }) => expiresAtMs !== null)
        ? null
        : piece.fields.map(({ field, value }) => [cellOf(field), cellOf(value)]);
    case 'list':
      return piece.elements.map((element) => ['', cellOf(element)]);
    case 'set':
      return piece.members.map((member) => ['', cellOf(member)]);
    case 'zset':
      return piece.members.map(({ member, score }) => [cellOf(member), cellOf(toBytes(score))]);
    case 'stream':
      return piece.entries.flatMap(({ id, fields }) =>
        fields.map(([field, value]): Row => [`${id} ${cellOf(field)}`, cellOf(value)]),
      );
    case 'json':
      return [['', cellOf(piece.text)]];
    case 'series': {
      const { retentionMs, duplicatePolicy, labels } = piece.options;
      const isPlain = retentionMs === '0' && duplicatePolicy === null && labels.length === 0;
      return isPlain && piece.samples.length > 0
        ? piece.samples.map(([atMs, value]) => [atMs, cellOf(toBytes(value))])
        : null;
    }
    default:
      return assertNever(piece);
  }
}
