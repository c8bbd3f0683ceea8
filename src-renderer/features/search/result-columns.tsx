import type { KnownIndex, SearchCell } from '../../../src-shared/contract/search.ts';
import type {
  AggregateCommand,
  SearchCommand,
} from '../../../src-shared/search-line/parse-line.ts';
import { ABSENT, formatCount } from '../../ui/format/count.ts';
import { formatBytes } from '../../ui/format/bytes.ts';
import { KeyName } from '../../ui/KeyName.tsx';
import type { DataColumn } from '../../ui/table/data-column.ts';
import { cellText, isNumberText } from './cell-text.ts';
import { groupedBy } from './effective-command.ts';
import type { FoundRow } from './search-store.ts';

export interface GroupRow {
  readonly id: string;
  readonly cells: readonly SearchCell[];
}

/** By the server; the value only says that the head sorts. */
const sortsOnServer = (): null => null;

function Value({ cell }: { readonly cell: SearchCell | undefined }) {
  if (cell === undefined) return <span className="text-text-3">{ABSENT}</span>;
  if (cell.value === null) return <span className="mono text-text-3">null</span>;
  if (cell.value === '') return <span className="mono text-text-3">""</span>;
  const { text, isCut } = cellText(cell.value);
  return (
    <bdi dir="ltr" title={text}>
      {text}
      {isCut ? <span className="text-text-3">… {formatBytes(cell.bytes)}</span> : null}
    </bdi>
  );
}

/** Those asked for, also where no row has them, then others in the order they first come. */
function namesIn(rows: readonly (readonly SearchCell[])[], asked: readonly string[]): string[] {
  const names = new Set(asked);
  for (const cells of rows) for (const { name } of cells) names.add(name);
  return [...names];
}

/** The names of RETURN's arguments as they come back: `$.price AS p` gives p. */
function returnedNames(fields: readonly string[]): string[] {
  const names: string[] = [];
  for (let at = 0; at < fields.length; at++) {
    const isNamed = fields[at + 1]?.toUpperCase() === 'AS' && at + 2 < fields.length;
    names.push(fields[isNamed ? at + 2 : at] ?? '');
    if (isNamed) at += 2;
  }
  return names;
}

const cellOf = (cells: readonly SearchCell[], name: string): SearchCell | undefined =>
  cells.find((cell) => cell.name === name);

/** Whether all that is there is numbers, and something is. */
function isNumeric(rows: readonly (readonly SearchCell[])[], name: string): boolean {
  let seen = false;
  for (const cells of rows) {
    const value = cellOf(cells, name)?.value ?? null;
    if (value === null) continue;
    if (!isNumberText(value)) return false;
    seen = true;
  }
  return seen;
}

const place = <Row,>(offset: number): DataColumn<Row> => ({
  id: '#',
  title: '#',
  width: 52,
  numeric: true,
  cell: (_row, index) => <span className="text-text-3">{formatCount(offset + index + 1)}</span>,
});

function widthOf(
  rows: readonly (readonly SearchCell[])[],
  name: string,
  isNumber: boolean,
): number {
  if (isNumber) return 96;
  const longest = rows
    .slice(0, 50)
    .reduce((most, cells) => Math.max(most, cellOf(cells, name)?.value?.length ?? 0), name.length);
  return Math.min(320, Math.max(96, longest * 7 + 24));
}

/** Columns of documents: place, key, the fields of the schema in its order, whatever else came, score. */
export function documentColumns(
  rows: readonly FoundRow[],
  command: SearchCommand,
  index: KnownIndex | null,
): DataColumn<FoundRow>[] {
  const fields = rows.map((row) => row.fields);
  const schema = index?.fields.map(({ attribute }) => attribute) ?? [];
  const names = namesIn(fields, returnedNames(command.fields ?? []));
  const columns = names.map((name, at): DataColumn<FoundRow> => {
    const type = index?.fields.find(({ attribute }) => attribute === name)?.type;
    const isNumber = type === 'NUMERIC' || (type === undefined && isNumeric(fields, name));
    return {
      id: `field ${name}`,
      title: name,
      width: widthOf(fields, name, isNumber),
      grow: at === 0,
      numeric: isNumber,
      sortBy: schema.includes(name) ? sortsOnServer : undefined,
      cell: (row) => <Value cell={cellOf(row.fields, name)} />,
    };
  });
  const score: DataColumn<FoundRow> = {
    id: 'score',
    title: 'score',
    width: 90,
    numeric: true,
    cell: ({ score: text }) => text ?? ABSENT,
  };
  return [
    place(command.offset),
    {
      id: 'key',
      title: 'key',
      width: 250,
      grow: columns.length === 0,
      mono: true,
      cell: ({ key }) => <KeyName name={key} />,
    },
    ...columns,
    ...(command.withScores ? [score] : []),
  ];
}

/** The largest value of a column that bars can show: from 0 up. null where they cannot. */
function largest(rows: readonly GroupRow[], name: string): number | null {
  let most = 0;
  for (const { cells } of rows) {
    const value = cellOf(cells, name)?.value ?? null;
    if (value === null) continue;
    const size = Number(value);
    if (!Number.isFinite(size) || size < 0) return null;
    most = Math.max(most, size);
  }
  return most === 0 ? null : most;
}

function Bar({ cell, most }: { readonly cell: SearchCell | undefined; readonly most: number }) {
  const value = cell?.value ?? null;
  const width = value === null ? 0 : (Number(value) / most) * 100;
  return (
    <span className="flex h-full items-center gap-2">
      <span className="grow" aria-hidden="true">
        <i className="block h-3 rounded-1 bg-cat-1 opacity-75" style={{ width: `${width}%` }} />
      </span>
      <span className="w-20 flex-none text-right">
        <Value cell={cell} />
      </span>
    </span>
  );
}

/** Columns of groups: what they are grouped by first; figures of a group with a bar beside them. */
export function groupColumns(
  rows: readonly GroupRow[],
  command: AggregateCommand,
  offset: number,
): DataColumn<GroupRow>[] {
  const { steps } = command;
  const stage = steps.lastIndexOf('GROUPBY');
  const by = stage < 0 ? [] : groupedBy(steps, stage);
  const all = rows.map(({ cells }) => cells);
  const columns = namesIn(all, by).map((name): DataColumn<GroupRow> => {
    const isNumber = isNumeric(all, name);
    const most = isNumber && stage >= 0 && !by.includes(name) ? largest(rows, name) : null;
    const isText = !isNumber || by.includes(name);
    return {
      id: `field ${name}`,
      title: name,
      width: most === null ? widthOf(all, name, !isText) : 220,
      grow: most !== null,
      numeric: !isText,
      sortBy: sortsOnServer,
      cell: ({ cells }) =>
        most === null ? (
          <Value cell={cellOf(cells, name)} />
        ) : (
          <Bar cell={cellOf(cells, name)} most={most} />
        ),
    };
  });
  const hasGrown = columns.some(({ grow }) => grow === true);
  return [
    place(offset),
    ...columns.map((column, at) => (hasGrown || at > 0 ? column : { ...column, grow: true })),
  ];
}
