import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ConnectionId } from '../../../src-shared/contract/define.ts';
import type { MessageBatch, SubscriptionKind } from '../../../src-shared/contract/pubsub.ts';
import { equalBytes, escapeBytes } from '../../../src-shared/redis-value.ts';
import type { Client } from '../../client/client.ts';
import type { Disposable } from '../../client/per-connection.ts';
import { BoardView } from './board-view.ts';
import { chooseColumns, isSameColumns } from './choose-columns.ts';
import { NO_FILTER, parseFilter } from './filter.ts';
import type { BoardSort, Hold, LiveState, StreamFacts } from './live-state.ts';
import { compileFilter } from './match-filter.ts';
import { createBrowserPacing, type Pacing } from './pacing.ts';
import { sumSparks } from './second-series.ts';
import type { GapRow, MessageRow } from './segment.ts';
import type { Series } from './series-book.ts';
import { StreamRows } from './stream-rows.ts';
import { Subscription } from './subscription.ts';
import type { ChannelTotal, TailReader } from './tail-reader.ts';

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

  /** One already there is shown again instead. */
  readonly subscribe = (kind: SubscriptionKind, name: Uint8Array): void => {
    const known = this.#subscriptions.find(
      ({ reader: { info } }) => info.kind === kind && equalBytes(info.name, name),
    );
    if (known !== undefined) {
      if (known.hasFailed) void known.open(this.#client, this.#connection);
      return;
    }
    const id = this.#nextSource++;
    const info = { id, kind, name, label: escapeBytes(name), colour: this.#freeColour() };
    const subscription = new Subscription(info, this.#pacing, {
      batch: (one, batch) => this.#take(one, batch),
      changed: () => this.#draw(),
    });
    this.#subscriptions.push(subscription);
    this.view.setState(({ sources }) => ({ sources: new Map(sources).set(id, info) }));
    this.#onRunning(true);
    this.#stopTicking ??= this.#pacing.every(TICK_MS, () => this.#askDraw());
    void subscription.open(this.#client, this.#connection);
  };

  readonly unsubscribe = (id: number): void => {
    const subscription = this.#find(id);
    if (subscription === undefined) return;
    subscription.close();
    this.#removed.received += subscription.reader.received;
    this.#removed.skipped += subscription.reader.dropped;
    this.#subscriptions = this.#subscriptions.filter((one) => one !== subscription);
    if (this.#subscriptions.length === 0) this.#rest();
    this.#draw();
  };

  /** Its messages are counted and followed on the board, and not shown. */
  readonly setMuted = (id: number, isMuted: boolean): void => {
    const reader = this.#find(id)?.reader;
    if (reader === undefined) return;
    reader.isMuted = isMuted;
    if (isMuted) this.#rows.forget(id);
    this.#draw();
  };

  /** Tries again what could not be subscribed to. */
  readonly retry = (): void => {
    for (const one of this.#subscriptions)
      if (one.hasFailed) void one.open(this.#client, this.#connection);
  };

  readonly channelsOf = (id: number, most: number): readonly ChannelTotal[] =>
    this.#find(id)?.reader.channels(most) ?? [];

  readonly pause = (why: Hold['why']): void => {
    if (this.#hold?.why === 'paused') return;
    this.#hold = { why, added: this.#hold?.added ?? this.#rows.added };
    this.#draw();
  };

  readonly resume = (): void => {
    this.#hold = null;
    this.#draw();
  };

  readonly clear = (): void => {
    this.#rows.clear();
    this.#cleared = this.#totals();
    this.#hold = null;
    this.view.setState({ selected: null });
    this.#draw();
  };

  readonly setFilter = async (filterText: string): Promise<void> => {
    const parsed = parseFilter(filterText);
    if (!parsed.ok) {
      this.view.setState({ filterText, filterHint: parsed.hint });
      return;
    }
    const { filter } = parsed;
    const isSame = JSON.stringify(filter) === JSON.stringify(this.view.getState().filter);
    this.view.setState({ filterText, filter, filterHint: null });
    if (isSame || !(await this.#rows.setTest(compileFilter(filter), this.#pacing.nextFrame)))
      return;
    // What was held is another set of rows now.
    if (this.#hold !== null) {
      this.#hold = { ...this.#hold, added: this.#rows.added };
      this.view.setState({ rows: this.#rows.newestFirst() });
    }
    this.#draw();
  };

  /** null: as the messages suggest. */
  readonly chooseColumns = (fields: readonly string[] | null): void => {
    this.#chosenColumns = fields;
    this.#draw();
  };

  readonly select = (selected: MessageRow | null): void => {
    this.view.setState({ selected });
  };

  readonly followOnBoard = (source: number): void => {
    this.#board.follow(source);
    this.#draw();
  };

  readonly sortBoard = (sort: BoardSort): void => {
    this.#board.sortBy(sort);
    this.#draw();
  };

  readonly selectOnBoard = (id: string | null): void => {
    this.#board.select(id);
    this.#draw();
  };

  /** The values of one thing on the board, for its charts. */
  readonly seriesOf = (id: string): Series | undefined => this.#board.book?.get(id);

  readonly nowMs = (): number => this.#pacing.nowMs();

  dispose(): void {
    for (const one of this.#subscriptions) one.close();
    this.#subscriptions = [];
    this.#rest();
  }

  #find(id: number): Subscription | undefined {
    return this.#subscriptions.find(({ reader }) => reader.info.id === id);
  }

  #freeColour(): number {
    const taken = new Set(this.#subscriptions.map(({ reader }) => reader.info.colour));
    for (let colour = 1; colour <= COLOURS; colour++) if (!taken.has(colour)) return colour;
    return 0;
  }

  #rest(): void {
    this.#stopTicking?.();
    this.#stopTicking = null;
    this.#onRunning(false);
  }

  async #take(subscription: Subscription, batch: MessageBatch): Promise<void> {
    const startedMs = performance.now();
    const { messages, gaps } = subscription.reader.apply(batch);
    this.#rows.add(messages, gaps.filter(this.#isNews));
    this.#askDraw();
    this.#spentMs += performance.now() - startedMs;
    if (this.#spentMs < FRAME_SHARE_MS) return;
    await this.#pacing.nextFrame();
    this.#spentMs = 0;
  }

  /** A loss concerns all subscriptions at once and is shown once. */
  readonly #isNews = ({ atMs }: GapRow): boolean => {
    const isNews = atMs !== this.#lastGapMs;
    this.#lastGapMs = atMs;
    return isNews;
  };

  #askDraw(): void {
    if (this.#isDrawAsked) return;
    this.#isDrawAsked = true;
    this.#pacing.schedule(() => {
      this.#isDrawAsked = false;
      this.#spentMs = 0;
      const areFiguresDue = this.#pacing.nowMs() - this.#figuresAtMs >= FIGURES_MS;
      this.view.setState({ ...this.#stream(), ...(areFiguresDue ? this.#figures() : {}) });
    });
  }

  /** After something the user did: all of it, at once. */
  #draw(): void {
    this.view.setState({ ...this.#stream(), ...this.#figures() });
  }

  #stream(): Partial<LiveState> {
    if (this.#hold === null) return { rows: this.#rows.newestFirst(), hold: null };
    const { why, added } = this.#hold;
    return { hold: { why, newCount: this.#rows.added - added } };
  }

  #figures(): Partial<LiveState> {
    const nowMs = this.#pacing.nowMs();
    this.#figuresAtMs = nowMs;
    const subscriptions = this.#subscriptions.map((one) => one.state(nowMs));
    const totals = this.#totals();
    const readers = this.#readers();
    const columns = chooseColumns(readers, this.#chosenColumns);
    const known = this.view.getState().columns;
    return {
      subscriptions,
      facts: {
        rate: subscriptions.reduce((sum, { rate }) => sum + rate, 0),
        spark: sumSparks(subscriptions.map(({ spark }) => spark)),
        received: totals.received - this.#cleared.received,
        matched: this.#rows.matched,
        skipped: totals.skipped - this.#cleared.skipped,
        fallen: this.#rows.fallen,
      },
      columns: isSameColumns(columns, known) ? known : columns,
      board: this.#board.state(readers, nowMs),
    };
  }

  #readers(): readonly TailReader[] {
    return this.#subscriptions.map(({ reader }) => reader);
  }

  #totals(): { received: number; skipped: number } {
    const totals = { ...this.#removed };
    for (const { reader } of this.#subscriptions) {
      totals.received += reader.received;
      totals.skipped += reader.dropped;
    }
    return totals;
  }
}

export function createLiveStore(
  client: Client,
  connection: ConnectionId,
  options: { readonly pacing?: Pacing; readonly onRunning?: (isRunning: boolean) => void } = {},
): LiveStore {
  const { pacing = createBrowserPacing(), onRunning = () => undefined } = options;
  return new LiveStore(client, connection, pacing, onRunning);
}
