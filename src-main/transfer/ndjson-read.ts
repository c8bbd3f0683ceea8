import { z } from 'zod';
import { assertNever } from '../../src-shared/result.ts';
import { parseJsonLine } from './json-line.ts';
import { readLines } from './lines.ts';
import { dumpLine, FORMAT_NAME, headLine, valueLine } from './ndjson-shape.ts';
import type { Chunks, Part, Piece, ReadLine } from './part.ts';

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** The first thing that is wrong, with its place in the line. */
function issueOf({ issues }: z.ZodError): string {
  const [issue] = issues;
  if (issue === undefined) return 'It is not a line of this format';
  const place = issue.path.slice(0, 6).join('.').slice(0, 80);
  return `${place === '' ? '' : `${place}: `}${issue.message}`.slice(0, 200);
}

type Value = z.infer<typeof valueLine>;

function pieceOf(line: Value): Piece {
  switch (line.type) {
    case 'string':
      return { kind: 'string', bytes: line.value };
    case 'hash':
      return {
        kind: 'hash',
        fields: line.value.map(([field, value, expiresAtMs]) => ({
          field,
          value,
          expiresAtMs: expiresAtMs ?? null,
        })),
      };
    case 'list':
      return { kind: 'list', elements: line.value };
    case 'set':
      return { kind: 'set', members: line.value };
    case 'zset':
      return {
        kind: 'zset',
        members: line.value.map(([member, score]) => ({ member, score })),
      };
    case 'stream':
      return { kind: 'stream', entries: line.value.map(([id, fields]) => ({ id, fields })) };
    case 'ReJSON-RL':
      return { kind: 'json', text: line.value };
    case 'TSDB-TYPE': {
      const { retentionMs, duplicatePolicy, labels, value } = line;
      return { kind: 'series', options: { retentionMs, duplicatePolicy, labels }, samples: value };
    }
    default:
      return assertNever(line);
  }
}

function partOf(value: unknown): Part | { readonly refused: string } {
  if (!isObject(value) || Array.isArray(value)) return { refused: 'It is not an object' };
  const parsed = 'dump' in value ? dumpLine.safeParse(value) : valueLine.safeParse(value);
  if (!parsed.success) return { refused: issueOf(parsed.error) };
  const { data } = parsed;
  const expiry = data.expiresAtMs === null ? null : { atMs: data.expiresAtMs };
  const piece: Piece =
    'dump' in data ? { kind: 'dump', type: data.type, dump: data.dump } : pieceOf(data);
  return { key: data.key, expiry, piece };
}

/** Both NDJSON formats, with or without the first line that says so. */
export async function* readNdjson(chunks: Chunks): AsyncGenerator<ReadLine> {
  for await (const raw of readLines(chunks)) {
    const { number: line } = raw;
    if ('refused' in raw) {
      yield { kind: 'refused', line, reason: raw.refused, isLast: raw.isLast ?? false };
      continue;
    }
    const { bytes } = raw;
    if (bytes.byteLength === 0) continue;
    const json = parseJsonLine(bytes);
    if ('refused' in json) yield { kind: 'refused', line, reason: json.refused };
    else if (line === 1 && isObject(json.value) && 'format' in json.value) {
      const head = headLine.safeParse(json.value);
      if (head.success) yield { kind: 'about', line, about: head.data };
      else
        yield {
          kind: 'refused',
          line,
          reason:
            json.value.format === FORMAT_NAME
              ? `The file is of a version that is not known here: ${issueOf(head.error)}`
              : 'The file is of another format',
          isLast: true,
        };
    } else {
      const part = partOf(json.value);
      if ('refused' in part) yield { kind: 'refused', line, reason: part.refused };
      else yield { kind: 'part', line, bytes: bytes.byteLength, part };
    }
  }
}
