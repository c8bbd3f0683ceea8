import { Folder, KeyRound, Star } from 'lucide-react';
import { useStore } from 'zustand';
import type { OpenConnection } from '../../../../src-shared/contract/connections.ts';
import { escapeBytes } from '../../../../src-shared/redis-value.ts';
import { bookmarksOf } from '../../../app/bookmarks/bookmarks-store.ts';
import { useClient } from '../../../client/client-context.ts';
import { formatClock } from '../../../ui/format/clock.ts';
import { IconButton } from '../../../ui/IconButton.tsx';
import { Menu } from '../../../ui/Menu.tsx';
import type { MenuEntry } from '../../../ui/menu-entries.ts';
import type { KeysStore } from '../keys-store.ts';

/** Recent keys shown before the rest of them are a menu of their own. */
const FIRST = 10;
const NAME_BYTES = 200;

/** What was marked, and what was opened last: each leads to its key or folder. */
export function BookmarksMenu({
  store,
  connection,
}: {
  readonly store: KeysStore;
  readonly connection: OpenConnection;
}) {
  const bookmarks = bookmarksOf(useClient(), connection.id);
  const { favourites, recent } = useStore(bookmarks);
  const label = (name: Uint8Array): string => escapeBytes(name.subarray(0, NAME_BYTES)) || '""';
  const marked = favourites.map(({ kind, name }): MenuEntry =>
    kind === 'key'
      ? { label: label(name), icon: KeyRound, onSelect: () => store.openNamed(name) }
      : {
          label: label(name),
          icon: Folder,
          onSelect: () => {
            store.listBelow(name);
          },
        },
  );
  const opened = recent.map(({ name, atMs }): MenuEntry => ({
    label: label(name),
    icon: KeyRound,
    note: formatClock(atMs),
    onSelect: () => store.openNamed(name),
  }));
  const entries: readonly MenuEntry[] = [
    { kind: 'label', label: marked.length === 0 ? 'No favourites yet' : 'Favourites' },
    ...marked,
    { kind: 'separator' },
    { kind: 'label', label: opened.length === 0 ? 'No key opened yet' : 'Recent keys' },
    ...opened.slice(0, FIRST),
    ...(opened.length > FIRST
      ? [{ kind: 'sub' as const, label: 'Earlier', entries: opened.slice(FIRST) }]
      : []),
    ...(opened.length > 0
      ? [
          { kind: 'separator' as const },
          { label: 'Clear recent keys', onSelect: () => void bookmarks.clearRecent() },
        ]
      : []),
  ];
  return (
    <Menu
      align="end"
      trigger={<IconButton icon={Star} label="Favourites and recent keys" />}
      entries={entries}
    />
  );
}
