import type { AppError } from '../../../src-shared/result.ts';
import type { Settings } from '../../../src-shared/contract/app.ts';
import type { KeySort } from './arena/key-figures.ts';
import type { Needle } from './arena/needle.ts';
import type { FolderSort, Row, RowRef, RowsAnswer, ViewMode } from './arena/rows.ts';
import { everything, type Scope } from './filter-text.ts';
import type { Reading } from './figures-reading.ts';
import { notScanned, type ScanState } from './scan/scan-state.ts';

/** What the filter's text does: nothing, narrow what is listed, or ask the server. */
export type FilterEffect = 'none' | 'listed' | 'server';

export type FilterMode = Settings['listFilter'];

export interface SidebarState {
  /** The filter as typed, and what it does. */
  readonly text: string;
  readonly effect: FilterEffect;
  /** How the text is read. */
  readonly filterMode: FilterMode;
  /** Why it cannot be read; what was typed before stays in effect. */
  readonly filterProblem: string | null;
  /** Why it is not known whether there is a key of the name that was typed. */
  readonly lookup: string | null;
  /** Only listed names that match are shown. */
  readonly needle: Needle | null;
  readonly type: string | null;
  /** What the scan on screen asks the server for. */
  readonly scope: Scope;
  readonly mode: ViewMode;
  readonly sort: FolderSort;
  readonly keySort: KeySort;
  readonly sortSerial: number;
  /** TTLs or sizes of many keys are being read. */
  readonly reading: Reading | null;
  readonly scan: ScanState;
  /** The rows in view, as they were last asked for. */
  readonly answer: RowsAnswer;
  /** The needle they were asked with: for a moment not yet the one that was just typed. */
  readonly answered: Needle | null;
  /** -1: none. `ref` is null for the moment it takes to learn which row that is. */
  readonly active: { readonly index: number; readonly ref: RowRef | null };
  /** Bring this row into view; `serial` tells two requests apart. */
  readonly reveal: { readonly index: number; readonly serial: number };
  /** Rows chosen for what is done to several, by `refKey`. */
  readonly selected: ReadonlyMap<string, RowRef>;
  /** The rows that were asked for, where those are more than can be chosen; null: all of them are. */
  readonly selectedOf: number | null;
  /** The types of keys in view could not be found out. */
  readonly describeError: AppError | null;
  /** The rows in view and their types are known: the screen is filled. */
  readonly isFilled: boolean;
}

export const refKey = ({ kind, id }: RowRef): string => `${kind} ${id}`;

const nothing: RowsAnswer = {
  from: 0,
  rows: [],
  total: 0,
  moved: 0,
  activeIndex: -1,
  keys: 0,
  matches: 0,
  sortedOver: null,
  cutAfter: null,
};

export const newSidebar: SidebarState = {
  text: '',
  effect: 'none',
  filterMode: 'part',
  filterProblem: null,
  lookup: null,
  needle: null,
  type: null,
  scope: everything,
  mode: 'tree',
  sort: 'count',
  keySort: 'name',
  sortSerial: 0,
  reading: null,
  scan: notScanned,
  answer: nothing,
  answered: null,
  active: { index: -1, ref: null },
  reveal: { index: -1, serial: 0 },
  selected: new Map(),
  selectedOf: null,
  describeError: null,
  isFilled: false,
};

/** The row at a place, where it is among those asked for. */
export function rowAt({ from, rows }: RowsAnswer, index: number): Row | null {
  return rows[index - from] ?? null;
}
