import { toBinaryString } from '../../../../src-shared/redis-value.ts';

/** What the user keeps about a key or a folder. */
export interface MarkedName {
  readonly kind: 'key' | 'folder';
  readonly name: Uint8Array;
  readonly isFavourite: boolean;
  readonly hasNote: boolean;
}

export interface BookmarkMark {
  readonly isFavourite: boolean;
  readonly hasNote: boolean;
}

const unmarked: BookmarkMark = { isFavourite: false, hasNote: false };

/** Favourites and notes by name: a key may be listed long after it was marked. */
export class BookmarkMarks {
  #marks = new Map<string, BookmarkMark>();

  set(marked: readonly MarkedName[]): void {
    this.#marks = new Map(
      marked.map(({ kind, name, isFavourite, hasNote }) => [
        `${kind} ${toBinaryString(name)}`,
        { isFavourite, hasNote },
      ]),
    );
  }

  of(kind: 'key' | 'folder', name: Uint8Array): BookmarkMark {
    if (this.#marks.size === 0) return unmarked;
    return this.#marks.get(`${kind} ${toBinaryString(name)}`) ?? unmarked;
  }
}
