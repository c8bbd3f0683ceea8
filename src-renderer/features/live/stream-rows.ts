import { LIMITS } from '../../../src-shared/limits.ts';
import type { MessageTest } from './match-filter.ts';
import { RowLog } from './row-log.ts';
import { type GapRow, type LiveRow, type MessageRow, pickMessages } from './segment.ts';
import type { NewRows } from './tail-reader.ts';

const limits = { rows: LIMITS.tailRows, bytes: LIMITS.tailRowsBytes };
/** Rows tested between two looks at the clock. */
const STEP = 2_000;
const STEP_MS = 6;

/**
 * The rows of the stream, and apart from them those that match the filter: a firehose must not wash away the few that are
 * looked for.
 */
export class StreamRows {
  #all = new RowLog(limits);
  #matching: RowLog | null = null;
  #test: MessageTest | null = null;
  /** What came while the rows were being tested for a new filter. */
  #waiting: NewRows[] | null = null;
  #added = 0;
  #matched = 0;
  #change = 0;

  /** Messages added to what is shown, ever: the difference tells how many are new. */
  get added(): number {
    return this.#test === null ? this.#added : this.#matched;
  }

  /** Messages that matched since the filter was set, with those that were there; null without a filter. */
  get matched(): number | null {
    return this.#test === null ? null : this.#matched;
  }

  get fallen(): number {
    return (this.#matching ?? this.#all).fallen;
  }

  newestFirst(): LiveRow[] {
    return (this.#matching ?? this.#all).newestFirst();
  }

  /** The messages are those of one batch; gaps pass every filter. */
  add(messages: readonly MessageRow[], gaps: readonly GapRow[]): void {
    this.#all.append(messages);
    this.#all.append(gaps);
    this.#added += messages.length;
    if (this.#test === null) return;
    const late = { messages: compact(messages, this.#test), gaps };
    if (this.#waiting === null) this.#addMatching(late);
    else this.#waiting.push(late);
  }

  /** Tests what is there in steps, between which `breathe` gives the window time; false when another filter came first. */
  async setTest(test: MessageTest | null, breathe: () => Promise<void>): Promise<boolean> {
    const change = ++this.#change;
    this.#waiting = null;
    this.#test = test;
    this.#matched = 0;
    if (test === null) {
      this.#matching = null;
      return true;
    }
    // Until the rows are tested, those shown before stay.
    const waiting: NewRows[] = [];
    this.#waiting = waiting;
    const rows = this.#all.oldestFirst();
    const found = new RowLog(limits);
    let since = performance.now();
    for (let from = 0; from < rows.length; from += STEP) {
      const part = rows.slice(from, from + STEP);
      const matching = part.filter((row) => row.kind === 'gap' || test(row.segment, row.index));
      found.append(matching);
      this.#matched += countMessages(matching);
      if (performance.now() - since < STEP_MS) continue;
      await breathe();
      if (change !== this.#change) return false;
      since = performance.now();
    }
    this.#matching = found;
    this.#waiting = null;
    for (const late of waiting) this.#addMatching(late);
    return true;
  }

  /** Takes out the messages of a subscription that was muted. */
  forget(source: number): void {
    const isKept = (row: LiveRow): boolean => row.kind === 'gap' || row.segment.source !== source;
    this.#all.keep(isKept);
    this.#matching?.keep(isKept);
  }

  clear(): void {
    this.#change++;
    this.#waiting = null;
    this.#all = new RowLog(limits);
    this.#matching = this.#test === null ? null : new RowLog(limits);
    this.#added = 0;
    this.#matched = 0;
  }

  #addMatching({ messages, gaps }: NewRows): void {
    this.#matching?.append(messages);
    this.#matching?.append(gaps);
    this.#matched += messages.length;
  }
}

function countMessages(rows: readonly LiveRow[]): number {
  let count = 0;
  for (const row of rows) if (row.kind === 'message') count++;
  return count;
}

/** The messages of a batch that match, in a segment of their own. */
function compact(messages: readonly MessageRow[], test: MessageTest): readonly MessageRow[] {
  const matching = messages.filter(({ segment, index }) => test(segment, index));
  const [first] = matching;
  if (first === undefined || matching.length === messages.length) return matching;
  const segment = pickMessages(
    first.segment,
    matching.map(({ index }) => index),
  );
  return matching.map((row, index) => ({ ...row, segment, index }));
}
