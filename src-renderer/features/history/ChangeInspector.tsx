import { Copy, History, Plug, Trash2, Undo2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import type { HistoryEntry } from '../../../src-shared/contract/undo.ts';
import { useSession } from '../../app/session-store.ts';
import { writeLock } from '../../app/write-lock.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { EnvTag } from '../../ui/EnvTag.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { formatBytes } from '../../ui/format/bytes.ts';
import { formatClock } from '../../ui/format/clock.ts';
import { formatCount } from '../../ui/format/count.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { ConflictList, PreviewList } from './ChangedKeys.tsx';
import type { HistoryStore } from './history-store.ts';
import { stateWords } from './state-words.ts';
import { useChangeDetail } from './use-change-detail.ts';

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{label}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}

function Facts({ entry, store }: { readonly entry: HistoryEntry; readonly store: HistoryStore }) {
  const { title, command, server, atMs, keys, bytes } = entry;
  return (
    <>
      <div className="bar">
        <h2 className="ell min-w-0 grow" title={title}>
          {title}
        </h2>
        <IconButton icon={Copy} label="Copy command" onClick={() => void store.copy(command)} />
      </div>
      <div className="border-b border-border-1 p-3 text-12">
        <dl className="kv tn">
          <Fact label="When">{formatClock(atMs)}</Fact>
          <Fact label="Server">
            {server === null ? (
              'Not noted by the version that made it'
            ) : (
              <span className="flex flex-wrap items-center gap-x-2">
                <EnvTag environment={server.environment} />
                <span>{server.name}</span>
                <span className="text-text-3">
                  {server.address}, db{server.db}
                </span>
              </span>
            )}
          </Fact>
          <Fact label="Keys">{formatCount(keys)}</Fact>
          <Fact label="On disk">{bytes === 0 ? 'nothing kept' : formatBytes(bytes)}</Fact>
          <Fact label="Undo">{stateWords(entry).long}</Fact>
        </dl>
        <p className="mono selectable mt-2 break-all text-text-2">{command}</p>
      </div>
    </>
  );
}

function Content({ entry }: { readonly entry: HistoryEntry }) {
  const { preview, check, conflicts, error } = useChangeDetail(entry);
  const { lastUndo, connection } = entry;
  return (
    <div className="scroll">
      {error === null ? null : <ErrorNotice error={error} />}
      {conflicts.length === 0 || lastUndo === null ? null : (
        <ConflictList
          title={`Left alone by the undo of ${formatClock(lastUndo.atMs)}`}
          conflicts={conflicts}
          total={lastUndo.conflictCount}
          connection={connection}
        />
      )}
      {preview === null ? null : (
        <PreviewList preview={preview} check={check} connection={connection} />
      )}
    </div>
  );
}

function useUndoReason({ connection }: HistoryEntry): string | null {
  const open = useSession((state) => state.connections.find(({ id }) => id === connection));
  if (open === undefined) return 'Its connection is not open';
  if (open.state.status !== 'ready') return 'Its connection is not ready';
  return writeLock(open, null);
}

function Actions({ entry, store }: { readonly entry: HistoryEntry; readonly store: HistoryStore }) {
  const busy = useStore(store, (state) => state.busy);
  const active = useSession((state) => state.active);
  const undoReason = useUndoReason(entry);
  const { state, connection, server } = entry;
  if (state.is !== 'undoable') return null;
  const cannotOpen =
    server === null
      ? 'The server was not noted: open it by yourself'
      : server.profile === null && !server.sandbox
        ? `Not a saved connection: connect to ${server.address} first`
        : null;
  return (
    <div className="flex gap-2 border-t border-border-1 p-3">
      {connection === null ? (
        <Button
          size="sm"
          icon={Plug}
          className="grow"
          busy={busy === 'opening'}
          disabledReason={cannotOpen}
          onClick={() => void store.openServer(entry)}
        >
          Open connection
        </Button>
      ) : (
        <Button
          size="sm"
          icon={Undo2}
          className="grow"
          busy={busy === 'undoing'}
          disabledReason={undoReason}
          onClick={() => void store.undo(entry)}
        >
          {connection === active || server === null ? 'Undo' : `Undo on ${server.name}`}
        </Button>
      )}
      <Button
        size="sm"
        tone="danger-soft"
        icon={Trash2}
        className="grow"
        onClick={() => store.askForget(entry)}
      >
        Forget
      </Button>
    </div>
  );
}

export function ChangeInspector({ store }: { readonly store: HistoryStore }) {
  const entry = useStore(
    store,
    ({ entries, activeId }) => entries.find(({ id }) => id === activeId) ?? null,
  );
  if (entry === null)
    return (
      <aside className="side" aria-label="Change">
        <EmptyState icon={History} title="No change chosen">
          Choose one to see what an undo would bring back
        </EmptyState>
      </aside>
    );
  return (
    <aside className="side" aria-label="Change">
      <Facts entry={entry} store={store} />
      <Content entry={entry} />
      <Actions entry={entry} store={store} />
    </aside>
  );
}
