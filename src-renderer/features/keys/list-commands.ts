import type { OpenConnection } from '../../../src-shared/contract/connections.ts';
import { updateSettings } from '../../app/app-actions.ts';
import { bookmarksOf } from '../../app/bookmarks/bookmarks-store.ts';
import type { Command } from '../../app/feature.ts';
import { sessionStore } from '../../app/session-store.ts';
import type { Client } from '../../client/client.ts';
import { toasts } from '../../ui/toast-store.ts';
import { measuredOf } from './document/head/measured.ts';
import { writeLock } from '../../app/write-lock.ts';
import type { KeysStore } from './keys-store.ts';
import { columnOrder, columnTitles, type ListColumn } from './sidebar/list-columns.ts';

interface Room {
  readonly client: Client;
  readonly connection: OpenConnection;
  readonly store: KeysStore;
  /** All that are open. */
  readonly connections: readonly OpenConnection[];
}

const CHOSEN = 'what is chosen in the list';
const LISTED = 'by the list’s filter and type, as the server has them';

/** Runs it for what is chosen, or says that nothing is, or why nothing can be written. */
function onChosen({ connection, store }: Room, command: string | null, run: () => void) {
  return (): void => {
    const { selected, active } = store.getState();
    const lock = command === null ? null : writeLock(connection, command);
    if (lock !== null) toasts.show({ tone: 'info', message: lock });
    else if (selected.size === 0 && active.ref === null)
      toasts.show({
        tone: 'info',
        message: 'No key is chosen',
        detail: 'Choose keys or a folder in the list of Keys first.',
      });
    else run();
  };
}

/** Runs it, or says why nothing can be written. */
function unlessLocked({ connection }: Room, command: string, run: () => void): () => void {
  return () => {
    const lock = writeLock(connection, command);
    if (lock === null) run();
    else toasts.show({ tone: 'info', message: lock });
  };
}

/** Asks for a new key, or says why nothing can be written. */
export function newKeyCommand({ connection, store }: Pick<Room, 'connection' | 'store'>): Command {
  return {
    id: 'keys new',
    title: 'New key…',
    keys: 'mod+n',
    run: () => {
      const lock = writeLock(connection, 'set');
      if (lock === null) void store.askNewKey();
      else toasts.show({ tone: 'info', message: lock });
    },
  };
}

/** All that the list's filter and type mean, whether it is listed yet or not. */
function listedCommands(room: Room): readonly Command[] {
  const { store } = room;
  return [
    {
      id: 'keys delete all',
      title: 'Delete all keys that match…',
      detail: LISTED,
      run: unlessLocked(room, 'unlink', () => void store.removeListed()),
    },
    {
      id: 'keys expire all',
      title: 'Set TTL of all keys that match…',
      detail: LISTED,
      run: unlessLocked(room, 'pexpireat', () => store.bulk.openListed('expire')),
    },
    {
      id: 'keys rename all',
      title: 'Rename prefix of all keys that match…',
      detail: LISTED,
      run: unlessLocked(room, 'renamenx', () => store.bulk.openListed('rename')),
    },
    {
      id: 'keys copy all',
      title: 'Copy all keys that match to another server…',
      detail: LISTED,
      run: () => store.bulk.openListed('copy'),
    },
    {
      id: 'keys export all',
      title: 'Export all keys that match…',
      detail: LISTED,
      run: () => void store.transfer.exportListed(),
    },
  ];
}

