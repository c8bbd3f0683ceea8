import type { Handlers } from '../../rpc/handler-types.ts';
import type { BookmarkStore } from '../../stores/bookmark-store.ts';

type Area =
  | 'bookmarks.get'
  | 'bookmarks.setFavourite'
  | 'bookmarks.setNote'
  | 'bookmarks.noteOpened'
  | 'bookmarks.clearRecent';

export function createBookmarksHandlers({
  bookmarks,
}: {
  readonly bookmarks: BookmarkStore;
}): Pick<Handlers, Area> {
  return {
    'bookmarks.get': async (_input, { session }) => bookmarks.get(session.memoryKey),
    'bookmarks.setFavourite': async ({ kind, name, on }, { session }) =>
      await bookmarks.setFavourite(session.memoryKey, { kind, name }, on),
    'bookmarks.setNote': async ({ kind, name, text }, { session }) =>
      await bookmarks.setNote(session.memoryKey, { kind, name }, text.trim()),
    'bookmarks.noteOpened': async ({ name }, { session }) =>
      await bookmarks.noteOpened(session.memoryKey, name),
    'bookmarks.clearRecent': async (_input, { session }) =>
      await bookmarks.clearRecent(session.memoryKey),
  };
}
