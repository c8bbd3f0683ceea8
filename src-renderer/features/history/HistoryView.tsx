import { Copy, History, Search, Trash2, Undo2 } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';
import { useStore } from 'zustand';
import type { HistoryEntry } from '../../../src-shared/contract/undo.ts';
import type { ViewProps } from '../../app/feature.ts';
import { useListingKeys } from '../../app/keyboard.ts';
import { usePaneSize } from '../../app/pane-size.ts';
import { useClient } from '../../client/client-context.ts';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { formatBytes } from '../../ui/format/bytes.ts';
import { formatCount, formatCountOf } from '../../ui/format/count.ts';
import type { MenuEntry } from '../../ui/menu-entries.ts';
import { SearchField } from '../../ui/SearchField.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { Select } from '../../ui/Select.tsx';
import { SplitPane } from '../../ui/SplitPane.tsx';
import { ChangeInspector } from './ChangeInspector.tsx';
import { historyColumns } from './history-columns.tsx';
import { type HistoryStore, historyStoreOf, serverKey, type Show } from './history-store.ts';
import { showOf } from './state-words.ts';
import { StorageBar, StorageNotices } from './StorageBar.tsx';

const ALL_SERVERS = ' all';

function useShown(store: HistoryStore): readonly HistoryEntry[] {
  const { entries, text, server, show } = useStore(store);
  return useMemo(() => {
    const wanted = text.trim().toLowerCase();
    return entries.filter(
      (entry) =>
        (show === 'all' || showOf(entry) === show) &&
        (server === null || serverKey(entry) === server) &&
        (wanted === '' ||
          `${entry.title} ${entry.command} ${serverKey(entry)}`.toLowerCase().includes(wanted)),
    );
  }, [entries, text, server, show]);
}

function Filters({ store }: { readonly store: HistoryStore }) {
  const field = useRef<HTMLInputElement>(null);
  useListingKeys(field);
  const { entries, text, server, show } = useStore(store);
  const servers = useMemo(
    () => [...new Map(entries.map((entry) => [serverKey(entry), entry.server])).entries()],
    [entries],
  );
  const countOf = (wanted: Show): string =>
    formatCount(entries.filter((entry) => showOf(entry) === wanted).length);
  return (
    <div className="bar h-auto min-h-(--bar) flex-wrap gap-y-1.5 py-1.5">
      <SearchField
        label="Change"
        keys="/"
        ref={field}
        placeholder="Part of a title or command"
        icon={Search}
        className="w-64"
        value={text}
        onChange={(next) => store.setState({ text: next })}
      />
      <Segmented<Show>
        label="Which changes"
        value={show}
        onChange={(next) => store.setState({ show: next })}
        segments={[
          { value: 'all', label: 'All' },
          { value: 'undoable', label: 'Can be undone', count: countOf('undoable') },
          { value: 'undone', label: 'Undone', count: countOf('undone') },
          { value: 'closed', label: 'No undo', count: countOf('closed') },
        ]}
      />
      <Select
        label="Server"
        className="ml-auto"
        value={server ?? ALL_SERVERS}
        onChange={(next) => store.setState({ server: next === ALL_SERVERS ? null : next })}
        options={[
          { value: ALL_SERVERS, label: 'All servers' },
          ...servers.map(([value, one]) => ({
            value,
            label: one === null ? 'Not noted' : `${one.name}, db${one.db}`,
          })),
        ]}
      />
    </div>
  );
}

function rowMenu(store: HistoryStore, entry: HistoryEntry): readonly MenuEntry[] {
  const { state, connection, command } = entry;
  const nothingKept = state.is === 'undoable' ? null : 'Nothing is kept';
  return [
    {
      label: 'Copy command',
      icon: Copy,
      onSelect: () => void store.copy(command),
    },
    { kind: 'separator' },
    {
      label: 'Undo',
      icon: Undo2,
      disabledReason: nothingKept ?? (connection === null ? 'Not open' : null),
      onSelect: () => void store.undo(entry),
    },
    {
      label: 'Forget',
      icon: Trash2,
      danger: true,
      disabledReason: nothingKept,
      onSelect: () => store.askForget(entry),
    },
  ];
}

function ForgetDialog({ store }: { readonly store: HistoryStore }) {
  const { forgetting, busy } = useStore(store);
  if (forgetting === null) return null;
  const { server, title, bytes, keys } = forgetting;
  return (
    <ConfirmDialog
      isOpen
      environment={server?.environment ?? 'local'}
      server={server === null ? 'Server not noted' : `${server.name}, ${server.address}`}
      title="Forget this change?"
      facts={[
        { label: 'Change', value: title },
        { label: 'Keeps', value: `${formatCountOf(keys, 'key')}, ${formatBytes(bytes)} on disk` },
      ]}
      undo={{
        isPossible: false,
        text: 'It can then never be undone. Nothing is changed on the server.',
      }}
      confirmLabel="Forget"
      busyLabel={busy === 'forgetting' ? 'Forgetting' : null}
      onCancel={() => store.askForget(null)}
      onConfirm={() => void store.forget(forgetting)}
    />
  );
}

function ChangesList({ store }: { readonly store: HistoryStore }) {
  const { entries, isComplete, error, activeId } = useStore(store);
  const shown = useShown(store);
  return (
    <section className="main" aria-label="History">
      <div className="bar">
        <h2>History</h2>
        <span className="count">{formatCount(entries.length)}</span>
        <span className="grow" />
        <span className="ell text-12 text-text-3">Every change made through Redstart</span>
      </div>
      <Filters store={store} />
      <StorageNotices store={store} />
      {error === null ? null : <ErrorNotice error={error} />}
      <DataTable
        label="Changes"
        rows={shown}
        rowId={({ id }) => id}
        columns={historyColumns}
        defaultSort={{ columnId: 'at', direction: 'desc' }}
        hasInspector
        activeId={activeId}
        onActiveChange={store.choose}
        rowMenu={(entry) => rowMenu(store, entry)}
        empty={
          !isComplete ? null : (
            <EmptyState
              icon={History}
              title={entries.length === 0 ? 'Nothing was changed yet' : 'No change matches'}
            >
              {entries.length === 0
                ? 'Each change made here is listed with its command, and can be undone from here'
                : 'Clear the text, the server or the state to see others'}
            </EmptyState>
          )
        }
      />
      <StorageBar store={store} />
    </section>
  );
}

export function HistoryView({ connection }: ViewProps) {
  const client = useClient();
  const store = historyStoreOf(client, connection.id);
  const pane = usePaneSize('history', 360);
  useEffect(() => {
    const controller = new AbortController();
    void store.follow(controller.signal);
    return () => controller.abort();
  }, [store]);
  return (
    <>
      <SplitPane
        label="Width of the inspector"
        sized="second"
        {...pane}
        minSize={280}
        maxSize={600}
        first={<ChangesList store={store} />}
        second={<ChangeInspector store={store} />}
      />
      <ForgetDialog store={store} />
    </>
  );
}
