import { Unplug } from 'lucide-react';
import type { ReactNode } from 'react';
import { ABSENT } from '../../ui/format/count.ts';
import { formatTime, formatTimeFraction } from '../../ui/format/clock.ts';
import { formatChange, formatSigned } from '../../ui/format/ratio.ts';
import { Icon } from '../../ui/Icon.tsx';
import type { DataColumn } from '../../ui/table/data-column.ts';
import { FIELD_NULL, FIELD_NUMBER } from './json-fields.ts';
import type { Columns } from './live-state.ts';
import { type RowField, rowText } from './row-text.ts';
import type { GapRow, LiveRow, MessageRow } from './segment.ts';
import { sourceColour } from './source-colour.ts';
import { Swatch } from './Swatch.tsx';
import type { SourceInfo } from './tail-reader.ts';
import { type ValueChange, valueChange } from './value-change.ts';

const REST_SHOWN = 3;

const absent = <span className="text-text-3">{ABSENT}</span>;

const clock = (atMs: number): ReactNode => (
  <>
    {formatTime(atMs)}
    <span className="text-text-3">{formatTimeFraction(atMs)}</span>
  </>
);

/** Over the whole row: a gap has no columns. */
function Gap({ row }: { readonly row: GapRow }) {
  return (
    <span className="absolute inset-0 flex items-center gap-2 bg-surface-3 px-3 font-ui text-warning">
      <Icon icon={Unplug} />
      <span className="ell tn" title={row.reason}>
        No connection {formatTime(row.atMs)}–{formatTime(row.untilMs)}: messages in between are lost
      </span>
    </span>
  );
}

/** A cell of messages; gaps are drawn by the first column. */
const ofMessage =
  (cell: (row: MessageRow) => ReactNode) =>
  (row: LiveRow): ReactNode =>
    row.kind === 'message' ? cell(row) : null;

const fieldOf = (row: MessageRow, name: string): RowField | undefined =>
  rowText(row).fields?.find((field) => field.name === name);

function changeOf(row: MessageRow, valueName: string): ValueChange | null {
  const field = fieldOf(row, valueName);
  if (field === undefined || field.kind !== FIELD_NUMBER) return null;
  return valueChange(field.text, row.segment.previous?.[row.index] ?? NaN);
}

const toneOf = (difference: number): string =>
  difference > 0 ? 'text-up' : difference < 0 ? 'text-down' : 'text-text-3';

function Delta({ change }: { readonly change: ValueChange | null }) {
  if (change === null) return absent;
  const { difference, places } = change;
  const mark = difference > 0 ? '▲ ' : difference < 0 ? '▼ ' : '';
  return (
    <span className={toneOf(difference)}>
      {mark}
      {formatSigned(difference, places)}
    </span>
  );
}

function Percent({ change }: { readonly change: ValueChange | null }) {
  if (change === null || change.ratio === null) return absent;
  return <span className={toneOf(change.difference)}>{formatChange(change.ratio)}</span>;
}

function Rest({ row, shown }: { readonly row: MessageRow; readonly shown: readonly string[] }) {
  const { fields, text } = rowText(row);
  if (fields === null) return <span className="whitespace-pre">{text}</span>;
  const rest = fields.filter(({ name }) => !shown.includes(name));
  return (
    <>
      {rest.slice(0, REST_SHOWN).map(({ name, text: value }, i) => (
        <span key={i} className="mr-2 whitespace-pre">
          <span className="text-text-3">{name}</span> {value}
        </span>
      ))}
      {rest.length > REST_SHOWN ? (
        <span className="text-text-3">+{rest.length - REST_SHOWN}</span>
      ) : null}
    </>
  );
}

function fieldColumn(name: string, isValue: boolean): DataColumn<LiveRow> {
  return {
    id: `field:${name}`,
    title: name,
    width: isValue ? 84 : 172,
    mono: !isValue,
    numeric: isValue,
    cell: ofMessage((row) => {
      const field = fieldOf(row, name);
      if (field === undefined) return absent;
      if (field.text === '') return <span className="text-text-3">""</span>;
      return field.kind === FIELD_NULL ? <span className="text-text-3">null</span> : field.text;
    }),
  };
}

/** Time, channel, the fields of the payload, what became of the value, and the rest. */
export function messageColumns(
  { fields, pair }: Columns,
  sources: ReadonlyMap<number, SourceInfo>,
): readonly DataColumn<LiveRow>[] {
  const columns: DataColumn<LiveRow>[] = [
    {
      id: 'time',
      title: 'Time',
      width: 112,
      mono: true,
      cell: (row) => (row.kind === 'gap' ? <Gap row={row} /> : clock(row.atMs)),
    },
    {
      id: 'channel',
      title: 'Channel',
      width: 160,
      mono: true,
      cell: ofMessage((row) => (
        <span className="inline-flex max-w-full items-center gap-2 align-bottom">
          <Swatch color={sourceColour(sources.get(row.segment.source))} />
          <span className="ell" title={rowText(row).channel}>
            {rowText(row).channel}
          </span>
        </span>
      )),
    },
  ];
  for (const name of fields) {
    columns.push(fieldColumn(name, name === pair?.value));
    if (name !== pair?.value) continue;
    columns.push(
      {
        id: 'delta',
        title: 'delta',
        width: 76,
        numeric: true,
        cell: ofMessage((row) => <Delta change={changeOf(row, name)} />),
      },
      {
        id: 'percent',
        title: '%',
        width: 62,
        numeric: true,
        cell: ofMessage((row) => <Percent change={changeOf(row, name)} />),
      },
    );
  }
  columns.push({
    id: 'rest',
    title: fields.length === 0 ? 'Message' : 'Rest of the message',
    width: 118,
    grow: true,
    mono: true,
    cell: ofMessage((row) => <Rest row={row} shown={fields} />),
  });
  return columns;
}
