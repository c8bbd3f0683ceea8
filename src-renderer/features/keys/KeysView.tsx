import { type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { OpenConnection } from '../../../src-shared/contract/connections.ts';
import { formatSeparators } from '../../../src-shared/separators.ts';
import type { ViewProps } from '../../app/feature.ts';
import { isTyping, useShortcuts } from '../../app/keyboard.ts';
import { usePaneSize } from '../../app/pane-size.ts';
import { sessionStore, useSession } from '../../app/session-store.ts';
import { useViewCommands } from '../../app/view-commands.ts';
import { useClient } from '../../client/client-context.ts';
import { useResumed } from '../../lib/use-resumed.ts';
import { SplitPane } from '../../ui/SplitPane.tsx';
import { useLatest } from '../../ui/use-latest.ts';
import { BulkDialogHost } from './bulk/BulkDialogHost.tsx';
import { CompareHost } from './compare/CompareHost.tsx';
import { jsonTableOf } from './json-table/json-table.ts';
import { JsonTableHost } from './json-table/JsonTableHost.tsx';
import { keysStoreOf, type KeysStore } from './keys-store.ts';
import { listCommands, newKeyCommand } from './list-commands.ts';
import { KeysSidebar } from './sidebar/KeysSidebar.tsx';
import { NewKeyHost } from './new-key/NewKeyHost.tsx';
import { KeyDocuments } from './tabs/KeyDocuments.tsx';
import { TransferDialogHost } from './transfer/TransferDialogHost.tsx';

/** Requests for a key that were served: coming back to the view must not open the last one again. */
let servedSerial = 0;

/** Without a word to React: a key is opened, and nothing else of the room is drawn anew. */
function useKeyRequests(store: KeysStore): void {
  useEffect(() => {
    const serve = (): void => {
      const { keyRequest } = sessionStore.getState();
      if (keyRequest === null || keyRequest.serial <= servedSerial) return;
      servedSerial = keyRequest.serial;
      store.openNamed(keyRequest.key);
    };
    serve();
    return sessionStore.subscribe(serve);
  }, [store]);
}

/** The start-up is over when rows and their types are on screen (app/filled.ts). */
function useFilled(store: KeysStore): void {
  const isFilled = useStore(store, (state) => state.isFilled);
  useEffect(() => {
    if (isFilled) document.documentElement.dataset['filled'] ??= 'keys';
  }, [isFilled]);
}

/** They may be changed here or in the profile: the tree follows. */
function useSeparators(store: KeysStore, { separators }: OpenConnection): void {
  const shown = formatSeparators(separators);
  const follow = useLatest(() => void store.setSeparators(separators));
  useEffect(() => follow(), [follow, shown]);
}

function useViewKeys(
  connection: OpenConnection,
  store: KeysStore,
  field: RefObject<HTMLInputElement | null>,
  toggleSidebar: () => void,
): void {
  const commands = useMemo(
    () => [
      {
        keys: '/',
        when: () => !isTyping(),
        run: () => {
          field.current?.focus();
          field.current?.select();
        },
      },
      newKeyCommand({ connection, store }),
      { keys: 'mod+b', run: toggleSidebar },
      { keys: 'mod+r', run: store.rescan },
      {
        keys: 'mod+w',
        run: () => {
          const { pane, tab } = store.panes.shown();
          if (tab !== null) store.panes.close(pane, tab.id);
        },
      },
      {
        keys: 'mod+\\',
        run: () => {
          const { pane, tab } = store.panes.shown();
          if (tab !== null) store.panes.moveAside(pane, tab.id);
        },
      },
      { keys: 'ctrl+tab', run: () => store.panes.current().step(1) },
      { keys: 'ctrl+shift+tab', run: () => store.panes.current().step(-1) },
    ],
    [connection, store, field, toggleSidebar],
  );
  useShortcuts(commands);
}

export function KeysRoom({
  connection,
  store,
}: {
  readonly connection: OpenConnection;
  readonly store: KeysStore;
}) {
  const client = useClient();
  const field = useRef<HTMLInputElement>(null);
  const [isHidden, setIsHidden] = useState(false);
  const pane = usePaneSize('keys', 304);
  const toggleSidebar = useMemo(() => () => setIsHidden((was) => !was), []);
  const connections = useSession((state) => state.connections);
  const table = jsonTableOf(client, connection.id);
  useKeyRequests(store);
  // A key that is opened from anywhere is wanted in sight.
  useEffect(() => store.panes.watch(() => table.aside(true)), [store, table]);
  const cut = useStore(store, ({ scan }) => (scan.status === 'failed' ? scan.error : null));
  useResumed(cut, connection, store.resume);
  useFilled(store);
  useSeparators(store, connection);
  useViewKeys(connection, store, field, toggleSidebar);
  useViewCommands(
    useMemo(
      () => listCommands({ client, connection, store, connections }),
      [client, connection, store, connections],
    ),
  );
  return (
    <>
      <SplitPane
        label="Width of the list of keys"
        sized="first"
        {...pane}
        minSize={200}
        maxSize={760}
        minRest={320}
        isHidden={isHidden}
        first={<KeysSidebar store={store} connection={connection} field={field} />}
        second={
          <JsonTableHost table={table} connection={connection} onOpenKey={store.openNamed}>
            <KeyDocuments store={store} connection={connection} />
          </JsonTableHost>
        }
      />
      <NewKeyHost dialog={store.newKey} connection={connection} />
      <BulkDialogHost dialog={store.bulk} connection={connection} />
      <TransferDialogHost dialog={store.transfer} connection={connection} />
      <CompareHost dialog={store.comparing} />
    </>
  );
}

export function KeysView({ connection }: ViewProps) {
  const client = useClient();
  return <KeysRoom connection={connection} store={keysStoreOf(client, connection.id)} />;
}
