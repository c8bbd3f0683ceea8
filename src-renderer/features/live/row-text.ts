import { escapeBytes, toBytes } from '../../../src-shared/redis-value.ts';
import { FIELD_STRING, JsonFields, jsonSourceText, jsonStringText } from './json-fields.ts';
import { channelOf, type MessageRow, payloadOf, payloadStart, recordEnd } from './segment.ts';

/** What a cell can show at most; the rest is in the detail. */
const MOST_BYTES = 600;
const MOST_TEXT = 300;

export interface RowField {
  readonly name: string;
  readonly text: string;
  readonly kind: number;
}

export interface RowText {
  readonly channel: string;
  /** Of a JSON object, in its order; null for any other payload. */
  readonly fields: readonly RowField[] | null;
  /** Of any other payload: its beginning. */
  readonly text: string;
}

const scanner = new JsonFields();
/** Rows are decoded when they come into sight, and stay there for many draws. */
const known = new WeakMap<MessageRow, RowText>();

/** Text for a cell: hidden characters escaped, and not longer than a cell can show. */
export const cellText = (text: string): string => {
  const cut = text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)}…` : text;
  return escapeBytes(toBytes(cut));
};

function fieldsOf({ segment, index }: MessageRow): RowField[] | null {
  const { records } = segment;
  if (!scanner.scan(records, payloadStart(segment, index), recordEnd(segment, index))) return null;
  return Array.from({ length: scanner.count }, (_, i) => {
    const kind = scanner.kinds[i] ?? 0;
    const start = scanner.valueStarts[i] ?? 0;
    const end = scanner.valueEnds[i] ?? 0;
    // Cut before decoding: a value may be a megabyte.
    const last = end - start <= MOST_BYTES ? end : characterEnd(records, start + MOST_BYTES);
    const text = (kind === FIELD_STRING ? jsonStringText : jsonSourceText)(records, start, last);
    const name = jsonStringText(records, scanner.nameStarts[i] ?? 0, scanner.nameEnds[i] ?? 0);
    return { name: cellText(name), text: cellText(last < end ? `${text}…` : text), kind };
  });
}

function textOf(row: MessageRow): string {
  const payload = payloadOf(row.segment, row.index);
  if (payload.byteLength === 0) return '""';
  if (payload.byteLength <= MOST_BYTES) return escapeBytes(payload);
  return `${escapeBytes(payload.subarray(0, characterEnd(payload, MOST_BYTES)))}…`;
}

/** At or before `at`, and not in the middle of a UTF-8 character, which would make all of it look like binary. */
function characterEnd(bytes: Uint8Array, at: number): number {
  let end = at;
  while (end > at - 4 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  return end;
}

export function rowText(row: MessageRow): RowText {
  const text = known.get(row);
  if (text !== undefined) return text;
  const fields = fieldsOf(row);
  const fresh: RowText = {
    channel: escapeBytes(channelOf(row.segment, row.index)),
    fields,
    text: fields === null ? textOf(row) : '',
  };
  known.set(row, fresh);
  return fresh;
}
