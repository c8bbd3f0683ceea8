import { assertNever } from '../../src-shared/result.ts';
import { FORMAT_NAME, FORMAT_VERSION, toBase64, toJson } from './ndjson-shape.ts';
import { type FileAbout, type Part, type Piece, typeOf } from './part.ts';

/** The first line. */
export const ndjsonHead = (about: FileAbout): string =>
  `${JSON.stringify({ format: FORMAT_NAME, version: FORMAT_VERSION, ...about })}\n`;

/** A line for each page of a key. */
export function ndjsonLine({ key, expiry, piece, note }: Part): string {
  const line = {
    key: toJson(key),
    type: typeOf(piece),
    expiresAtMs: expiry !== null && 'atMs' in expiry ? expiry.atMs : null,
    ...contentOf(piece),
    ...(note === undefined ? {} : { note }),
  };
  return `${JSON.stringify(line)}\n`;
}

function contentOf(piece: Piece): object {
  switch (piece.kind) {
    case 'dump':
      return { dump: toBase64(piece.dump) };
    case 'string':
      return { value: toJson(piece.bytes) };
    case 'hash':
      return {
        value: piece.fields.map(({ field, value, expiresAtMs }) =>
          expiresAtMs === null
            ? [toJson(field), toJson(value)]
            : [toJson(field), toJson(value), expiresAtMs],
        ),
      };
    case 'list':
      return { value: piece.elements.map(toJson) };
    case 'set':
      return { value: piece.members.map(toJson) };
    case 'zset':
      return { value: piece.members.map(({ member, score }) => [toJson(member), score]) };
    case 'stream':
      return {
        value: piece.entries.map(({ id, fields }) => [
          id,
          fields.map(([field, value]) => [toJson(field), toJson(value)]),
        ]),
      };
    case 'json':
      return { value: toJson(piece.text) };
    case 'series': {
      const { retentionMs, duplicatePolicy, labels } = piece.options;
      return {
        retentionMs,
        duplicatePolicy,
        labels: labels.map(([name, value]) => [toJson(name), toJson(value)]),
        value: piece.samples,
      };
    }
    default:
      return assertNever(piece);
  }
}
