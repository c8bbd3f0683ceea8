import { createStore } from 'zustand/vanilla';
import type { BookmarkKind, Bookmarks } from '../../../src-shared/contract/bookmarks.ts';
import type { ConnectionId } from '../../../src-shared/contract/define.ts';
import { LIMITS } from '../../../src-shared/limits.ts';
import { toBinaryString } from '../../../src-shared/redis-value.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { Client } from '../../client/client.ts';
import { perConnection } from '../../client/per-connection.ts';
import { toasts } from '../../ui/toast-store.ts';

export interface Bookmark {
  readonly kind: BookmarkKind;
  readonly name: Uint8Array;
}

const nothing: Bookmarks = { favourites: [], recent: [], notes: [] };

const isSame = (a: Bookmark, b: Bookmark): boolean =>
  a.kind === b.kind && toBinaryString(a.name) === toBinaryString(b.name);

export const isFavourite = ({ favourites }: Bookmarks, bookmark: Bookmark): boolean =>
  favourites.some((one) => isSame(one, bookmark));

export const noteOf = ({ notes }: Bookmarks, bookmark: Bookmark): string =>
  notes.find((one) => isSame(one, bookmark))?.text ?? '';

/** What the user keeps about the keys of one connection; main has it in a file. */
export function createBookmarks(client: Client, connection: ConnectionId) {
  const store = createStore<Bookmarks>(() => nothing);

  function take(result: Result<Bookmarks>, failed: string): boolean {
    if (result.ok) store.setState(result.value, true);
    else toasts.show({ tone: 'error', message: failed, detail: result.error.message });
    return result.ok;
  }

  return {
    ...store,
    async load(): Promise<void> {
      take(await client.call('bookmarks.get', { connection }), 'Favourites were not read');
    },
    async toggleFavourite(bookmark: Bookmark): Promise<void> {
      const on = !isFavourite(store.getState(), bookmark);
      const input = { connection, kind: bookmark.kind, name: bookmark.name, on };
      take(await client.call('bookmarks.setFavourite', input), 'The favourite was not saved');
    },
    /** Whether it was saved. */
    async setNote({ kind, name }: Bookmark, text: string): Promise<boolean> {
      const input = { connection, kind, name, text };
      return take(await client.call('bookmarks.setNote', input), 'The note was not saved');
    },
    async noteOpened(name: Uint8Array): Promise<void> {
      if (name.length > LIMITS.bookmarkNameBytes) return;
      const input = { connection, name };
      take(await client.call('bookmarks.noteOpened', input), 'Recent keys were not saved');
    },
    async clearRecent(): Promise<void> {
      take(
        await client.call('bookmarks.clearRecent', { connection }),
        'Recent keys were not cleared',
      );
    },
    dispose: () => undefined,
  };
}

export type BookmarksStore = ReturnType<typeof createBookmarks>;

export const bookmarksOf = perConnection((client, connection) => {
  const store = createBookmarks(client, connection);
  void store.load();
  return store;
});
