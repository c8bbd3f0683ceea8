import { newUint32, Uint32List } from './growing.ts';

export type Compare = (a: number, b: number) => number;

/** Below this a piece is sorted whole: about a third of a millisecond. */
const SMALL = 2_048;
const SAMPLE = 64;

/** A stretch of `ids` whose numbers all come after those of the piece before it. */
interface Piece {
  start: number;
  isSorted: boolean;
  /** Not greater than any number of the piece; null for the first, which has none below. */
  readonly least: number | null;
}

/**
 * Many numbers in order, of which only what is looked at is ever sorted: an incremental quicksort. The first rows of a
 * million cost one pass, not twenty. `compare` is a total order over distinct numbers.
 */
export class LazyOrder {
  #ids: Uint32Array;
  readonly #compare: Compare;
  #pieces: Piece[] = [{ start: 0, isSorted: false, least: null }];
  readonly #added = new Uint32List();

  /** Takes the array over. */
  constructor(ids: Uint32Array, compare: Compare) {
    this.#ids = ids;
    this.#compare = compare;
  }

  get length(): number {
    return this.#ids.length + this.#added.length;
  }

  /** Adds a number that is not yet in it; it finds its place when it is next asked for. */
  add(id: number): void {
    this.#added.push(id);
  }

  /** The numbers at places `from` up to `to`, in order: a view, valid until the next call. */
  range(from: number, to: number): Uint32Array {
    this.#settle();
    const end = Math.min(to, this.#ids.length);
    let at = Math.max(0, from);
    const start = Math.min(at, end);
    while (at < end) {
      at = this.#endOf(this.#sortAround(this.#pieceAt(at), at, end));
    }
    return this.#ids.subarray(start, end);
  }

  /** How many come before what `probe` looks for: `probe(id)` is below 0 where id comes before it. */
  rank(probe: (id: number) => number): number {
    this.#settle();
    for (;;) {
      const index = this.#pieceBefore((least) => probe(least) <= 0);
      const piece = this.#pieces[index];
      if (piece === undefined || this.#ids.length === 0) return 0;
      if (!piece.isSorted && this.#endOf(index) - piece.start > SMALL) {
        const middle = (piece.start + this.#endOf(index)) >>> 1;
        this.#split(index, middle, middle + 1);
        continue;
      }
      this.#sortAround(index, piece.start, this.#endOf(index));
      return this.#rankWithin(piece.start, this.#endOf(index), probe);
    }
  }

  /** How many come before a number that is in it. */
  rankOf(id: number): number {
    return this.rank((other) => this.#compare(other, id));
  }

  /** Takes out what `isGone` says. */
  remove(isGone: (id: number) => boolean): void {
    const left = this.filtered((id) => !isGone(id));
    this.#ids = left.#ids;
    this.#pieces = left.#pieces;
  }

  /** An order of its own with those that are kept: as far sorted as this one is. */
  filtered(isKept: (id: number) => boolean): LazyOrder {
    this.#settle();
    const kept = newUint32(this.#ids.length);
    let length = 0;
    const pieces: Piece[] = [];
    this.#pieces.forEach((piece, index) => {
      const start = length;
      const end = this.#endOf(index);
      for (let i = piece.start; i < end; i++) {
        const id = this.#ids[i] ?? 0;
        kept[length] = id;
        if (isKept(id)) length++;
      }
      // An emptied piece would be found in place of the one after it, which starts where it does.
      if (length > start || index === 0) pieces.push({ ...piece, start });
    });
    const order = new LazyOrder(kept.slice(0, length), this.#compare);
    order.#pieces = pieces;
    return order;
  }

  #endOf(index: number): number {
    return this.#pieces[index + 1]?.start ?? this.#ids.length;
  }

  #pieceAt(position: number): number {
    let low = 0;
    let high = this.#pieces.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.#pieces[middle]?.start ?? 0) <= position) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** The last piece whose least number satisfies `isBefore`; the first where none does. */
  #pieceBefore(isBefore: (least: number) => boolean): number {
    let low = 0;
    let high = this.#pieces.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      const least = this.#pieces[middle]?.least ?? null;
      if (least === null || isBefore(least)) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #rankWithin(start: number, end: number, probe: (id: number) => number): number {
    let low = start;
    let high = end;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (probe(this.#ids[middle] ?? 0) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Sorts the piece that holds place `from`, after cutting off what lies outside `from` to `to`; gives its index. */
  #sortAround(found: number, from: number, to: number): number {
    let index = found;
    for (;;) {
      const piece = this.#pieces[index];
      if (piece === undefined || piece.isSorted) return index;
      const end = this.#endOf(index);
      if (end - piece.start <= SMALL) {
        this.#ids.subarray(piece.start, end).sort(this.#compare);
        piece.isSorted = true;
        return index;
      }
      this.#split(index, from, Math.min(to, end));
      // The cut may have put `from` into the upper part.
      if (from >= this.#endOf(index)) index += 1;
    }
  }

  /** Cuts a piece in two near the places that are wanted, so that little is left to sort around them. */
  #split(index: number, from: number, to: number): void {
    const piece = this.#pieces[index];
    if (piece === undefined) return;
    const { start } = piece;
    const end = this.#endOf(index);
    const pivot = this.#pivot(start, end, from, to);
    let low = start;
    let high = end - 1;
    const ids = this.#ids;
    for (;;) {
      while (low < end && this.#compare(ids[low] ?? 0, pivot) < 0) low++;
      while (high >= start && this.#compare(ids[high] ?? 0, pivot) >= 0) high--;
      if (low >= high) break;
      const swapped = ids[low] ?? 0;
      ids[low] = ids[high] ?? 0;
      ids[high] = swapped;
    }
    this.#pieces.splice(index + 1, 0, { start: low, isSorted: false, least: pivot });
  }

  /** One of a sample, at the rank that cuts off most of what is not wanted; never the sample's least. */
  #pivot(start: number, end: number, from: number, to: number): number {
    const size = end - start;
    const step = size / SAMPLE;
    const sample = newUint32(SAMPLE);
    for (let i = 0; i < SAMPLE; i++)
      sample[i] = this.#ids[start + Math.floor((i + Math.random()) * step)] ?? 0;
    sample.sort(this.#compare);
    const low = ((from - start) / size) * SAMPLE;
    const high = ((to - start) / size) * SAMPLE;
    const rank = high < SAMPLE / 2 ? high + 2 : low > SAMPLE / 2 ? low - 2 : SAMPLE / 2;
    return sample[Math.min(SAMPLE - 1, Math.max(1, Math.round(rank)))] ?? 0;
  }

  /** Deals what was added out to the pieces it belongs to; those are sorted again when they are looked at. */
  #settle(): void {
    if (this.#added.length === 0) return;
    const added = this.#added.view();
    const homes = added.map((id) => this.#pieceBefore((least) => this.#compare(least, id) <= 0));
    const extra = newUint32(this.#pieces.length);
    for (const home of homes) extra[home] = (extra[home] ?? 0) + 1;
    const lengths = this.#pieces.map(({ start }, index) => this.#endOf(index) - start);
    const next = newUint32(this.#ids.length + added.length);
    const free = newUint32(this.#pieces.length);
    let at = 0;
    this.#pieces.forEach((piece, index) => {
      const length = lengths[index] ?? 0;
      const more = extra[index] ?? 0;
      next.set(this.#ids.subarray(piece.start, piece.start + length), at);
      piece.start = at;
      if (more > 0) piece.isSorted = false;
      free[index] = at + length;
      at += length + more;
    });
    for (let i = 0; i < added.length; i++) {
      const home = homes[i] ?? 0;
      const place = free[home] ?? 0;
      next[place] = added[i] ?? 0;
      free[home] = place + 1;
    }
    this.#ids = next;
    this.#added.clear();
  }
}
