import { memo } from 'react';
import { formatBytes } from '../../../ui/format/bytes.ts';
import { ABSENT, formatCount } from '../../../ui/format/count.ts';
import { TtlText } from '../../../ui/TtlText.tsx';
import type { Row } from '../arena/rows.ts';
import { columnOrder, columnWidths, type ListColumn } from './list-columns.ts';

type KeyRowData = Extract<Row, { kind: 'key' }>;

const unread = <span className="skel w-8" />;

function cellOf(row: KeyRowData, column: ListColumn) {
  if (column === 'size') {
    if (row.size === null) return <span title="Not measured">{ABSENT}</span>;
    return row.size === 'refused' ? (
      <span title="MEMORY USAGE gave none: gone, or refused">{ABSENT}</span>
    ) : (
      formatBytes(row.size)
    );
  }
  // What is gone or refused has neither.
  if (typeof row.mark === 'string') return ABSENT;
  if (row.figures === null) return unread;
  if (column === 'ttl') {
    const { expiresAtMs } = row.figures;
    if (expiresAtMs === 'refused') return <span title="This user may not run PTTL">{ABSENT}</span>;
    return expiresAtMs === null ? 'none' : <TtlText expiresAtMs={expiresAtMs} />;
  }
  const { length } = row.figures;
  return length === null ? ABSENT : formatCount(length);
}

/** TTL, length and size of one key, as far as they are known. */
export const FigureCells = memo(function FigureCells({
  row,
  columns,
}: {
  readonly row: KeyRowData;
  readonly columns: readonly ListColumn[];
}) {
  return columnOrder.flatMap((column) =>
    column !== 'type' && columns.includes(column)
      ? [
          <span
            key={column}
            className={`tn flex flex-none justify-end text-11 text-text-3 ${columnWidths[column].className}`}
          >
            {cellOf(row, column)}
          </span>,
        ]
      : [],
  );
});

/** The same for screen readers, which hear a row as one text. */
export function figureWords(row: KeyRowData, columns: readonly ListColumn[]): string {
  const { figures, size } = row;
  const length = figures?.length ?? null;
  return [
    columns.includes('length') && length !== null ? `length ${formatCount(length)}` : null,
    columns.includes('ttl') && figures !== null
      ? figures.expiresAtMs === null
        ? 'no expiry'
        : figures.expiresAtMs === 'refused'
          ? 'expiry not readable'
          : 'expires'
      : null,
    columns.includes('size') && typeof size === 'number' ? formatBytes(size) : null,
  ]
    .flatMap((part) => (part === null ? [] : [`, ${part}`]))
    .join('');
}
