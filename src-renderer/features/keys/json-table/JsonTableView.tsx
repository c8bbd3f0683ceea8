import { Copy, Plus, RotateCw, X } from 'lucide-react';
import { type FormEvent, useMemo, useState } from 'react';
import type { OpenConnection } from '../../../../src-shared/contract/connections.ts';
import type { JsonCell } from '../../../../src-shared/contract/json-reading.ts';
import { LIMITS } from '../../../../src-shared/limits.ts';
import { useClient } from '../../../client/client-context.ts';
import { Button } from '../../../ui/Button.tsx';
import { DataTable } from '../../../ui/DataTable.tsx';
import { ErrorNotice } from '../../../ui/ErrorNotice.tsx';
import { Field } from '../../../ui/Field.tsx';
import { formatBytes } from '../../../ui/format/bytes.ts';
import { formatCount, formatCountOf } from '../../../ui/format/count.ts';
import { IconButton } from '../../../ui/IconButton.tsx';
import { KeyName } from '../../../ui/KeyName.tsx';
import type { DataColumn } from '../../../ui/table/data-column.ts';
import { toasts } from '../../../ui/toast-store.ts';
import { copyText } from '../document/copy-text.ts';
import { withoutHidden } from '../document/value/hidden-characters.ts';
import { type JsonTable, type OpenTable, type TableRow, toPath } from './json-table.ts';
import {
  cellAt,
  columnId,
  isNumeric,
  KEY_COLUMN,
  plainCell,
  sortRows,
  tableText,
} from './table-values.ts';

const SHOWN_CHARACTERS = 400;

const states = { gone: 'gone', refused: 'may not be read', other: 'no document' } as const;

function Cell({ row, cell }: { readonly row: TableRow; readonly cell: JsonCell | null }) {
  if (row.row.state !== 'json')
    return (
      <span className="text-text-3">
        {row.row.state === 'other' ? row.row.type : states[row.row.state]}
      </span>
    );
  if (cell === null || cell.state === 'none') return <span className="text-text-3">–</span>;
  if (cell.state === 'large')
    return <span className="text-text-3">{formatBytes(cell.bytes)}, not read</span>;
  const text = plainCell(cell);
  const isLong = text.length > SHOWN_CHARACTERS || cell.isCut;
  return (
    <bdi dir="ltr">
      {withoutHidden(text.slice(0, SHOWN_CHARACTERS))}
      {isLong ? '…' : ''}
    </bdi>
  );
}

function useColumns(
  { rows, paths }: OpenTable,
  separator: string,
): readonly DataColumn<TableRow>[] {
  return useMemo(
    () => [
      {
        id: KEY_COLUMN,
        title: 'Key',
        width: 260,
        mono: true,
        cell: ({ key }) => <KeyName name={key} separator={separator} />,
        sortBy: ({ id }) => id,
      },
      ...paths.map((path, index): DataColumn<TableRow> => {
        return {
          id: columnId(index),
          title: path,
          width: 160,
          grow: index === paths.length - 1,
          mono: true,
          numeric: isNumeric(rows, index),
          cell: (row) => <Cell row={row} cell={cellAt(row, index)} />,
          sortBy: ({ id }) => id,
        };
      }),
    ],
    [rows, paths, separator],
  );
}

