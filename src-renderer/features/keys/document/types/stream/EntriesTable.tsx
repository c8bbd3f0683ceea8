import { Pencil, Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useStore } from 'zustand';
import type { EntryOrder } from '../../../../../../src-shared/contract/series.ts';
import { toBytes } from '../../../../../../src-shared/redis-value.ts';
import { useClient } from '../../../../../client/client-context.ts';
import { Button } from '../../../../../ui/Button.tsx';
import { Menu } from '../../../../../ui/Menu.tsx';
import { Select } from '../../../../../ui/Select.tsx';
import { Switch } from '../../../../../ui/Switch.tsx';
import type { DataColumn } from '../../../../../ui/table/data-column.ts';
import { showBytes } from '../../value/show-bytes.ts';
import { EntryPanel } from '../EntryPanel.tsx';
import { PagedTable } from '../PagedTable.tsx';
import type { Pages } from '../pages.ts';
import { copyMenu } from '../value-menu.ts';
import type { ValueProps } from '../value-props.ts';
import { addDraft, deleteDraft, trimBelowDraft, trimToLengthDraft } from './change/drafts.ts';
import type { StreamDraft } from './change/stream-draft.ts';
import { EntryRangeFields } from './EntryRangeFields.tsx';
import { IdTime } from './IdTime.tsx';
import { LiveEntries } from './LiveEntries.tsx';
import type { Entry, EntryRange, Place } from './read-entries.ts';
import { useSelectedIds } from './use-selected-ids.ts';

const CELL_FIELDS = 12;

const columns: readonly DataColumn<Entry>[] = [
  { id: 'id', title: 'ID', width: 170, mono: true, cell: ({ id }) => id },
  { id: 'time', title: 'Time', width: 150, cell: ({ id }) => <IdTime id={id} /> },
  {
    id: 'fields',
    title: 'Fields',
    width: 480,
    grow: true,
    mono: true,
    cell: ({ fields }) =>
      fields.slice(0, CELL_FIELDS).map(({ field, value }, index) => (
        <bdi key={index} dir="ltr" className="mr-3">
          <span className="text-syn-field">{showBytes(field, 60)}</span>
          <span className="text-syn-op">=</span>
          {showBytes(value, 80)}
        </bdi>
      )),
  },
];
const orders = [
  { value: 'newest', label: 'Newest first' },
  { value: 'oldest', label: 'Oldest first' },
] as const;
const unit = { one: 'entry', many: 'entries' };
/** Of a stream that is followed its newest ones are here, however many there are. */
const keptUnit = { one: 'entry kept here', many: 'entries kept here' };

interface TableProps<Position> extends ValueProps {
  readonly pages: Pages<Entry, Position>;
  readonly unit: typeof unit;
  readonly isFiltered: boolean;
  readonly bar: ReactNode;
  readonly onChange: (draft: StreamDraft) => void;
}

function ChangeMenu({ onChange }: { readonly onChange: (draft: StreamDraft) => void }) {
  const entry = (label: string, draft: StreamDraft) => ({
    label,
    danger: draft.isRemoval,
    onSelect: () => {
      onChange(draft);
    },
  });
  return (
    <Menu
      align="end"
      trigger={
        <Button size="sm" tone="ghost" icon={Pencil}>
          Change
        </Button>
      }
      entries={[
        entry('Add entry', addDraft),
        { kind: 'separator' },
        entry('Trim to a length', trimToLengthDraft),
        entry('Trim what is older', trimBelowDraft),
      ]}
    />
  );
}

function Table<Position>(props: TableProps<Position>) {
  const { keyName, pages, onChange } = props;
  const client = useClient();
  const { selection, chosen, idsWith } = useSelectedIds(pages);
  const remove = (id: string) => {
    onChange(deleteDraft(idsWith(id)));
  };
  return (
    <PagedTable
      label="Entries"
      pages={pages}
      unit={props.unit}
      isFiltered={props.isFiltered}
      columns={() => columns}
      rowId={({ id }) => id}
      selection={selection}
      rowMenu={({ id }) => [
        ...copyMenu(client, [{ what: 'id', bytes: toBytes(id) }], ['XRANGE', keyName, id, id]),
        { kind: 'separator' },
        {
          label: idsWith(id).length > 1 ? `Delete ${idsWith(id).length} entries` : 'Delete entry',
          icon: Trash2,
          danger: true,
          keys: 'backspace',
          onSelect: () => {
            remove(id);
          },
        },
      ]}
      onRowKey={(event, { id }) => {
        const key = event.key.toLowerCase();
        if (event.ctrlKey || event.metaKey || event.altKey) return false;
        if (key !== 'delete' && key !== 'backspace') return false;
        remove(id);
        return true;
      }}
      renderInspector={(entry, onClose) => (
        <EntryPanel
          key={entry.id}
          connection={props.connection}
          keyName={keyName}
          entry={entry}
          onClose={onClose}
        />
      )}
      bar={props.bar}
      end={
        <>
          {chosen.length > 1 ? (
            <Button
              size="sm"
              tone="ghost"
              icon={Trash2}
              onClick={() => {
                onChange(deleteDraft(chosen));
              }}
            >
              Delete {chosen.length}
            </Button>
          ) : null}
          <ChangeMenu onChange={onChange} />
        </>
      }
      onReload={props.onReload}
    />
  );
}

export interface EntriesTableProps extends ValueProps {
  readonly tabs: ReactNode;
  readonly pages: Pages<Entry, Place>;
  readonly range: EntryRange | null;
  readonly onRange: (range: EntryRange | null) => void;
  readonly order: EntryOrder;
  readonly onOrder: (order: EntryOrder) => void;
  readonly onChange: (draft: StreamDraft) => void;
}

/** The entries of a stream, from either end: a page at a time, between two IDs, or as they come. */
export function EntriesTable(given: EntriesTableProps) {
  const { tabs, pages, range, onRange, order, onOrder, ...props } = given;
  const client = useClient();
  const [isLive, setIsLive] = useState(false);
  const live = (
    <Switch
      label="Live"
      checked={isLive}
      onChange={(on) => {
        // The filter's fields go away with it, and are empty when they come back.
        onRange(null);
        // What comes is put on top.
        if (on) onOrder('newest');
        setIsLive(on);
        if (!on) props.onReload();
      }}
    />
  );
  const state = useStore(pages.store);
  const read = state.status === 'ready' && state.more.status === 'idle' ? state.rows : null;
  // Read anew (something was deleted, or taken back): it is followed from there.
  const [begun, setBegun] = useState({ rows: read, times: 0 });
  if (read !== null && read !== begun.rows) setBegun({ rows: read, times: begun.times + 1 });
  const isRead = state.status === 'ready' && order === 'newest';
  if (!isLive || !isRead || begun.rows === null || range !== null)
    return (
      <Table
        {...props}
        pages={pages}
        unit={unit}
        isFiltered={range !== null}
        bar={
          <>
            {tabs}
            {live}
            <Select
              label="Order of the entries"
              value={order}
              options={orders}
              onChange={onOrder}
            />
            <EntryRangeFields onChange={onRange} />
          </>
        }
      />
    );
  return (
    <LiveEntries
      key={begun.times}
      client={client}
      connection={props.connection}
      keyName={props.keyName}
      rows={begun.rows}
      onLength={props.onLength}
      renderTable={(follow, bar) => (
        <Table
          {...props}
          pages={follow.pages}
          unit={keptUnit}
          isFiltered={false}
          bar={
            <>
              {tabs}
              {live}
              {bar}
            </>
          }
        />
      )}
    />
  );
}
