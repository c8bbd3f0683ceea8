export interface SeriesPoint {
  readonly atMs: number;
  readonly value: number;
}

export interface TimeWindow {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** Seconds kept: the window of five minutes, and the one before it whose last value it begins with. */
const SECONDS = 302;
const FIRST_CAPACITY = 8;
/** Of each second: time and value of its low, its high and its last. */
const WIDTH = 6;

/**
 * A value over the last five minutes: of each second its low, high and last, so that no spike is lost whatever the rate and
 * memory stays bounded.
 */
export class ValueHistory {
  #data = new Float64Array(FIRST_CAPACITY * WIDTH);
  /** A ring of seconds that had a value. */
  #first = 0;
  #size = 0;
  #second = NaN;

  add(atMs: number, value: number): void {
    const second = Math.floor(atMs / 1_000);
    const isNew = second !== this.#second;
    if (isNew) {
      this.#second = second;
      this.#begin();
    }
    const at = this.#offset(this.#size - 1);
    const data = this.#data;
    if (isNew || value < (data[at + 1] ?? 0)) this.#set(at, atMs, value);
    if (isNew || value > (data[at + 3] ?? 0)) this.#set(at + 2, atMs, value);
    this.#set(at + 4, atMs, value);
  }

  /** The values of the window, beginning with the one that held when it began. */
  points(fromMs: number): SeriesPoint[] {
    const points: SeriesPoint[] = [];
    let before: number | null = null;
    for (let i = 0; i < this.#size; i++)
      for (const point of this.#pointsOf(this.#offset(i))) {
        if (point.atMs >= fromMs) points.push(point);
        else before = point.value;
      }
    return before === null ? points : [{ atMs: fromMs, value: before }, ...points];
  }

  /** The value that held at a time; null before the first. Nothing is made of the rest: it is asked of many, often. */
  valueAt(atMs: number): number | null {
    let value: number | null = null;
    for (let i = 0; i < this.#size; i++) {
      const last = this.#offset(i) + 4;
      if ((this.#data[last] ?? 0) > atMs) break;
      value = this.#data[last + 1] ?? null;
    }
    return value;
  }

  #pointsOf(offset: number): SeriesPoint[] {
    const [low, high, last] = [
      this.#point(offset),
      this.#point(offset + 2),
      this.#point(offset + 4),
    ];
    // Many messages have one time, that of the read they came with; the last is last all the same.
    const inOrder = low.atMs <= high.atMs ? [low, high, last] : [high, low, last];
    return inOrder.filter((point, i) => {
      const next = inOrder[i + 1];
      return next === undefined || next.atMs !== point.atMs || next.value !== point.value;
    });
  }

  #point(offset: number): SeriesPoint {
    return { atMs: this.#data[offset] ?? 0, value: this.#data[offset + 1] ?? 0 };
  }

  #begin(): void {
    const capacity = this.#data.length / WIDTH;
    if (this.#size < capacity) this.#size++;
    else if (capacity < SECONDS) {
      this.#grow(Math.min(SECONDS, capacity * 2));
      this.#size++;
    } else this.#first = (this.#first + 1) % capacity;
  }

  #grow(capacity: number): void {
    // It grows only while it has not gone round: the oldest is first.
    const data = new Float64Array(capacity * WIDTH);
    data.set(this.#data);
    this.#data = data;
  }

  #offset(index: number): number {
    return ((this.#first + index) % (this.#data.length / WIDTH)) * WIDTH;
  }

  #set(at: number, atMs: number, value: number): void {
    this.#data[at] = atMs;
    this.#data[at + 1] = value;
  }
}
