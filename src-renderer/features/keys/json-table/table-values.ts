import type { JsonCell } from '../../../../src-shared/contract/json-reading.ts';
import { jsonKind, jsonString, parseJsonText } from '../../../../src-shared/json-text.ts';
import { escapeBytes } from '../../../../src-shared/redis-value.ts';
import { compareValues, type SortValue, type TableSort } from '../../../ui/table/data-column.ts';
import type { TableRow } from './json-table.ts';

/** The key's own column. */
export const KEY_COLUMN = 'key';

export const columnId = (index: number): string => `path ${index}`;

/** The cell of a row; null where the key is no document. */
export function cellAt({ row }: TableRow, index: number): JsonCell | null {
  return row.state === 'json' ? (row.cells[index] ?? null) : null;
}

const isNumber = (cell: JsonCell): boolean =>
  cell.state === 'value' && cell.kind === 'number' && cell.matches === 1;

/** Whether all that is there in a column are numbers, and there is one. */
export function isNumeric(rows: readonly TableRow[], index: number): boolean {
  const cells = rows.flatMap((row) => {
    const cell = cellAt(row, index);
    return cell === null || cell.state === 'none' ? [] : [cell];
  });
  return cells.length > 0 && cells.every(isNumber);
}

/** Text of a string, JSON of anything else. */
export function plainCell(cell: JsonCell | null): string {
  if (cell?.state !== 'value') return '';
  if (cell.kind !== 'string' || cell.isCut || cell.matches > 1) return cell.text;
  const parsed = parseJsonText(cell.text);
  return parsed.ok && jsonKind(parsed.json, 0) === 'string'
    ? jsonString(parsed.json, 0)
    : cell.text;
}

function sortValue(cell: JsonCell | null, numeric: boolean): SortValue {
  if (cell?.state !== 'value') return null;
  if (!numeric) return plainCell(cell);
  return /^-?\d+$/.test(cell.text) ? BigInt(cell.text) : Number(cell.text);
}

/** The rows that were read, in the order of a column; numbers exactly, what is missing last. */
export function sortRows(rows: readonly TableRow[], sort: TableSort | null): readonly TableRow[] {
  if (sort === null) return rows;
  const index = Number(sort.columnId.split(' ')[1] ?? -1);
  const numeric = index >= 0 && isNumeric(rows, index);
  const valueOf = (row: TableRow): SortValue =>
    sort.columnId === KEY_COLUMN ? escapeBytes(row.key) : sortValue(cellAt(row, index), numeric);
  const valued = rows.map((row) => ({ row, value: valueOf(row) }));
  const direction = sort.direction === 'asc' ? 1 : -1;
  valued.sort((a, b) => {
    const compared = compareValues(a.value, b.value);
    return a.value === null || b.value === null ? compared : compared * direction;
  });
  return valued.map(({ row }) => row);
}

const csvField = (text: string): string =>
  /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

const tsvField = (text: string): string =>
  text
    .replaceAll('\\', '\\\\')
    .replaceAll('\t', '\\t')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r');

/** What is shown, as CSV (RFC 4180) or as TSV with backslash escapes; `missing`: cells that were not read whole. */
export function tableText(
  rows: readonly TableRow[],
  paths: readonly string[],
  format: 'csv' | 'tsv',
): { readonly text: string; readonly missing: number } {
  const field = format === 'csv' ? csvField : tsvField;
  const [separator, end] = format === 'csv' ? [',', '\r\n'] : ['\t', '\n'];
  let missing = 0;
  const lines = rows.map((row) => {
    const cells = paths.map((_, i) => cellAt(row, i));
    missing += cells.filter(
      (cell) => cell?.state === 'large' || (cell?.state === 'value' && cell.isCut),
    ).length;
    return [escapeBytes(row.key), ...cells.map(plainCell)].map(field).join(separator);
  });
  const head = ['key', ...paths].map(field).join(separator);
  return { text: [head, ...lines].map((line) => line + end).join(''), missing };
}
