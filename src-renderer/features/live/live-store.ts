import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ConnectionId } from '../../../src-shared/contract/define.ts';
import type { MessageBatch, SubscriptionKind } from '../../../src-shared/contract/pubsub.ts';
import { equalBytes, escapeBytes } from '../../../src-shared/redis-value.ts';
import type { Client } from '../../client/client.ts';
import type { Disposable } from '../../client/per-connection.ts';
import { toStreamError } from '../../client/stream-failure.ts';
import { BoardView } from './board-view.ts';
import { chooseColumns, isSameColumns } from './choose-columns.ts';
import { NO_FILTER, parseFilter } from './filter.ts';
import type { BoardSort, Hold, LiveState, StreamFacts } from './live-state.ts';
import { compileFilter } from './match-filter.ts';
import { browserPacing, type Pacing } from './pacing.ts';
import { sumSparks } from './second-series.ts';
import type { LiveRow, MessageRow } from './segment.ts';
import type { Series } from './series-book.ts';
import { StreamRows } from './stream-rows.ts';
import { type SourceInfo, TailReader } from './tail-reader.ts';
import { Subscription } from './subscription.ts';

/** Work on messages may take so much of a frame; what then waits is main's to keep or drop, and is counted there. */
const FRAME_SHARE_MS = 7;
/** Figures and charts that change faster cannot be read. */
const FIGURES_MS = 100;
/** Without messages, rates still have to fall. */
const TICK_MS = 250;
const COLOURS = 8;

const noFacts: StreamFacts = {
  rate: 0,
  spark: [],
  received: 0,
  matched: null,
  skipped: 0,
  fallen: 0,
};

/** The live view of one connection. It runs on while other views are shown. */
export class LiveStore implements Disposable {
  readonly view: StoreApi<LiveState>;
  #client: Client;
  #connection: ConnectionId;
  #pacing: Pacing;
  #onRunning: (isRunning: boolean) => void;
  #subscriptions: Subscription[] = [];
  #rows = new StreamRows();
  #board = new BoardView();
  #chosenColumns: readonly string[] | null = null;
  /** Totals of subscriptions that were removed, and what they were when the stream was cleared. */
  #removed = { received: 0, skipped: 0 };
  #cleared = { received: 0, skipped: 0 };
  #hold: { readonly why: Hold['why']; readonly added: number } | null = null;
  #lastGapMs = -1;
  #nextSource = 1;
  #isDrawAsked = false;
  #figuresAtMs = 0;
  #spentMs = 0;
  #stopTicking: (() => void) | null = null;
  #hasStarted = false;

  constructor(
    client: Client,
    connection: ConnectionId,
    pacing: Pacing,
    onRunning: (isRunning: boolean) => void,
  ) {
    this.#client = client;
    this.#connection = connection;
    this.#pacing = pacing;
    this.#onRunning = onRunning;
    this.view = createStore<LiveState>(() => ({
      subscriptions: [],
      sources: new Map(),
      facts: noFacts,
      rows: [],
      hold: null,
      filterText: '',
      filter: NO_FILTER,
      filterHint: null,
      columns: chooseColumns([], null),
      selected: null,
      board: this.#board.state([], 0),
    }));
  }

  /** What is listened to without being asked, the first time the view is opened. */
  readonly start = (first: readonly { kind: SubscriptionKind; name: Uint8Array }[]): void => {
    if (this.#hasStarted) return;
    this.#hasStarted = true;
    for (const { kind, name } of first) this.subscribe(kind, name);
  };
}
