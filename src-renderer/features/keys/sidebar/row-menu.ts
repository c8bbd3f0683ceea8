import {
  ArrowRightLeft,
  Clock,
  Copy,
  ExternalLink,
  FileDown,
  FolderOpen,
  ListFilter,
  PencilLine,
  Scale,
  Star,
  StickyNote,
  Table2,
  Terminal,
  Timer,
  Trash2,
} from 'lucide-react';
import type { OpenConnection } from '../../../../src-shared/contract/connections.ts';
import { escapeBytes, quoteArgument } from '../../../../src-shared/redis-value.ts';
import { type Bookmark, bookmarksOf } from '../../../app/bookmarks/bookmarks-store.ts';
import type { Client } from '../../../client/client.ts';
import { formatCountOf } from '../../../ui/format/count.ts';
import type { MenuEntry } from '../../../ui/menu-entries.ts';
import type { Row, RowRef } from '../arena/rows.ts';
import { copyText } from '../document/copy-text.ts';
import { writeLock } from '../document/write-lock.ts';
import { toBeginning } from '../filter-text.ts';
import type { Figure } from '../figures-reading.ts';
import type { KeysStore } from '../keys-store.ts';
import { showAsTable } from '../json-table/show-as-table.ts';
import { openRow } from './open-row.ts';

interface RowMenuOptions {
  /** Asks before TTLs or sizes of many keys are read. */
  readonly onNote: (about: Bookmark) => void;
  readonly onRead: (what: Figure, folder: RowRef) => void;
  readonly client: Client;
  readonly connection: OpenConnection;
  readonly store: KeysStore;
}

/** Order: open, copy, change, delete. */
export function rowMenu(
  { client, connection, store, onRead, onNote }: RowMenuOptions,
  row: Row | null,
): readonly MenuEntry[] {
  if (row === null || row.kind === 'moreKeys' || row.kind === 'moreFolders') return [];
  const { selected } = store.getState();
  const withName = (ref: RowRef, use: (name: Uint8Array) => void): void =>
    void store.nameOf(ref).then((name) => {
      if (name !== null) use(name);
    });
  const copy = (toText: (name: Uint8Array) => string, what: string) => () =>
    withName(row, (name) => void copyText(client, toText(name), what));
  const { kind } = row;
  const bookmarking: readonly MenuEntry[] = [
    {
      label: row.bookmark.isFavourite ? 'Remove from favourites' : 'Add to favourites',
      icon: Star,
      onSelect: () =>
        withName(
          row,
          (name) => void bookmarksOf(client, connection.id).toggleFavourite({ kind, name }),
        ),
    },
    {
      label: row.bookmark.hasNote ? 'Edit the note' : 'Add a note',
      icon: StickyNote,
      onSelect: () => withName(row, (name) => onNote({ kind, name })),
    },
    { kind: 'separator' },
  ];
  const many = selected.size > 1;
  const remove: MenuEntry = {
    label: many
      ? `Delete ${selected.size} selected`
      : row.kind === 'folder'
        ? 'Delete folder'
        : 'Delete',
    icon: Trash2,
    keys: 'backspace',
    danger: true,
    disabledReason: writeLock(connection, 'unlink'),
    onSelect: () => void store.remove(),
  };
  const changes: readonly MenuEntry[] = [
    {
      label: 'Set TTL…',
      icon: Clock,
      disabledReason: writeLock(connection, 'pexpireat'),
      onSelect: () => void store.bulk.open('expire'),
    },
    {
      label: 'Rename prefix…',
      icon: PencilLine,
      disabledReason: writeLock(connection, 'renamenx'),
      onSelect: () => void store.bulk.open('rename'),
    },
    {
      label: 'Copy to another server…',
      icon: ArrowRightLeft,
      onSelect: () => void store.bulk.open('copy'),
    },
    {
      label: 'Export to a file…',
      icon: FileDown,
      onSelect: () => void store.transfer.exportChosen(),
    },
  ];
  const asTable: MenuEntry = {
    label: many ? `Show ${selected.size} selected as table` : 'Show JSON as table',
    icon: Table2,
    disabledReason:
      connection.facts?.commands.includes('json.get') === false ? 'no RedisJSON' : null,
    onSelect: () =>
      void showAsTable({ client, connection, store }, many ? [...selected.values()] : [row]),
  };
  if (row.kind === 'folder')
    return [
      {
        label: row.isOpen ? 'Close' : 'Open',
        icon: FolderOpen,
        keys: 'enter',
        onSelect: () => openRow(store, row, { isKept: true, inNewTab: false }),
      },
      {
        label: 'List this folder alone',
        icon: ListFilter,
        onSelect: () =>
          withName(row, (prefix) => {
            store.setText(escapeBytes(toBeginning(prefix)));
            store.submitText();
          }),
      },
      asTable,
      { kind: 'separator' },
      {
        label: 'Read TTLs of this folder',
        icon: Timer,
        note: formatCountOf(row.count, 'key'),
        onSelect: () => onRead('ttl', row),
      },
      {
        label: 'Measure sizes of this folder',
        icon: Scale,
        note: formatCountOf(row.count, 'key'),
        onSelect: () => onRead('size', row),
      },
      { kind: 'separator' },
      ...bookmarking,
      { label: 'Copy prefix', icon: Copy, onSelect: copy(escapeBytes, 'the prefix') },
      { kind: 'separator' },
      ...changes,
      remove,
    ];
  return [
    {
      label: 'Open',
      icon: ExternalLink,
      keys: 'enter',
      onSelect: () => openRow(store, row, { isKept: true, inNewTab: false }),
    },
    {
      label: 'Open in new tab',
      keys: 'mod+enter',
      onSelect: () => openRow(store, row, { isKept: true, inNewTab: true }),
    },
    ...(many ? [asTable] : []),
    { kind: 'separator' },
    {
      label: 'Measure size',
      icon: Scale,
      note: 'MEMORY USAGE',
      onSelect: () => void store.measure(row),
    },
    { kind: 'separator' },
    ...bookmarking,
    { label: 'Copy name', icon: Copy, onSelect: copy(escapeBytes, 'the name') },
    {
      label: 'Copy for redis-cli',
      icon: Terminal,
      onSelect: copy(quoteArgument, 'the name, quoted for redis-cli'),
    },
    { kind: 'separator' },
    ...changes,
    remove,
  ];
}
