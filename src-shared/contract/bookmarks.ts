import { z } from 'zod';
import { LIMITS } from '../limits.ts';
import { bytes, connectionId, octets, request, text, timestampMs } from './define.ts';

/** A key by its name, or a folder by its prefix. */
export const bookmarkKind = z.enum(['key', 'folder']);
export type BookmarkKind = z.infer<typeof bookmarkKind>;

/** What the user keeps about one connection: never sent to the server. */
export const bookmarks = z.object({
  /** In the order in which they were added. */
  favourites: z.array(z.object({ kind: bookmarkKind, name: octets })),
  /** The last opened first. */
  recent: z.array(z.object({ name: octets, atMs: timestampMs })),
  notes: z.array(z.object({ kind: bookmarkKind, name: octets, text: z.string() })),
});
export type Bookmarks = z.infer<typeof bookmarks>;

const target = {
  connection: connectionId,
  kind: bookmarkKind,
  name: bytes(LIMITS.bookmarkNameBytes),
};

/**
 * All of them have the effect `read`: they change neither the server nor a value, and must work where a connection's write
 * lock is on.
 */
export const bookmarking = {
  'bookmarks.get': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject({ connection: connectionId }),
    output: bookmarks,
  }),
  'bookmarks.setFavourite': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject({ ...target, on: z.boolean() }),
    output: bookmarks,
  }),
  /** An empty text takes the note away. */
  'bookmarks.setNote': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject({ ...target, text: text(LIMITS.noteLength) }),
    output: bookmarks,
  }),
  'bookmarks.noteOpened': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject({ connection: connectionId, name: bytes(LIMITS.bookmarkNameBytes) }),
    output: bookmarks,
  }),
  'bookmarks.clearRecent': request({
    scope: 'connection',
    effect: 'read',
    input: z.strictObject({ connection: connectionId }),
    output: bookmarks,
  }),
};
