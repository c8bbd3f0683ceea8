import { useState } from 'react';
import type { Output } from '../../../../../src-shared/contract/index.ts';
import { LIMITS } from '../../../../../src-shared/limits.ts';
import { toBytes } from '../../../../../src-shared/redis-value.ts';
import { ok } from '../../../../../src-shared/result.ts';
import { useClient } from '../../../../client/client-context.ts';
import { formatClock, formatClockTitle, formatTimeFraction } from '../../../../ui/format/clock.ts';
import { formatCount } from '../../../../ui/format/count.ts';
import { Segmented } from '../../../../ui/Segmented.tsx';
import type { DataColumn } from '../../../../ui/table/data-column.ts';
import { showBytes } from '../value/show-bytes.ts';
import { ViewBar } from '../ViewBar.tsx';
import { EntryPanel } from './EntryPanel.tsx';
import { type Group, GroupsTable } from './GroupsTable.tsx';
import { PagedTable } from './PagedTable.tsx';
import { usePages } from './use-pages.ts';
import { copyMenu } from './value-menu.ts';
import type { ValueProps } from './value-props.ts';

type StreamPage = Output<'values.stream'>;
type Entry = StreamPage['entries'][number];

function IdTime({ id }: { readonly id: string }) {
  const atMs = Number(id.split('-')[0]);
  // Ids need not be times: 1-1 is as good as any.
  if (!Number.isFinite(atMs) || atMs < 1e12 || atMs > 1e13)
    return <span className="text-text-3">–</span>;
  return (
    <span title={formatClockTitle(atMs)}>
      {formatClock(atMs)}
      <span className="text-text-3">{formatTimeFraction(atMs)}</span>
    </span>
  );
}

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

/** The entries before one, and how many were read already. */
interface Place {
  readonly before: string | null;
  readonly read: number;
}

type Tab = 'entries' | 'groups';

/** A stream: its entries, newest first, and who reads it. */
export function StreamView(props: ValueProps) {
  const { connection, keyName } = props;
  const client = useClient();
  const [tab, setTab] = useState<Tab>('entries');
  const [groups, setGroups] = useState<readonly Group[] | null>([]);
  const pages = usePages<Entry, Place>(
    {
      first: { before: null, read: 0 },
      idOf: ({ id }) => id,
      onGone: props.onGone,
      read: async ({ before, read }, signal) => {
        const count = LIMITS.pageElements;
        const input = { connection: connection.id, key: keyName, before, count };
        const result = await client.call('values.stream', input, { signal });
        if (!result.ok) return result;
        const { entries, total } = result.value;
        setGroups(result.value.groups);
        // A page of large entries has fewer of them than were asked for.
        const last = entries.at(-1)?.id;
        const next = { before: last ?? null, read: read + entries.length };
        const isEnd = last === undefined || next.read >= total;
        return ok({ rows: entries, next: isEnd ? null : next, total });
      },
    },
    { variant: '', revision: props.revision },
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
      ]}
      onChange={setTab}
    />
  );
  if (tab === 'groups')
    return (
      <>
        <ViewBar onReload={props.onReload}>{tabs}</ViewBar>
        <GroupsTable groups={groups} />
      </>
    );
  return (
    <PagedTable
      label="Entries"
      pages={pages}
      unit={unit}
      columns={() => columns}
      rowId={({ id }) => id}
      rowMenu={({ id }) =>
        copyMenu(client, [{ what: 'id', bytes: toBytes(id) }], ['XRANGE', keyName, id, id])
      }
      renderInspector={(entry, onClose) => (
        <EntryPanel key={entry.id} entry={entry} onClose={onClose} />
      )}
      bar={tabs}
      onReload={props.onReload}
    />
  );
}
