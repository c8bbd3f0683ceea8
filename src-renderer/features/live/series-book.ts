import { toBytes } from '../../../src-shared/redis-value.ts';
import type { FieldPair } from './field-stats.ts';
import {
  FIELD_NUMBER,
  FIELD_STRING,
  type JsonFields,
  jsonSourceText,
  jsonStringText,
} from './json-fields.ts';
import { type SeriesPoint, type TimeWindow, ValueHistory } from './value-history.ts';

/** The window of the board's charts, once it has been running for so long. */
export const BOARD_MS = 300_000;
const LEAST_WINDOW_MS = 10_000;
const MOST_SERIES = 1_000;

/** What is known of one thing: its values as written, and their history for the charts. */
export class Series {
  readonly id: string;
  messages = 0;
  firstText = '';
  firstAtMs = 0;
  lastText = '';
  lowText = '';
  highText = '';
  /** Not known yet. */
  last = NaN;
  #first = NaN;
  #low = Infinity;
  #high = -Infinity;
  #history = new ValueHistory();

  constructor(id: string) {
    this.id = id;
  }

  add(atMs: number, text: string): void {
    const value = Number(text);
    if (this.messages === 0) {
      this.firstText = text;
      this.firstAtMs = atMs;
      this.#first = value;
    }
    this.messages++;
    this.lastText = text;
    this.last = value;
    if (value < this.#low) {
      this.#low = value;
      this.lowText = text;
    }
    if (value > this.#high) {
      this.#high = value;
      this.highText = text;
    }
    this.#history.add(atMs, value);
  }

  /** The values of the window, beginning with the one that held when it began. */
  points(fromMs: number): readonly SeriesPoint[] {
    return this.#history.points(fromMs);
  }

  /** Evenly spaced values for a small chart. */
  trend({ fromMs, untilMs }: TimeWindow, count: number): (number | null)[] {
    const points = this.points(fromMs);
    let at = -1;
    return Array.from({ length: count }, (_, i) => {
      const until = fromMs + ((i + 1) * (untilMs - fromMs)) / count;
      while ((points[at + 1]?.atMs ?? Infinity) <= until) at++;
      return points[at]?.value ?? null;
    });
  }

  /** Against the value at the beginning of the window, or the first one seen. */
  change(fromMs: number): number | null {
    const base = this.firstAtMs >= fromMs ? this.#first : this.#history.valueAt(fromMs);
    return base === null || base === 0 ? null : (this.last - base) / Math.abs(base);
  }
}

/** The things of one subscription by their id, each followed by its value. */
export class SeriesBook {
  readonly pair: FieldPair;
  #idName: Uint8Array;
  #valueName: Uint8Array;
  #series = new Map<string, Series>();
  #beyond = 0;
  #sinceMs = Infinity;

  constructor(pair: FieldPair) {
    this.pair = pair;
    this.#idName = toBytes(pair.id);
    this.#valueName = toBytes(pair.value);
  }

  /** Messages of things beyond the first thousand, which are not followed. */
  get beyond(): number {
    return this.#beyond;
  }

  /** The last five minutes; less while it has not been running for so long. */
  window(nowMs: number): TimeWindow {
    const ranMs = Math.max(LEAST_WINDOW_MS, nowMs - this.#sinceMs);
    return { fromMs: nowMs - Math.min(BOARD_MS, ranMs), untilMs: nowMs };
  }

  all(): Iterable<Series> {
    return this.#series.values();
  }

  get(id: string): Series | undefined {
    return this.#series.get(id);
  }

  /** Takes the object just scanned and gives the value before it; NaN when there is none, or it is not of this kind. */
  add(fields: JsonFields, bytes: Uint8Array, atMs: number): number {
    const value = fields.find(this.#valueName);
    const thing = fields.find(this.#idName);
    if (value < 0 || thing < 0 || fields.kinds[value] !== FIELD_NUMBER) return NaN;
    const id = idText(fields, bytes, thing);
    if (id === null) return NaN;
    let series = this.#series.get(id);
    if (series === undefined) {
      if (this.#series.size >= MOST_SERIES) {
        this.#beyond++;
        return NaN;
      }
      series = new Series(id);
      this.#series.set(id, series);
    }
    this.#sinceMs = Math.min(this.#sinceMs, atMs);
    const previous = series.last;
    const start = fields.valueStarts[value] ?? 0;
    series.add(atMs, jsonSourceText(bytes, start, fields.valueEnds[value] ?? 0));
    return previous;
  }
}

function idText(fields: JsonFields, bytes: Uint8Array, field: number): string | null {
  const start = fields.valueStarts[field] ?? 0;
  const end = fields.valueEnds[field] ?? 0;
  if (fields.kinds[field] === FIELD_STRING) return jsonStringText(bytes, start, end);
  return fields.kinds[field] === FIELD_NUMBER ? jsonSourceText(bytes, start, end) : null;
}
