import type { Bookmarks } from '../../../src-shared/contract/bookmarks.ts';
import type { ConnectionId } from '../../../src-shared/contract/define.ts';
import { toBinaryString } from '../../../src-shared/redis-value.ts';
import type { BookmarksStore } from '../../app/bookmarks/bookmarks-store.ts';
import type { MarkedName } from './arena/bookmark-marks.ts';
import type { Panes } from './tabs/panes.ts';

/** A key that was only passed was not opened. */
const OPENED_MS = 1_000;

/** Favourites and notes as the list shows them. */
function toMarked({ favourites, notes }: Bookmarks): MarkedName[] {
  const marked = new Map<string, MarkedName>();
  for (const { kind, name } of favourites)
    marked.set(`${kind} ${toBinaryString(name)}`, {
      kind,
      name,
      isFavourite: true,
      hasNote: false,
    });
  for (const { kind, name } of notes) {
    const id = `${kind} ${toBinaryString(name)}`;
    const isFavourite = marked.get(id)?.isFavourite ?? false;
    marked.set(id, { kind, name, isFavourite, hasNote: true });
  }
  return [...marked.values()];
}

export interface BookmarksFeedOptions {
  readonly bookmarks: BookmarksStore;
  readonly connection: ConnectionId;
  readonly panes: Panes;
  readonly onMarked: (marked: readonly MarkedName[]) => void;
}

/** Shows what is marked in the list, and remembers what was opened. Gives back what ends it. */
export function feedBookmarks(options: BookmarksFeedOptions): () => void {
  const { bookmarks, connection, panes, onMarked } = options;
  let shown: string | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;
  const endMarks = bookmarks.subscribe((now, before) => {
    if (now.favourites !== before.favourites || now.notes !== before.notes) onMarked(toMarked(now));
  });
  const endTabs = panes.watch(() => {
    const { pane, tab: open } = panes.shown();
    const now = open === null ? null : `${pane} ${open.id}`;
    if (now === shown) return;
    shown = now;
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(() => {
      const { tab } = panes.shown();
      if (tab?.connection === connection) void bookmarks.noteOpened(tab.key);
    }, OPENED_MS);
  });
  const first = toMarked(bookmarks.getState());
  if (first.length > 0) onMarked(first);
  return () => {
    if (timer !== null) clearTimeout(timer);
    endMarks();
    endTabs();
  };
}
