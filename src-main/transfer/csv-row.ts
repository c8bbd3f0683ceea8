import { parseEscaped, toUtf8 } from '../../src-shared/redis-value.ts';
import { entryId, fromBase64, numberText, score, wholeMs } from './ndjson-shape.ts';
import type { Part, Piece } from './part.ts';

type Refused = { readonly refused: string };
const refuse = (refused: string): Refused => ({ refused });
const LONGEST_TTL = 9_000_000_000_000;

/** An empty row of a series: its options are not in this format. */
const NO_OPTIONS = { retentionMs: '0', duplicatePolicy: null, labels: [] };

/** A row as text that was read, to what it says of a key. */
export function partOfRow(cells: readonly Uint8Array[]): Part | Refused {
  if (cells.length !== 5) return refuse(`It has ${cells.length} cells instead of 5`);
  const texts: string[] = [];
  for (const cell of cells) {
    const text = toUtf8(cell);
    if (text === null) return refuse('It is not UTF-8');
    texts.push(text);
  }
  const [keyText = '', type = '', ttl = '', field = '', value = ''] = texts;
  const key = parseEscaped(keyText);
  if (key === null) return refuse('key: a backslash that begins no escape');
  const inMs = ttl === '' ? null : Number(ttl);
  if (inMs !== null && !(/^\d{1,16}$/.test(ttl) && inMs >= 1 && inMs <= LONGEST_TTL))
    return refuse('ttl_ms: no whole number of milliseconds');
  const piece = pieceOf(type, field, value);
  if ('refused' in piece) return piece;
  return { key, expiry: inMs === null ? null : { inMs }, piece };
}

function pieceOf(type: string, fieldText: string, valueText: string): Piece | Refused {
  if (type === 'dump') {
    const dump = fromBase64(valueText);
    if (dump === null) return refuse('value: wrong base64');
    return { kind: 'dump', type: fieldText.slice(0, 64), dump };
  }
  const value = parseEscaped(valueText);
  if (value === null) return refuse('value: a backslash that begins no escape');
  if (type === 'stream') return entryOf(fieldText, value);
  const field = parseEscaped(fieldText);
  if (field === null) return refuse('field: a backslash that begins no escape');
  const plain = toUtf8(value) ?? '';
  switch (type) {
    case 'string':
      return { kind: 'string', bytes: value };
    case 'hash':
      return { kind: 'hash', fields: [{ field, value, expiresAtMs: null }] };
    case 'list':
      return { kind: 'list', elements: [value] };
    case 'set':
      return { kind: 'set', members: [value] };
    case 'zset':
      return score.safeParse(plain).success
        ? { kind: 'zset', members: [{ member: field, score: plain }] }
        : refuse('value: no score');
    case 'ReJSON-RL':
      return { kind: 'json', text: value };
    case 'TSDB-TYPE':
      return wholeMs.safeParse(fieldText).success && numberText.safeParse(plain).success
        ? { kind: 'series', options: NO_OPTIONS, samples: [[fieldText, plain]] }
        : refuse('field and value: no time in milliseconds with a number');
    default:
      return refuse(`type: "${type.slice(0, 40)}" is not known`);
  }
}

/** `1-1 name`: the entry's ID, then its field. */
function entryOf(text: string, value: Uint8Array): Piece | Refused {
  const space = text.indexOf(' ');
  const id = text.slice(0, Math.max(0, space));
  const name = parseEscaped(text.slice(space + 1));
  if (!entryId.safeParse(id).success || name === null)
    return refuse('field: no ID of a stream entry with the name of a field');
  return { kind: 'stream', entries: [{ id, fields: [[name, value]] }] };
}
