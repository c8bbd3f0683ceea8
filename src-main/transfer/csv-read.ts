import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { LIMITS } from '../../src-shared/limits.ts';
import { equalBytes, toUtf8 } from '../../src-shared/redis-value.ts';
import { CSV_HEAD } from './csv-cells.ts';
import { partOfRow } from './csv-row.ts';
import { readLines } from './lines.ts';
import type { Chunks, ReadLine } from './part.ts';

const [QUOTE, COMMA] = [0x22, 0x2c];
const MOST_CELLS = 100;

const rows = z.array(z.array(z.custom<Uint8Array>((value) => value instanceof Uint8Array)));

/** A row, which goes on in the next line where a quote is open. */
interface Row {
  readonly line: number;
  readonly bytes: Uint8Array;
}
type RawRow = Row | Extract<ReadLine, { kind: 'refused' }>;

const refuse = (line: number, reason: string, isLast = false): RawRow => ({
  kind: 'refused',
  line,
  reason,
  isLast,
});

/** Whether a quote is open at the end of a line in which `isOpen` held at its beginning. */
function isOpenAfter(bytes: Uint8Array, isOpen: boolean): boolean {
  let open = isOpen;
  for (let at = bytes.indexOf(QUOTE); at !== -1; at = bytes.indexOf(QUOTE, at + 1)) open = !open;
  return open;
}

async function* readRows(chunks: Chunks): AsyncGenerator<RawRow> {
  let held: Uint8Array[] = [];
  let size = 0;
  let first = 1;
  let isOpen = false;
  for await (const raw of readLines(chunks)) {
    if ('refused' in raw) {
      yield refuse(raw.number, raw.refused, raw.isLast === true || isOpen);
      if (isOpen) return;
      continue;
    }
    if (!isOpen) first = raw.number;
    isOpen = isOpenAfter(raw.bytes, isOpen);
    if (!isOpen && held.length === 0) {
      yield { line: first, bytes: raw.bytes };
      continue;
    }
    held.push(raw.bytes);
    if (isOpen) held.push(Buffer.from(raw.end));
    size += raw.bytes.byteLength + raw.end.length;
    if (size > LIMITS.transferLineBytes) {
      yield refuse(first, 'A quote is opened and not closed again', true);
      return;
    }
    if (isOpen) continue;
    yield { line: first, bytes: Buffer.concat(held) };
    held = [];
    size = 0;
  }
  if (isOpen) yield refuse(first, 'A quote is opened and never closed: is the file cut off?', true);
}

/** Each cell is an object of its own: a row of millions of empty ones is refused before it is taken apart. */
function hasTooMany(bytes: Uint8Array): boolean {
  let cells = 1;
  let isOpen = false;
  for (const byte of bytes) {
    if (byte === QUOTE) isOpen = !isOpen;
    else if (byte === COMMA && !isOpen) cells += 1;
    if (cells > MOST_CELLS) return true;
  }
  return false;
}

/** Bytes: what is no UTF-8 must not become another character without a word. */
function cellsOf(bytes: Uint8Array): Uint8Array[] | { readonly refused: string } {
  if (hasTooMany(bytes)) return { refused: `The row has more than ${MOST_CELLS} cells` };
  try {
    const [cells] = rows.parse(
      parse(Buffer.from(bytes), { encoding: null, relax_column_count: true }),
    );
    return cells ?? [];
  } catch (thrown) {
    if (thrown instanceof CsvError) return { refused: 'Its quotes are wrong' };
    throw thrown;
  }
}

const isHead = (cells: readonly Uint8Array[]): boolean =>
  cells.length === CSV_HEAD.length &&
  CSV_HEAD.every((name, i) => toUtf8(cells[i] ?? new Uint8Array()) === name);

/** The rows of one entry of a stream, a field each, are one entry. */
async function* joinEntries(lines: AsyncIterable<ReadLine>): AsyncGenerator<ReadLine> {
  let held: Extract<ReadLine, { kind: 'part' }> | null = null;
  for await (const one of lines) {
    const joined: Extract<ReadLine, { kind: 'part' }> | null =
      held === null || one.kind !== 'part' ? null : joinedEntry(held, one);
    if (joined !== null) {
      held = joined;
      continue;
    }
    if (held !== null) yield held;
    held = null;
    if (one.kind === 'part' && one.part.piece.kind === 'stream') held = one;
    else yield one;
  }
  if (held !== null) yield held;
}

function joinedEntry(
  held: Extract<ReadLine, { kind: 'part' }>,
  next: Extract<ReadLine, { kind: 'part' }>,
): Extract<ReadLine, { kind: 'part' }> | null {
  const [a, b] = [held.part.piece, next.part.piece];
  if (a.kind !== 'stream' || b.kind !== 'stream') return null;
  const [first, second] = [a.entries[0], b.entries[0]];
  if (first === undefined || second === undefined || first.id !== second.id) return null;
  if (!equalBytes(held.part.key, next.part.key)) return null;
  const entry = { id: first.id, fields: [...first.fields, ...second.fields] };
  const part = { ...held.part, piece: { kind: 'stream', entries: [entry] } } as const;
  return { ...held, bytes: held.bytes + next.bytes, part };
}

/** Rows of our own columns, in their order, with their names in the first line. */
export const readCsv = (chunks: Chunks): AsyncGenerator<ReadLine> => joinEntries(readParts(chunks));

async function* readParts(chunks: Chunks): AsyncGenerator<ReadLine> {
  let isFirst = true;
  for await (const row of readRows(chunks)) {
    if ('kind' in row) yield row;
    else if (row.bytes.byteLength > 0) {
      const { line, bytes } = row;
      const cells = cellsOf(bytes);
      if (isFirst && ('refused' in cells || !isHead(cells))) {
        const reason = `The first line must be ${CSV_HEAD.join(',')}`;
        yield { kind: 'refused', line, reason, isLast: true };
        return;
      }
      const part = isFirst ? null : 'refused' in cells ? cells : partOfRow(cells);
      isFirst = false;
      if (part === null) continue;
      if ('refused' in part) yield { kind: 'refused', line, reason: part.refused };
      else yield { kind: 'part', line, bytes: bytes.byteLength, part };
    }
  }
}
