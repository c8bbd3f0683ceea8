import { ExternalLink, LogOut, RefreshCw, TimerReset, User, Users } from 'lucide-react';
import { type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { ViewProps } from '../../app/feature.ts';
import { useListingKeys } from '../../app/keyboard.ts';
import { usePaneSize } from '../../app/pane-size.ts';
import { session } from '../../app/session-store.ts';
import { writeLock } from '../../app/write-lock.ts';
import { useClient } from '../../client/client-context.ts';
import { emptyScanWords } from '../../lib/empty-scan.ts';
import { useResumed } from '../../lib/use-resumed.ts';
import { Button } from '../../ui/Button.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { formatCount, formatCountOf } from '../../ui/format/count.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Menu } from '../../ui/Menu.tsx';
import type { MenuEntry } from '../../ui/menu-entries.ts';
import { ScanFooter } from '../../ui/ScanFooter.tsx';
import { SearchField } from '../../ui/SearchField.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { SplitPane } from '../../ui/SplitPane.tsx';
import { useWide } from '../../ui/use-wide.ts';
import { SessionInspector } from './SessionInspector.tsx';
import { sessionColumns } from './session-columns.tsx';
import { type SessionRow, type SessionsStore, sessionsStoreOf } from './sessions-store.ts';

const SOON_MS = 300_000;
type Show = 'all' | 'soon' | 'forever';

export const extensions: readonly { readonly label: string; readonly ms: number }[] = [
  { label: '30 min', ms: 1_800_000 },
  { label: '2 h', ms: 7_200_000 },
  { label: '1 d', ms: 86_400_000 },
];

const isSoon = ({ expiresAtMs }: SessionRow): boolean =>
  expiresAtMs !== null && expiresAtMs - Date.now() < SOON_MS;

function useShown(rows: readonly SessionRow[], text: string, show: Show): readonly SessionRow[] {
  return useMemo(() => {
    const wanted = text.trim().toLowerCase();
    return rows.filter(
      (row) =>
        (wanted === '' ||
          row.user?.toLowerCase() === wanted ||
          row.id.toLowerCase().includes(wanted)) &&
        (show === 'all' || (show === 'soon' ? isSoon(row) : row.expiresAtMs === null)),
    );
  }, [rows, text, show]);
}

function BulkBar({
  store,
  reason,
}: {
  readonly store: SessionsStore;
  readonly reason: string | null;
}) {
  const selected = useStore(store.view, (state) => state.selected);
  const busy = useStore(store.view, (state) => state.busy);
  if (selected.size === 0) return null;
  return (
    <div className="bar bg-selected">
      <span className="font-strong">{formatCount(selected.size)} selected</span>
      <span className="grow" />
      {reason === null ? (
        <Menu
          align="end"
          trigger={
            <Button size="sm" icon={TimerReset} busy={busy === 'extending'}>
              Extend
            </Button>
          }
          entries={extensions.map(({ label, ms }) => ({
            label: `By ${label}`,
            note: 'PEXPIRE',
            onSelect: () => void store.extend(selected, ms),
          }))}
        />
      ) : (
        <Button size="sm" icon={TimerReset} disabledReason={reason}>
          Extend
        </Button>
      )}
      <Button
        size="sm"
        tone="danger-soft"
        icon={LogOut}
        disabledReason={reason}
        onClick={() => void store.revoke(selected, formatCountOf(selected.size, 'session'))}
      >
        Revoke
      </Button>
      <Button size="sm" tone="ghost" onClick={() => store.select(new Set())}>
        Clear
      </Button>
    </div>
  );
}

function Head({ store }: { readonly store: SessionsStore }) {
  const state = useStore(store.scan);
  const [pattern, setPattern] = useState(state.pattern);
  return (
    <div className="bar">
      <h2>Sessions</h2>
      <span className="count">
        {state.status === 'scanning' ? '≥ ' : ''}
        {formatCount(state.rows.length)}
      </span>
      <span className="grow" />
      <span className="text-12 text-text-3">from keys like</span>
      <SearchField
        label="Key pattern of sessions"
        mono
        className="w-44"
        value={pattern}
        onChange={setPattern}
        onBlur={() => {
          if (pattern !== store.scan.getState().pattern) void store.scan.start(pattern);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') void store.scan.start(pattern);
        }}
      />
      <IconButton
        icon={RefreshCw}
        label="Scan again"
        keys="mod+r"
        onClick={() => void store.scan.start(pattern)}
      />
    </div>
  );
}

