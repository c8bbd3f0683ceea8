import type { BookmarkMark } from './bookmark-marks.ts';
import type { KeySort, ReadFigures } from './key-figures.ts';
import type { Needle } from './needle.ts';
import type { KeyMark } from './type-tally.ts';

export type ViewMode = 'tree' | 'list';
/** Folders by how much is in them, or by name. */
export type FolderSort = 'count' | 'name';

/**
 * A key or a folder; the others are rows that load more of a folder, after what is shown of it or, where that does not begin
 * with the first, before it.
 */
export type RowKind =
  'key' | 'folder' | 'moreKeys' | 'moreFolders' | 'keysBefore' | 'foldersBefore';

/** Whether it stands for a key or a folder. */
export const isNamed = <R extends { readonly kind: RowKind }>(
  row: R,
): row is Extract<R, { readonly kind: 'key' | 'folder' }> =>
  row.kind === 'key' || row.kind === 'folder';

/** Which row, wherever it stands: `id` is the key's number, or the folder's. */
export interface RowRef {
  readonly kind: RowKind;
  readonly id: number;
}

interface Place {
  readonly id: number;
  /** 0 at the top. */
  readonly depth: number;
  /** Counted from 1 among its siblings, and how many those are, for screen readers. */
  readonly position: number;
  readonly siblings: number;
}

export type Row =
  | (Place & {
      readonly kind: 'key';
      readonly label: string;
      readonly mark: KeyMark | null;
      /** TTL and length; null: not read. */
      readonly figures: ReadFigures | null;
      /** Bytes by MEMORY USAGE; null: not measured. */
      readonly size: number | 'refused' | null;
      readonly bookmark: BookmarkMark;
    })
  | (Place & {
      readonly kind: 'folder';
      readonly label: string;
      /** What ends its prefix. */
      readonly separator: string;
      readonly count: number;
      readonly isOpen: boolean;
      /** All of it was scanned, whatever else is still to come. */
      readonly isCovered: boolean;
      /** Met below it so far, most frequent first. */
      readonly types: readonly string[];
      readonly bookmark: BookmarkMark;
    })
  /** Keys of folder `id` not shown yet. */
  | (Place & { readonly kind: 'moreKeys'; readonly left: number })
  /** Keys or folders of folder `id` that come before those that are shown. */
  | (Place & { readonly kind: 'keysBefore' | 'foldersBefore'; readonly left: number })
  /** Folders of folder `id` not shown yet, and the keys in them. */
  | (Place & { readonly kind: 'moreFolders'; readonly left: number; readonly count: number });

/** Rows by their places in the list. */
export interface RowRange {
  readonly from: number;
  readonly count: number;
}

/** A row, and where it stood when it was last told. */
export interface KeptRow {
  readonly ref: RowRef;
  readonly index: number;
}

export interface RowsQuery extends RowRange {
  readonly mode: ViewMode;
  readonly sort: FolderSort;
  readonly keySort: KeySort;
  /** Another number sorts keys anew by what has been read meanwhile. */
  readonly sortSerial: number;
  /** Only names that match. */
  readonly needle: Needle | null;
  /** The row to say the place of. */
  readonly active: RowRef | null;
  /** The row that is to stay where it is on the screen: the range goes with it. */
  readonly kept: KeptRow | null;
  /** Folders may move to where their counts now put them: not once the user is at work in the list. */
  readonly mayMove: boolean;
}

export interface RowsAnswer {
  readonly from: number;
  /** By how many rows the kept one has gone down; 0 where it is not there any more. */
  readonly moved: number;
  readonly rows: readonly Row[];
  /** Rows there are, shown or not. */
  readonly total: number;
  /** Where the active row stands now; -1 where it is not shown. */
  readonly activeIndex: number;
  readonly keys: number;
  /** Keys that match `needle`; all of them without one. */
  readonly matches: number;
  /** Keys that were looked at when the pattern took too long: of the others it is not known; null: all were. */
  readonly cutAfter: number | null;
  /** Of them, those whose TTL or size was known when they were sorted by it; null: by name. */
  readonly sortedOver: number | null;
}
