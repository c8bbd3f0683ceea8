import { useMemo } from 'react';
import { DataTable } from '../../../../../ui/DataTable.tsx';
import {
  formatClock,
  formatClockTitle,
  formatTimeFraction,
} from '../../../../../ui/format/clock.ts';
import type { DataColumn } from '../../../../../ui/table/data-column.ts';
import type { SampleRow } from './samples.ts';

const columns: readonly DataColumn<SampleRow>[] = [
  {
    id: 'time',
    title: 'Time',
    width: 190,
    cell: ({ atMs }) => (
      <span title={formatClockTitle(atMs)}>
        {formatClock(atMs)}
        <span className="text-text-3">{formatTimeFraction(atMs)}</span>
      </span>
    ),
  },
  {
    id: 'at',
    title: 'Timestamp',
    width: 150,
    mono: true,
    numeric: true,
    cell: ({ atText }) => atText,
  },
  {
    id: 'value',
    title: 'Value',
    width: 200,
    mono: true,
    numeric: true,
    grow: true,
    cell: ({ text }) => text,
  },
];

/** The samples of the chart as text. */
export function SampleTable({ samples }: { readonly samples: readonly SampleRow[] }) {
  const newestFirst = useMemo(() => samples.toReversed(), [samples]);
  return (
    <DataTable
      label="Samples, newest first"
      rows={newestFirst}
      rowId={({ atText }) => atText}
      columns={columns}
    />
  );
}