function rowMenu(
  store: SessionsStore,
  row: SessionRow,
  reason: string | null,
): readonly MenuEntry[] {
  const { user } = row;
  const ofUser = store.scan.getState().rows.filter((one) => one.user === user);
  return [
    { label: 'Open key', icon: ExternalLink, onSelect: () => session.openKey(row.key) },
    { kind: 'separator' },
    ...extensions.map(({ label, ms }) => ({
      label: `Extend by ${label}`,
      icon: TimerReset,
      disabledReason: reason,
      onSelect: () => void store.extend(new Set([row.id]), ms),
    })),
    { kind: 'separator' },
    {
      label: 'Revoke',
      icon: LogOut,
      danger: true,
      disabledReason: reason,
      onSelect: () => void store.revoke(new Set([row.id]), 'session'),
    },
    ...(user === null || ofUser.length < 2
      ? []
      : [
          {
            label: `Revoke all ${ofUser.length} of user ${user}`,
            icon: User,
            danger: true,
            disabledReason: reason,
            onSelect: () =>
              void store.revoke(new Set(ofUser.map(({ id }) => id)), `sessions of user ${user}`),
          },
        ]),
  ];
}

function SessionsList({
  store,
  reason,
  field,
}: {
  readonly store: SessionsStore;
  readonly reason: string | null;
  readonly field: RefObject<HTMLInputElement | null>;
}) {
  const state = useStore(store.scan);
  const activeId = useStore(store.view, (view) => view.activeId);
  const selected = useStore(store.view, (view) => view.selected);
  const [text, setText] = useState('');
  const [show, setShow] = useState<Show>('all');
  const shown = useShown(state.rows, text, show);
  const none = emptyScanWords(
    state,
    'sessions',
    `No key like ${state.pattern} reads as a session; connect-redis, for one, uses sess:*`,
  );
  return (
    <section className="main" aria-label="Sessions">
      <Head store={store} />
      <div className="bar">
        <SearchField
          ref={field}
          label="User or session"
          keys="/"
          placeholder="User or part of a session's key"
          icon={User}
          className="w-72"
          value={text}
          onChange={setText}
        />
        <Segmented
          label="Which sessions"
          value={show}
          onChange={setShow}
          segments={[
            { value: 'all', label: 'All' },
            {
              value: 'soon',
              label: 'Within 5 min',
              count: formatCount(state.rows.filter(isSoon).length),
            },
            {
              value: 'forever',
              label: 'No expiry',
              count: formatCount(
                state.rows.filter(({ expiresAtMs }) => expiresAtMs === null).length,
              ),
            },
          ]}
        />
      </div>
      <BulkBar store={store} reason={reason} />
      {state.error === null ? null : <ErrorNotice error={state.error} />}
      <DataTable
        label="Sessions"
        rows={shown}
        rowId={({ id }) => id}
        columns={sessionColumns}
        defaultSort={{ columnId: 'created', direction: 'desc' }}
        hasInspector
        activeId={activeId}
        onActiveChange={(_id, row) => {
          if (row !== null) void store.read(row);
        }}
        selection={{ ids: selected, onChange: store.select, hasChecks: true }}
        onRowOpen={({ key }) => session.openKey(key)}
        rowMenu={(row) => rowMenu(store, row, reason)}
        empty={
          state.status === 'scanning' ? null : (
            <EmptyState
              icon={Users}
              title={state.rows.length === 0 ? none.title : 'No session matches'}
            >
              {state.rows.length === 0 ? none.text : 'A user must match wholly, a key in part'}
            </EmptyState>
          )
        }
      />
      <ScanFooter
        {...state}
        noun="sessions"
        onStop={store.scan.stop}
        onStart={() => void store.scan.start()}
      />
    </section>
  );
}

export function SessionsView({ connection }: ViewProps) {
  const client = useClient();
  const store = sessionsStoreOf(client, connection.id);
  const isWide = useWide();
  const beside = usePaneSize('sessions', 340);
  const below = usePaneSize('sessions.below', 260);
  const isChosen = useStore(store.view, ({ activeId }) => activeId !== null);
  const reason = writeLock(connection, null);
  const field = useRef<HTMLInputElement>(null);
  const scanAgain = useMemo(() => () => void store.scan.start(), [store]);
  useListingKeys(field, scanAgain);
  useResumed(
    useStore(store.scan, ({ error }) => error),
    connection,
    scanAgain,
  );
  useEffect(() => {
    if (store.scan.getState().status === 'idle') void store.scan.start();
  }, [store]);
  return (
    <SplitPane
      {...(isWide
        ? { label: 'Width of the inspector', minSize: 280, maxSize: 560, ...beside }
        : { label: 'Height of the inspector', minSize: 200, minRest: 200, ...below })}
      // Beside it the table would have no room for its columns.
      orientation={isWide ? 'horizontal' : 'vertical'}
      sized="second"
      isHidden={!isWide && !isChosen}
      className="h-full"
      first={<SessionsList store={store} reason={reason} field={field} />}
      second={
        <SessionInspector store={store} reason={reason} onClose={isWide ? null : store.close} />
      }
    />
  );
}