function changeCommands(room: Room): readonly Command[] {
  const { client, connection, store } = room;
  const favourite = async (): Promise<void> => {
    const { ref } = store.getState().active;
    const name = ref === null ? null : await store.nameOf(ref);
    if (name === null || (ref?.kind !== 'key' && ref?.kind !== 'folder')) return;
    await bookmarksOf(client, connection.id).toggleFavourite({ kind: ref.kind, name });
  };
  return [
    {
      id: 'keys delete',
      title: 'Delete keys',
      detail: CHOSEN,
      run: onChosen(room, 'unlink', () => void store.remove()),
    },
    {
      id: 'keys expire',
      title: 'Set TTL…',
      detail: CHOSEN,
      run: onChosen(room, 'pexpireat', () => void store.bulk.open('expire')),
    },
    {
      id: 'keys rename',
      title: 'Rename prefix…',
      detail: CHOSEN,
      run: onChosen(room, 'renamenx', () => void store.bulk.open('rename')),
    },
    {
      id: 'keys copy',
      title: 'Copy keys to another server…',
      detail: CHOSEN,
      run: onChosen(room, null, () => void store.bulk.open('copy')),
    },
    {
      id: 'keys export',
      title: 'Export keys…',
      detail: CHOSEN,
      run: onChosen(room, null, () => void store.transfer.exportChosen()),
    },
    ...listedCommands(room),
    {
      id: 'keys import',
      title: 'Import keys…',
      detail: 'from NDJSON, CSV or Redis commands',
      run: unlessLocked(room, 'restore', () => void store.transfer.import()),
    },
    {
      id: 'keys favourite',
      title: 'Add to favourites, or remove',
      detail: 'the key or folder of the list',
      run: onChosen(room, null, () => void favourite()),
    },
  ];
}

/** Shows the column, or no longer. */
function toggleColumn({ client, store }: Room, column: ListColumn): void {
  const shown = sessionStore.getState().settings?.listColumns ?? [];
  const listColumns = columnOrder.filter((one) =>
    one === column ? !shown.includes(one) : shown.includes(one),
  );
  void updateSettings(client, { listColumns });
  store.columnsChanged();
}

/** The open key on each other server that is open. */
function sameKeyCommands({ connection, store, connections }: Room): readonly Command[] {
  const others = connections.filter(({ id }) => id !== connection.id);
  return others.map(({ id, name, address, db }) => ({
    id: `keys same ${id}`,
    title: `The open key on ${name}`,
    detail: `${address} db${db}, beside it`,
    run: () => {
      const { tab } = store.panes.shown();
      if (tab === null) toasts.show({ tone: 'info', message: 'No key is open' });
      else store.panes.openAside(tab.key, { type: null, on: id });
    },
  }));
}

/** What the list of keys adds to the palette. */
export function listCommands(room: Room): readonly Command[] {
  const { store } = room;
  return [
    newKeyCommand(room),
    ...changeCommands(room),
    { id: 'keys sort name', title: 'Sort keys by name', run: () => store.setKeySort('name') },
    { id: 'keys sort ttl', title: 'Sort keys by TTL', run: () => store.setKeySort('ttl') },
    { id: 'keys sort size', title: 'Sort keys by size', run: () => store.setKeySort('size') },
    { id: 'keys tree', title: 'Keys as a tree', run: () => store.setMode('tree') },
    { id: 'keys list', title: 'Keys as a list', run: () => store.setMode('list') },
    ...columnOrder.map((column) => ({
      id: `keys column ${column}`,
      title: `Column ${columnTitles[column]}: show or hide`,
      run: () => toggleColumn(room, column),
    })),
    {
      id: 'keys aside',
      title: 'Move the open key to the other side',
      keys: 'mod+\\',
      run: () => {
        const { pane, tab } = store.panes.shown();
        if (tab !== null) store.panes.moveAside(pane, tab.id);
      },
    },
    ...sameKeyCommands(room),
    {
      id: 'keys compare',
      title: 'Compare the two sides…',
      detail: 'the open keys side by side',
      run: () => {
        const sides = store.panes.sides();
        if (sides === null)
          toasts.show({
            tone: 'info',
            message: 'One key is open',
            detail: 'Open another to the side, or the same one on another server.',
          });
        else store.comparing.open(sides);
      },
    },
    {
      id: 'keys measure open',
      title: 'Measure the open key',
      detail: 'MEMORY USAGE',
      run: () => {
        const { tab } = store.panes.shown();
        if (tab === null) toasts.show({ tone: 'info', message: 'No key is open' });
        else void measuredOf(room.client, tab.connection).measure(tab.key);
      },
    },
    {
      id: 'keys measure',
      title: 'Measure sizes of rows in view',
      detail: 'MEMORY USAGE',
      run: () => void store.measureInView(),
    },
  ];
}
