import {
  ArrowRightLeft,
  ArrowUp,
  ArrowUpToLine,
  Clock,
  Columns2,
  Copy,
  Diff,
  ExternalLink,
  FileDown,
  FolderOpen,
  ListFilter,
  PencilLine,
  Play,
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
import { isNamed, type Row, type RowRef } from '../arena/rows.ts';
import { FOLDER_PAGE, type More } from '../arena/stretch.ts';
import { copyText } from '../document/copy-text.ts';
import { writeLock } from '../../../app/write-lock.ts';
import type { Figure } from '../figures-reading.ts';
import { isEverything } from '../filter-text.ts';
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

type NamedRow = Extract<Row, { kind: 'key' | 'folder' }>;

/** The row's name, or a folder's prefix; nothing when the list went meanwhile. */
function withName({ store }: RowMenuOptions, row: RowRef, use: (name: Uint8Array) => void): void {
  void store.nameOf(row).then((name) => {
    if (name !== null) use(name);
  });
}

function copying(
  options: RowMenuOptions,
  row: NamedRow,
  toText: (name: Uint8Array) => string,
  what: string,
): () => void {
  return () => withName(options, row, (name) => void copyText(options.client, toText(name), what));
}

function bookmarkEntries(options: RowMenuOptions, row: NamedRow): readonly MenuEntry[] {
  const { client, connection, onNote } = options;
  const { kind, bookmark } = row;
  return [
    {
      label: bookmark.isFavourite ? 'Remove from favourites' : 'Add to favourites',
      icon: Star,
      onSelect: () =>
        withName(
          options,
          row,
          (name) => void bookmarksOf(client, connection.id).toggleFavourite({ kind, name }),
        ),
    },
    {
      label: bookmark.hasNote ? 'Edit the note' : 'Add a note',
      icon: StickyNote,
      onSelect: () => withName(options, row, (name) => onNote({ kind, name })),
    },
  ];
}

/** What is done to all that is selected. */
function changeEntries({ connection, store }: RowMenuOptions, row: NamedRow): readonly MenuEntry[] {
  const { selected, needle, scope } = store.getState();
  const isNarrowed = needle !== null || !isEverything(scope);
  return [
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
    {
      label:
        selected.size > 1
          ? `Delete ${selected.size} selected…`
          : row.kind === 'folder'
            ? isNarrowed
              ? 'Delete matching keys of folder…'
              : 'Delete folder…'
            : 'Delete',
      icon: Trash2,
      keys: 'backspace',
      danger: true,
      disabledReason: writeLock(connection, 'unlink'),
      onSelect: () => void store.remove(),
    },
  ];
}

function tableEntry({ client, connection, store }: RowMenuOptions, row: NamedRow): MenuEntry {
  const { selected } = store.getState();
  const many = selected.size > 1;
  return {
    label: many ? `Show ${selected.size} selected as table` : 'Show JSON as table',
    icon: Table2,
    disabledReason:
      connection.facts?.commands.includes('json.get') === false ? 'no RedisJSON' : null,
    onSelect: () =>
      void showAsTable({ client, connection, store }, many ? [...selected.values()] : [row]),
  };
}

function folderEntries(
  options: RowMenuOptions,
  row: Extract<Row, { kind: 'folder' }>,
): readonly MenuEntry[] {
  const { store, onRead } = options;
  const { scan, scope } = store.getState();
  const isStopped = scan.status === 'stopped' && scope.match === null;
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
        withName(options, row, (prefix) => {
          store.listBelow(prefix);
        }),
    },
    ...(isStopped && !row.isCovered
      ? [
          {
            label: 'Scan this folder',
            icon: Play,
            onSelect: () =>
              withName(options, row, (prefix) => {
                store.scanFirst(prefix);
              }),
          },
        ]
      : []),
    tableEntry(options, row),
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
    ...bookmarkEntries(options, row),
    { kind: 'separator' },
    {
      label: 'Copy prefix',
      icon: Copy,
      onSelect: copying(options, row, escapeBytes, 'the prefix'),
    },
  ];
}

/** Where two keys are selected. */
function compareEntries({ connection: { id: connection }, store }: RowMenuOptions): MenuEntry[] {
  const [first, second, ...more] = store.getState().selected.values();
  if (first?.kind !== 'key' || second?.kind !== 'key' || more.length > 0) return [];
  const compare = async (): Promise<void> => {
    const [left, right] = await Promise.all([store.nameOf(first), store.nameOf(second)]);
    if (left === null || right === null) return;
    store.comparing.open({ left: { connection, key: left }, right: { connection, key: right } });
  };
  return [{ label: 'Compare the two…', icon: Diff, onSelect: () => void compare() }];
}

function keyEntries(
  options: RowMenuOptions,
  row: Extract<Row, { kind: 'key' }>,
): readonly MenuEntry[] {
  const { store } = options;
  const type = row.mark !== null && typeof row.mark === 'object' ? row.mark.type : null;
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
    {
      label: 'Open to the side',
      icon: Columns2,
      onSelect: () => void store.openAside(row, type),
    },
    ...compareEntries(options),
    ...(store.getState().selected.size > 1 ? [tableEntry(options, row)] : []),
    { kind: 'separator' },
    {
      label: 'Measure size',
      icon: Scale,
      note: 'MEMORY USAGE',
      onSelect: () => void store.measure(row),
    },
    { kind: 'separator' },
    ...bookmarkEntries(options, row),
    { kind: 'separator' },
    { label: 'Copy name', icon: Copy, onSelect: copying(options, row, escapeBytes, 'the name') },
    {
      label: 'Copy for redis-cli',
      icon: Terminal,
      onSelect: copying(options, row, quoteArgument, 'the name, quoted for redis-cli'),
    },
  ];
}

/** Of the rows before those that are shown. */
function beforeEntries(
  { store }: RowMenuOptions,
  row: Extract<Row, { kind: 'keysBefore' | 'foldersBefore' }>,
): readonly MenuEntry[] {
  const what = row.kind === 'keysBefore' ? 'keys' : 'folders';
  const show = (where: More) => () => void store.moves.showMore(row.id, what, where);
  return [
    {
      label: `Load ${Math.min(FOLDER_PAGE, row.left)} before`,
      icon: ArrowUp,
      keys: 'enter',
      onSelect: show('before'),
    },
    { label: `Show the first ${FOLDER_PAGE}`, icon: ArrowUpToLine, onSelect: show('first') },
  ];
}

/** Order: open, copy, change, delete. */
export function rowMenu(options: RowMenuOptions, row: Row | null): readonly MenuEntry[] {
  if (row === null) return [];
  if (row.kind === 'keysBefore' || row.kind === 'foldersBefore') return beforeEntries(options, row);
  if (!isNamed(row)) return [];
  const own = row.kind === 'folder' ? folderEntries(options, row) : keyEntries(options, row);
  return [...own, { kind: 'separator' }, ...changeEntries(options, row)];
}
