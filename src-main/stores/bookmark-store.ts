import { z } from 'zod';
import {
  type BookmarkKind,
  bookmarkKind,
  type Bookmarks,
} from '../../src-shared/contract/bookmarks.ts';
import { LIMITS } from '../../src-shared/limits.ts';
import { equalBytes } from '../../src-shared/redis-value.ts';
import { log } from '../log.ts';
import { AppFailure } from '../rpc/app-failure.ts';
import type { JsonFile } from './json-file.ts';

/** Names are any bytes: base64 in the file. */
const storedName = z.base64().transform((text) => Uint8Array.from(Buffer.from(text, 'base64')));
const storedBookmarks = z.object({
  favourites: z.array(z.object({ kind: bookmarkKind, name: storedName })).max(LIMITS.favourites),
  recent: z.array(z.object({ name: storedName, atMs: z.number() })).max(LIMITS.recentKeys),
  notes: z
    .array(z.object({ kind: bookmarkKind, name: storedName, text: z.string() }))
    .max(LIMITS.notes),
});

const none: Bookmarks = { favourites: [], recent: [], notes: [] };

interface Target {
  readonly kind: BookmarkKind;
  readonly name: Uint8Array;
}

const isSame = (a: Target, b: Target): boolean => a.kind === b.kind && equalBytes(a.name, b.name);

const tooMany = (what: string, most: number): AppFailure =>
  new AppFailure({
    code: 'limit',
    limit: `${most} ${what}`,
    message: `There are ${most} ${what} on this connection already: take one away first`,
  });

/** Favourites, recent keys and notes by connection, kept in a file of this user's. */
export class BookmarkStore {
  readonly #file: JsonFile;
  readonly #byConnection = new Map<string, Bookmarks>();
  /** What could not be read stays in the file as it is. */
  readonly #unreadable = new Map<string, unknown>();

  constructor(file: JsonFile) {
    this.#file = file;
  }

  async load(): Promise<void> {
    const stored = await this.#file.read();
    if (typeof stored !== 'object' || stored === null) return;
    for (const [connection, entry] of Object.entries(stored)) {
      const parsed = storedBookmarks.safeParse(entry);
      if (parsed.success) this.#byConnection.set(connection, parsed.data);
      else {
        this.#unreadable.set(connection, entry);
        log.warn('the bookmarks of a connection could not be read and are kept as they are');
      }
    }
  }

  get(connection: string): Bookmarks {
    return this.#byConnection.get(connection) ?? none;
  }

  setFavourite(connection: string, { kind, name }: Target, on: boolean): Promise<Bookmarks> {
    const { favourites } = this.get(connection);
    const others = favourites.filter((one) => !isSame(one, { kind, name }));
    if (on && others.length >= LIMITS.favourites) throw tooMany('favourites', LIMITS.favourites);
    return this.#change(connection, { favourites: on ? [...others, { kind, name }] : others });
  }

  setNote(connection: string, { kind, name }: Target, text: string): Promise<Bookmarks> {
    const others = this.get(connection).notes.filter((one) => !isSame(one, { kind, name }));
    if (text !== '' && others.length >= LIMITS.notes) throw tooMany('notes', LIMITS.notes);
    return this.#change(connection, {
      notes: text === '' ? others : [...others, { kind, name, text }],
    });
  }

  noteOpened(connection: string, name: Uint8Array): Promise<Bookmarks> {
    const others = this.get(connection).recent.filter((one) => !equalBytes(one.name, name));
    const recent = [{ name, atMs: Date.now() }, ...others].slice(0, LIMITS.recentKeys);
    return this.#change(connection, { recent });
  }

  clearRecent(connection: string): Promise<Bookmarks> {
    return this.#change(connection, { recent: [] });
  }

  async #change(connection: string, change: Partial<Bookmarks>): Promise<Bookmarks> {
    const next = { ...this.get(connection), ...change };
    this.#byConnection.set(connection, next);
    await this.#file.write({
      ...Object.fromEntries(this.#unreadable),
      ...Object.fromEntries(
        [...this.#byConnection].map(([key, { favourites, recent, notes }]) => [
          key,
          {
            favourites: favourites.map(toStored),
            recent: recent.map(toStored),
            notes: notes.map(toStored),
          },
        ]),
      ),
    });
    return next;
  }
}

function toStored<T extends { readonly name: Uint8Array }>(entry: T) {
  return { ...entry, name: Buffer.from(entry.name).toString('base64') };
}
