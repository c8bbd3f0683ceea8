import { Copy, Filter, Radio } from 'lucide-react';
import { type KeyboardEvent, type Ref, useMemo, useRef } from 'react';
import { useStore } from 'zustand';
import type { OpenConnection } from '../../../src-shared/contract/connections.ts';
import type { Client } from '../../client/client.ts';
import { useClient } from '../../client/client-context.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import type { MenuEntry } from '../../ui/menu-entries.ts';
import type { RowsHandle } from '../../ui/rows/use-virtual-rows.ts';
import { SplitPane } from '../../ui/SplitPane.tsx';
import { copyChannel, copyPayload } from './copy-message.ts';
import { FactsLine } from './FactsLine.tsx';
import { FIELD_STRING } from './json-fields.ts';
import type { Columns } from './live-state.ts';
import type { LiveStore } from './live-store.ts';
import { messageColumns } from './message-columns.tsx';
import { MessageDetail } from './MessageDetail.tsx';
import { PublishBar } from './PublishBar.tsx';
import { rowText } from './row-text.ts';
import type { LiveRow, MessageRow } from './segment.ts';
import { StreamToolbar } from './StreamToolbar.tsx';

const byTime = { columnId: 'time', direction: 'desc' } as const;
const keepSort = (): void => undefined;
const rowId = ({ id }: LiveRow): string => id;

function rowMenu(
  row: LiveRow,
  { store, client, columns }: { store: LiveStore; client: Client; columns: Columns },
): readonly MenuEntry[] {
  if (row.kind === 'gap') return [];
  const { channel, fields } = rowText(row);
  const thing = fields?.find(({ name }) => name === columns.fields[0]);
  const onlyThing =
    thing === undefined
      ? null
      : `${thing.name} = ${thing.kind === FIELD_STRING ? JSON.stringify(thing.text) : thing.text}`;
  return [
    { label: 'Copy payload', icon: Copy, onSelect: () => void copyPayload(client, row) },
    { label: 'Copy channel', icon: Copy, onSelect: () => void copyChannel(client, row) },
    { kind: 'separator' },
    {
      label: `Only ${channel}`,
      icon: Filter,
      onSelect: () => void store.setFilter(JSON.stringify(channel)),
    },
    ...(onlyThing === null
      ? []
      : [
          {
            label: `Only ${onlyThing}`,
            icon: Filter,
            onSelect: () => void store.setFilter(onlyThing),
          },
        ]),
  ];
}

function Empty({ store }: { readonly store: LiveStore }) {
  const hasSubscriptions = useStore(store.view, (state) => state.subscriptions.length > 0);
  const hasFilter = useStore(store.view, (state) => state.filter.kind !== 'none');
  if (!hasSubscriptions)
    return (
      <EmptyState icon={Radio} title="Nothing to show yet">
        Messages appear here once you subscribe to a channel or a pattern, at the left
      </EmptyState>
    );
  if (hasFilter)
    return (
      <EmptyState icon={Filter} title="No message matches the filter">
        New ones that match will appear here
      </EmptyState>
    );
  return (
    <EmptyState icon={Radio} title="No messages yet">
      Redis keeps none: only what is published from now on is received
    </EmptyState>
  );
}

function Messages({
  store,
  table,
}: {
  readonly store: LiveStore;
  readonly table: Ref<RowsHandle>;
}) {
  const client = useClient();
  const rows = useStore(store.view, (state) => state.rows);
  const columns = useStore(store.view, (state) => state.columns);
  const sources = useStore(store.view, (state) => state.sources);
  const selected = useStore(store.view, (state) => state.selected);
  const tableColumns = useMemo(() => messageColumns(columns, sources), [columns, sources]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || selected === null) return;
    event.preventDefault();
    store.select(null);
  };
  return (
    <DataTable
      label="Messages, newest first"
      rows={rows}
      rowId={rowId}
      columns={tableColumns}
      sort={byTime}
      onSortChange={keepSort}
      hasInspector
      activeId={selected?.id ?? null}
      onActiveChange={(_, row) => {
        if (row?.kind === 'message') store.select(row);
      }}
      onRowKeyDown={onKeyDown}
      rowMenu={(row) => rowMenu(row, { store, client, columns })}
      onTopChange={(isAtTop) => {
        if (!isAtTop) store.pause('scrolled');
        else if (store.view.getState().hold?.why === 'scrolled') store.resume();
      }}
      handle={table}
      empty={<Empty store={store} />}
    />
  );
}

/** What comes in, newest first, what is said of it, and what is sent. */
export function StreamPane({
  store,
  connection,
  filterField,
  hasBoard,
  onBoard,
}: {
  readonly store: LiveStore;
  readonly connection: OpenConnection;
  readonly filterField: Ref<HTMLInputElement>;
  readonly hasBoard: boolean;
  readonly onBoard: (isShown: boolean) => void;
}) {
  const table = useRef<RowsHandle>(null);
  const selected: MessageRow | null = useStore(store.view, (state) => state.selected);
  const resume = (): void => {
    table.current?.scrollToTop();
    store.resume();
  };
  return (
    <section className="main" aria-label="Messages">
      <StreamToolbar
        store={store}
        filterField={filterField}
        hasBoard={hasBoard}
        onBoard={onBoard}
        onTogglePause={() => {
          if (store.view.getState().hold?.why === 'paused') resume();
          else store.pause('paused');
        }}
      />
      <FactsLine store={store} onResume={resume} />
      <SplitPane
        label="Height of the message"
        orientation="vertical"
        sized="second"
        className="grow"
        defaultSize={220}
        minSize={120}
        minRest={160}
        isHidden={selected === null}
        // A column, or the table would be as high as all its rows and draw them all.
        first={
          <div className="flex h-full min-h-0 flex-col">
            <Messages store={store} table={table} />
          </div>
        }
        second={selected === null ? null : <MessageDetail row={selected} store={store} />}
      />
      <PublishBar store={store} connection={connection} />
    </section>
  );
}
