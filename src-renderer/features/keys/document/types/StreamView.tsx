import { useState } from 'react';
import type { EntryOrder } from '../../../../../src-shared/contract/series.ts';
import { useClient } from '../../../../client/client-context.ts';
import { formatCount } from '../../../../ui/format/count.ts';
import { Segmented } from '../../../../ui/Segmented.tsx';
import { Button } from '../../../../ui/Button.tsx';
import { Plus } from 'lucide-react';
import { ViewBar } from '../ViewBar.tsx';
import type { Group } from './GroupsTable.tsx';
import { ChangeBar } from './change/ChangeBar.tsx';
import { newGroupDraft } from './stream/change/drafts.ts';
import { useChanging } from './stream/change/use-changing.ts';
import { EntriesTable } from './stream/EntriesTable.tsx';
import { GroupsPane } from './stream/GroupsPane.tsx';
import { type Entry, type EntryRange, type Place, readEntries } from './stream/read-entries.ts';
import { StreamFacts } from './stream/StreamFacts.tsx';
import { usePages } from './use-pages.ts';
import type { ValueProps } from './value-props.ts';

type Tab = 'entries' | 'groups' | 'facts';

/** A stream: its entries, from either end or as they come, who reads it, and what XINFO says. */
export function StreamView(props: ValueProps) {
  const { connection, keyName } = props;
  const client = useClient();
  const changing = useChanging(props);
  const [tab, setTab] = useState<Tab>('entries');
  const [groups, setGroups] = useState<readonly Group[] | null>([]);
  const [range, setRange] = useState<EntryRange | null>(null);
  const [order, setOrder] = useState<EntryOrder>('newest');
  const source = {
    client,
    connection: connection.id,
    key: keyName,
    range,
    order,
    onGroups: setGroups,
  };
  const pages = usePages<Entry, Place>(
    {
      first: { end: null, read: 0 },
      idOf: ({ id }) => id,
      onGone: props.onGone,
      read: (place, signal) => readEntries(source, place, signal),
    },
    {
      variant: `${order} ${range === null ? '' : `${range.from} ${range.to}`}`,
      revision: props.revision,
    },
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
  const newGroup = (
    <Button
      size="sm"
      tone="ghost"
      icon={Plus}
      onClick={() => {
        changing.changes.start(newGroupDraft);
      }}
    >
      New group
    </Button>
  );
  return (
    <>
      {tab === 'entries' ? (
        <EntriesTable
          {...props}
          tabs={tabs}
          pages={pages}
          range={range}
          onRange={setRange}
          order={order}
          onOrder={setOrder}
          onChange={changing.changes.start}
        />
      ) : (
        <ViewBar onReload={props.onReload} end={tab === 'groups' ? newGroup : null}>
          {tabs}
        </ViewBar>
      )}
      {tab === 'groups' ? (
        <GroupsPane {...props} groups={groups} onChange={changing.changes.start} />
      ) : null}
      {tab === 'facts' ? <StreamFacts {...props} /> : null}
      <ChangeBar changing={changing} />
    </>
  );
}