function Paths({ table, paths }: { readonly table: JsonTable; readonly paths: readonly string[] }) {
  const [text, setText] = useState('');
  const isFull = paths.length >= LIMITS.jsonTableColumns;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === '' || isFull) return;
    void table.add(text);
    setText('');
  };
  return (
    <div className="flex flex-none flex-wrap items-center gap-1.5 border-b border-border-1 px-3 py-1.5">
      <ul aria-label="Columns" className="contents">
        {paths.map((path) => (
          <li
            key={path}
            className="mono flex max-w-60 items-center gap-1 rounded-2 border border-border-1 pl-2 text-12"
          >
            <span className="ell">{withoutHidden(path)}</span>
            <IconButton
              icon={X}
              label={`Remove column ${path}`}
              className="h-5.5"
              disabledReason={paths.length === 1 ? 'The last column stays' : null}
              onClick={() => void table.remove(path)}
            />
          </li>
        ))}
      </ul>
      <form onSubmit={submit} className="flex items-center gap-1.5">
        <Field
          label="JSONPath of a column"
          labelHidden
          soft
          mono
          size="sm"
          className="w-44"
          placeholder="$.price"
          value={text}
          onChange={setText}
        />
        <Button
          size="sm"
          icon={Plus}
          type="submit"
          disabledReason={
            isFull
              ? `At most ${LIMITS.jsonTableColumns} columns`
              : paths.includes(toPath(text))
                ? 'It is there already'
                : null
          }
        >
          Add column
        </Button>
      </form>
    </div>
  );
}

function Foot({ table, open }: { readonly table: JsonTable; readonly open: OpenTable }) {
  const { rows, keys, sort, note, isReading } = open;
  const left = keys.length - rows.length;
  const parts = [
    `${formatCount(rows.length)} of ${formatCountOf(keys.length, 'key')} read`,
    ...(note === null ? [] : [note]),
    ...(sort !== null && left > 0 ? ['sorted over what is read'] : []),
  ];
  return (
    <div className="flex h-row flex-none items-center gap-3 border-t border-border-1 px-3 text-12">
      <span role="status" className="text-text-2">
        {parts.join('; ')}
      </span>
      {left > 0 ? (
        <Button size="sm" busy={isReading} onClick={() => void table.more()}>
          Read {formatCount(Math.min(left, LIMITS.describeKeys))} more
        </Button>
      ) : null}
    </div>
  );
}

export interface JsonTableViewProps {
  readonly table: JsonTable;
  readonly open: OpenTable;
  readonly connection: OpenConnection;
  readonly onOpenKey: (key: Uint8Array) => void;
}

/** JSONPaths as columns over many documents. */
export function JsonTableView({ table, open, connection, onOpenKey }: JsonTableViewProps) {
  const client = useClient();
  const columns = useColumns(open, connection.separator);
  const rows = useMemo(() => sortRows(open.rows, open.sort), [open.rows, open.sort]);
  const copy = (format: 'csv' | 'tsv') => async () => {
    const { text, missing } = tableText(rows, open.paths, format);
    await copyText(client, text, `${formatCountOf(rows.length, 'row')} as ${format.toUpperCase()}`);
    if (missing > 0)
      toasts.show({
        tone: 'info',
        message: `${formatCountOf(missing, 'cell')} not copied whole`,
        detail: 'Large values are not read for the table.',
      });
  };
  return (
    <section aria-label="JSON as a table" className="flex h-full min-h-0 min-w-0 flex-col">
      <div className="flex flex-none items-center gap-2 border-b border-border-1 px-3 py-1.5">
        <h2 className="grow font-strong">{formatCountOf(open.keys.length, 'key')} as a table</h2>
        <Button size="sm" icon={Copy} onClick={() => void copy('csv')()}>
          Copy as CSV
        </Button>
        <Button size="sm" icon={Copy} onClick={() => void copy('tsv')()}>
          Copy as TSV
        </Button>
        <IconButton icon={RotateCw} label="Read again" onClick={() => void table.reload()} />
        <IconButton icon={X} label="Close the table" onClick={table.close} />
      </div>
      <Paths table={table} paths={open.paths} />
      {open.error === null ? null : <ErrorNotice error={open.error} />}
      <div className="min-h-0 grow">
        <DataTable
          label="Documents"
          rows={rows}
          rowId={({ id }) => id}
          columns={columns}
          sort={open.sort}
          onSortChange={table.sortBy}
          onRowOpen={({ key }) => {
            onOpenKey(key);
          }}
          className="h-full"
        />
      </div>
      <Foot table={table} open={open} />
    </section>
  );
}
