import { createStore } from 'zustand/vanilla';
import type { ConnectionId, TicketId } from '../../../src-shared/contract/define.ts';
import type { Item } from '../../../src-shared/contract/index.ts';
import type { HistoryEntry } from '../../../src-shared/contract/undo.ts';
import type { AppError } from '../../../src-shared/result.ts';
import { session } from '../../app/session-store.ts';
import { takeBack } from '../../app/removal/offer-undo.ts';
import type { Client } from '../../client/client.ts';
import { perConnection } from '../../client/per-connection.ts';
import { StreamFailure } from '../../client/stream-failure.ts';
import { explainError } from '../../ui/explain-error.ts';
import { formatBytes } from '../../ui/format/bytes.ts';
import { toasts } from '../../ui/toast-store.ts';

export type Show = 'all' | 'undoable' | 'undone' | 'closed';

interface HistoryState {
  /** Newest first. */
  readonly entries: readonly HistoryEntry[];
  readonly isComplete: boolean;
  readonly storage: Item<'undo.history'>['storage'] | null;
  readonly error: AppError | null;
  readonly activeId: string | null;
  readonly text: string;
  /** As serverKey gives it; null: all. */
  readonly server: string | null;
  readonly show: Show;
  readonly busy: 'undoing' | 'opening' | 'forgetting' | null;
  /** Asked to be forgotten, and not yet agreed to. */
  readonly forgetting: HistoryEntry | null;
}

/** The servers of the filter: by name and place, as they were when something was changed. */
export const serverKey = ({ server }: HistoryEntry): string =>
  server === null ? '' : `${server.name} ${server.address}/${server.db}`;

export type HistoryStore = ReturnType<typeof createHistoryStore>;

function createHistoryStore(client: Client, _connection: ConnectionId) {
  const store = createStore<HistoryState>(() => ({
    entries: [],
    isComplete: false,
    storage: null,
    error: null,
    activeId: null,
    text: '',
    server: null,
    show: 'all',
    busy: null,
    forgetting: null,
  }));

  function showFailure(message: string, error: AppError): void {
    const { what, words, hint } = explainError(error);
    const detail = [what, words, hint].filter((part) => part !== null).join(' ');
    toasts.show({ tone: 'error', message, detail });
  }

  async function whileBusy(
    busy: NonNullable<HistoryState['busy']>,
    work: () => Promise<void>,
  ): Promise<void> {
    if (store.getState().busy !== null) return;
    store.setState({ busy });
    await work();
    store.setState({ busy: null });
  }

  return {
    getState: store.getState,
    getInitialState: store.getInitialState,
    subscribe: store.subscribe,
    setState: store.setState,
    dispose: () => undefined,
    choose: (activeId: string | null): void => store.setState({ activeId }),

    /** Keeps the list in step with main until the signal aborts. */
    async follow(signal: AbortSignal): Promise<void> {
      const known = new Map<TicketId, HistoryEntry>();
      store.setState({ isComplete: false, error: null });
      try {
        for await (const page of client.stream('undo.history', {}, { signal })) {
          for (const entry of page.entries) known.set(entry.id, entry);
          for (const id of page.gone) known.delete(id);
          store.setState({
            entries: [...known.values()].sort((a, b) => b.atMs - a.atMs),
            isComplete: page.complete,
            storage: page.storage,
          });
        }
      } catch (thrown) {
        if (!(thrown instanceof StreamFailure)) throw thrown;
        if (!signal.aborted) store.setState({ error: thrown.error });
      }
    },

    async undo(entry: HistoryEntry): Promise<void> {
      const { id, title, command, atMs, connection, state } = entry;
      if (connection === null || state.is !== 'undoable') return;
      const ticket = { id, title, command, atMs, expiresAtMs: state.untilMs };
      await whileBusy('undoing', async () => await takeBack({ client, connection, ticket }));
    },

    /** Opens the server of a change and shows the change there. */
    async openServer({ id, server }: HistoryEntry): Promise<void> {
      if (server === null) return;
      const { profile, sandbox } = server;
      await whileBusy('opening', async () => {
        const result = sandbox
          ? await client.call('sandbox.open', {})
          : profile === null
            ? null
            : await client.call('connections.open', { profile, password: null });
        if (result === null) return;
        if (result.ok) {
          historyStoreOf(client, result.value.id).choose(id);
          session.activate(result.value.id);
          const { address, db } = result.value;
          // The sandbox is at another port each time, and still the same.
          if (!sandbox && (address !== server.address || db !== server.db))
            toasts.show({
              tone: 'error',
              message: `${server.name} is another server or database now`,
              detail: `This change was made on ${server.address}, db${server.db}: it can be undone there only`,
            });
        } else showFailure(`${server.name} was not opened`, result.error);
      });
    },

    askForget: (forgetting: HistoryEntry | null): void => store.setState({ forgetting }),

    async forget({ id, title }: HistoryEntry): Promise<void> {
      await whileBusy('forgetting', async () => {
        const result = await client.call('undo.forget', { ticket: id });
        store.setState({ forgetting: null });
        if (result.ok)
          toasts.show({
            tone: 'ok',
            message: `Forgotten: ${title}`,
            detail: `${formatBytes(result.value.freedBytes)} freed`,
          });
        else showFailure('Not forgotten', result.error);
      });
    },

    async copy(command: string): Promise<void> {
      const result = await client.call('app.copyText', { text: command });
      if (result.ok) toasts.show({ tone: 'ok', message: 'Copied the command' });
      else showFailure('Not copied', result.error);
    },
  };
}

export const historyStoreOf = perConnection(createHistoryStore);
