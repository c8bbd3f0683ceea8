import type { AppError } from '../../../src-shared/result.ts';
import type { FieldPair } from './field-stats.ts';
import type { Filter } from './filter.ts';
import type { LiveRow, MessageRow } from './segment.ts';
import type { TimeWindow } from './value-history.ts';
import type { SourceInfo } from './tail-reader.ts';

export type SubscriptionStatus =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  /** The connection is being made again since then. */
  | { readonly kind: 'lost'; readonly sinceMs: number }
  | { readonly kind: 'failed'; readonly error: AppError };

export interface SubscriptionState {
  readonly info: SourceInfo;
  readonly status: SubscriptionStatus;
  readonly isMuted: boolean;
  readonly received: number;
  readonly rate: number;
  readonly spark: readonly (number | null)[];
  /** Of a pattern: how many channels were heard that are counted one by one. */
  readonly channelCount: number;
  /** Messages on further ones. */
  readonly elsewhere: number;
}

/** What the facts line says. All since the stream was cleared, except the rate. */
export interface StreamFacts {
  readonly rate: number;
  readonly spark: readonly (number | null)[];
  readonly received: number;
  /** null: no filter. */
  readonly matched: number | null;
  /** Never reached the view: main dropped them because the view was slower than the messages. */
  readonly skipped: number;
  /** Left the view at its end. */
  readonly fallen: number;
}

export interface Columns {
  readonly fields: readonly string[];
  /** Its value is followed by the difference to the message before. */
  readonly pair: FieldPair | null;
  readonly isChosen: boolean;
  /** All fields met, to choose from. */
  readonly known: readonly string[];
}

export type BoardSort = 'active' | 'change' | 'name';

export interface BoardEntry {
  readonly id: string;
  readonly lastText: string;
  /** Against the beginning of the window, as a ratio. */
  readonly change: number | null;
  readonly messages: number;
}

export interface BoardState {
  /** The subscription it follows; null: none has a field to follow. */
  readonly source: number | null;
  /** Those it could follow. */
  readonly sources: readonly SourceInfo[];
  readonly pair: FieldPair | null;
  /** What its charts and changes are over. */
  readonly window: TimeWindow;
  readonly sort: BoardSort;
  readonly entries: readonly BoardEntry[];
  readonly selected: string | null;
  /** Messages of its subscription that main dropped: they are missing here. */
  readonly skipped: number;
  /** Messages of things beyond those it can follow. */
  readonly beyond: number;
}

export interface Hold {
  readonly why: 'paused' | 'scrolled';
  /** Messages that have come since and are not shown. */
  readonly newCount: number;
}

export interface LiveState {
  readonly subscriptions: readonly SubscriptionState[];
  /** By id, also of those that were removed and still have rows. */
  readonly sources: ReadonlyMap<number, SourceInfo>;
  readonly facts: StreamFacts;
  /** Newest first. */
  readonly rows: readonly LiveRow[];
  readonly hold: Hold | null;
  readonly filterText: string;
  readonly filter: Filter;
  /** Why the text is not in force (yet); the filter before it is. */
  readonly filterHint: string | null;
  readonly columns: Columns;
  readonly selected: MessageRow | null;
  readonly board: BoardState;
}
