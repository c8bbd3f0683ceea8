import { useState } from 'react';
import { toBytes } from '../../../../../src-shared/redis-value.ts';
import { useClient } from '../../../../client/client-context.ts';
import { formatCount } from '../../../../ui/format/count.ts';
import { Segmented } from '../../../../ui/Segmented.tsx';
import type { DataColumn } from '../../../../ui/table/data-column.ts';
import { showBytes } from '../value/show-bytes.ts';
import { ViewBar } from '../ViewBar.tsx';
import { EntryPanel } from './EntryPanel.tsx';
import type { Group } from './GroupsTable.tsx';
import { PagedTable } from './PagedTable.tsx';
import { EntryRangeFields } from './stream/EntryRangeFields.tsx';
import { GroupsPane } from './stream/GroupsPane.tsx';
import { IdTime } from './stream/IdTime.tsx';
import { type Entry, type EntryRange, type Place, readEntries } from './stream/read-entries.ts';
import { StreamFacts } from './stream/StreamFacts.tsx';
import { usePages } from './use-pages.ts';
import { copyMenu } from './value-menu.ts';
import type { ValueProps } from './value-props.ts';

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
const unit = { one: 'entry', many: 'entries' };

type Tab = 'entries' | 'groups' | 'facts';

/** A stream: its entries, newest first, who reads it, and what XINFO says. */
export function StreamView(props: ValueProps) {
  const { connection, keyName } = props;
  const client = useClient();
  const [tab, setTab] = useState<Tab>('entries');
  const [groups, setGroups] = useState<readonly Group[] | null>([]);
  const [range, setRange] = useState<EntryRange | null>(null);
  const source = { client, connection: connection.id, key: keyName, range, onGroups: setGroups };
  const pages = usePages<Entry, Place>(
    {
      first: { end: null, read: 0 },
      idOf: ({ id }) => id,
      onGone: props.onGone,
      read: (place, signal) => readEntries(source, place, signal),
    },
    { variant: range === null ? '' : `${range.from} ${range.to}`, revision: props.revision },
  );
  const tabs = (
    <Segmented
      label="Show of the stream"
      value={tab}
      segments={[
        { value: 'entries', label: 'Entries' },
        {
          value: 'groups',
          label: 'Groups',
          count: groups === null ? '–' : formatCount(groups.length),
        },
        { value: 'facts', label: 'Facts' },
      ]}
      onChange={(next) => {
        setTab(next);
        // Its fields are empty again when they are shown again.
        setRange(null);
      }}
    />
  );
  if (tab !== 'entries')
    return (
      <>
        <ViewBar onReload={props.onReload}>{tabs}</ViewBar>
        {tab === 'groups' ? <GroupsPane {...props} groups={groups} /> : <StreamFacts {...props} />}
      </>
    );
  return (
    <PagedTable
      label="Entries"
      pages={pages}
      unit={unit}
      isFiltered={range !== null}
      columns={() => columns}
      rowId={({ id }) => id}
      rowMenu={({ id }) =>
        copyMenu(client, [{ what: 'id', bytes: toBytes(id) }], ['XRANGE', keyName, id, id])
      }
      renderInspector={(entry, onClose) => (
        <EntryPanel key={entry.id} entry={entry} onClose={onClose} />
      )}
      bar={
        <>
          {tabs}
          <EntryRangeFields onChange={setRange} />
        </>
      }
      onReload={props.onReload}
    />
  );
}
