import type { MessageBatch, SubscriptionKind } from '../../../src-shared/contract/pubsub.ts';
import { type FieldChoice, FieldStats } from './field-stats.ts';
import { JsonFields } from './json-fields.ts';
import { SecondSeries } from './second-series.ts';
import type { GapRow, MessageRow, Segment } from './segment.ts';
import { payloadStart, recordEnd } from './segment.ts';
import { SeriesBook } from './series-book.ts';

export interface SourceInfo {
  readonly id: number;
  readonly kind: SubscriptionKind;
  readonly name: Uint8Array;
  /** The name escaped, for display. */
  readonly label: string;
  /** 1 to 8 of the design's categories; 0: there were more before it. */
  readonly colour: number;
}

export interface ChannelTotal {
  readonly name: Uint8Array;
  readonly total: number;
}

export interface NewRows {
  readonly messages: readonly MessageRow[];
  readonly gaps: readonly GapRow[];
}

let serial = 0;
const nextRowId = (): string => String(serial++);
/** One for all: what a scan finds is used before the next one. */
const fields = new JsonFields();

/** What is known of one subscription, kept up to date from its batches. */
export class TailReader {
  readonly info: SourceInfo;
  readonly seconds: SecondSeries;
  isMuted = false;
  lostSinceMs: number | null = null;
  received = 0;
  /** Dropped by main: counted, and never seen here. */
  dropped = 0;
  /** Messages of a pattern on channels that are not counted one by one. */
  elsewhere = 0;
  book: SeriesBook | null = null;
  #stats = new FieldStats();
  #names: Uint8Array[] = [];
  #totals: number[] = [];
  #before = { received: 0, dropped: 0 };

  constructor(info: SourceInfo, nowMs: number) {
    this.info = info;
    this.seconds = new SecondSeries(nowMs);
  }

  get choice(): FieldChoice {
    return this.#stats.choice;
  }

  get channelCount(): number {
    return this.#names.length;
  }

  /** A tail is opened, perhaps again: main counts from 0 on. */
  begin(): void {
    this.#before = { received: this.received, dropped: this.dropped };
    this.#names = [];
    this.#totals = [];
  }

  /** The channels of a pattern with their exact totals, the busiest first. */
  channels(most: number): ChannelTotal[] {
    const busiest: number[] = [];
    for (const [i, total] of this.#totals.entries()) {
      const place = busiest.findIndex((other) => total > (this.#totals[other] ?? 0));
      if (place >= 0) busiest.splice(place, 0, i);
      else if (busiest.length < most) busiest.push(i);
      if (busiest.length > most) busiest.pop();
    }
    return busiest.map((i) => ({
      name: this.#names[i] ?? new Uint8Array(0),
      total: this.#totals[i] ?? 0,
    }));
  }

  /** Gives the rows to show; none while muted, but all is counted. */
  apply(batch: MessageBatch): NewRows {
    this.received = this.#before.received + batch.received;
    this.dropped = this.#before.dropped + batch.dropped;
    this.lostSinceMs = batch.lostSinceMs;
    for (const [i, second] of batch.seconds.at.entries())
      this.seconds.set(second, batch.seconds.counts[i] ?? 0);
    this.#countChannels(batch.channels);
    const gaps = batch.gaps.map((gap): GapRow => {
      this.seconds.addGap(gap.fromMs, gap.untilMs);
      return {
        kind: 'gap',
        id: nextRowId(),
        atMs: gap.fromMs,
        untilMs: gap.untilMs,
        reason: gap.reason,
      };
    });
    return { messages: this.#messages(batch), gaps: this.isMuted ? [] : gaps };
  }

  #countChannels({ added, changed, totals, elsewhere }: MessageBatch['channels']): void {
    this.#names.push(...added);
    for (const [i, channel] of changed.entries()) this.#totals[channel] = totals[i] ?? 0;
    this.elsewhere = elsewhere;
  }

  #messages({ atMs, records, ends, nameLengths }: MessageBatch): MessageRow[] {
    const previous = new Float64Array(atMs.length).fill(NaN);
    const { id, kind, name } = this.info;
    const channel = kind === 'channel' ? name : null;
    const segment: Segment = { source: id, channel, atMs, records, ends, nameLengths, previous };
    const rows: MessageRow[] = [];
    for (let index = 0; index < atMs.length; index++) {
      if (fields.scan(records, payloadStart(segment, index), recordEnd(segment, index))) {
        this.#learn(records);
        const at = atMs[index] ?? 0;
        if (this.book !== null) previous[index] = this.book.add(fields, records, at);
      }
      if (!this.isMuted)
        rows.push({ kind: 'message', id: nextRowId(), atMs: atMs[index] ?? 0, segment, index });
    }
    return rows;
  }

  #learn(records: Uint8Array): void {
    if (!this.#stats.add(fields, records)) return;
    const { pair } = this.#stats.choice;
    const known = this.book?.pair;
    if (pair === null) this.book = null;
    else if (known?.id !== pair.id || known.value !== pair.value) this.book = new SeriesBook(pair);
  }
}
