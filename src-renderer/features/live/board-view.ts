import type { BoardEntry, BoardSort, BoardState } from './live-state.ts';
import type { SeriesBook } from './series-book.ts';
import type { TailReader } from './tail-reader.ts';

/** Rows stay where they are for so long, or nobody could read them. */
const ORDER_MS = 2_000;

const byName = (a: BoardEntry, b: BoardEntry): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
const compare: Readonly<Record<BoardSort, (a: BoardEntry, b: BoardEntry) => number>> = {
  active: (a, b) => b.messages - a.messages || byName(a, b),
  change: (a, b) => Math.abs(b.change ?? 0) - Math.abs(a.change ?? 0) || byName(a, b),
  name: byName,
};

/** What the board shows: which subscription, in which order, and who is selected. */
export class BoardView {
  #sort: BoardSort = 'active';
  #chosen: number | null = null;
  #selected: string | null = null;
  #order: readonly string[] = [];
  #orderedAtMs = 0;
  #book: SeriesBook | null = null;

  get book(): SeriesBook | null {
    return this.#book;
  }

  follow(source: number): void {
    this.#chosen = source;
    this.#selected = null;
  }

  sortBy(sort: BoardSort): void {
    this.#sort = sort;
    this.#orderedAtMs = 0;
  }

  select(id: string | null): void {
    this.#selected = id;
  }

  state(readers: readonly TailReader[], nowMs: number): BoardState {
    const able = readers.filter(({ book }) => book !== null);
    const reader = able.find(({ info }) => info.id === this.#chosen) ?? busiest(able);
    const book = reader?.book ?? null;
    if (book !== this.#book) {
      this.#book = book;
      this.#orderedAtMs = 0;
    }
    return {
      source: reader?.info.id ?? null,
      sources: able.map(({ info }) => info),
      pair: book?.pair ?? null,
      window: book?.window(nowMs) ?? { fromMs: nowMs, untilMs: nowMs },
      sort: this.#sort,
      entries: book === null ? [] : this.#entries(book, nowMs),
      selected: this.#selected,
      skipped: reader?.dropped ?? 0,
      beyond: book?.beyond ?? 0,
    };
  }

  #entries(book: SeriesBook, nowMs: number): readonly BoardEntry[] {
    const { fromMs } = book.window(nowMs);
    const entries = new Map<string, BoardEntry>();
    for (const series of book.all()) {
      const { id, lastText, messages } = series;
      entries.set(id, { id, lastText, messages, change: series.change(fromMs) });
    }
    if (nowMs - this.#orderedAtMs >= ORDER_MS || entries.size !== this.#order.length) {
      this.#orderedAtMs = nowMs;
      this.#order = [...entries.values()].sort(compare[this.#sort]).map(({ id }) => id);
    }
    return this.#order.map((id) => entries.get(id)).filter((entry) => entry !== undefined);
  }
}

/** Prices before anything else; then where most is said. */
function busiest(readers: readonly TailReader[]): TailReader | undefined {
  const rank = ({ book, received }: TailReader): number =>
    (book?.pair.value === 'price' ? Number.MAX_SAFE_INTEGER / 2 : 0) + received;
  return readers.toSorted((a, b) => rank(b) - rank(a))[0];
}
