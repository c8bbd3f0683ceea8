import {
  FIELD_CONTAINER,
  FIELD_NUMBER,
  FIELD_STRING,
  type JsonFields,
  jsonStringText,
} from './json-fields.ts';

const MOST_NAMES = 64;
/** Messages that are looked at: what they look like is known by then. */
const SAMPLE = 200;
/** The choice is made anew after so many: with the first there is something to show. */
const CHOOSE_AT = [1, 5, 20, 75, SAMPLE];
const SHOWN_SCALARS = 3;
/** Names that say "one thing, seen again and again". The order is the preference. */
const THING_NAMES = ['product_id', 'sku', 'symbol', 'ticker', 'slug', 'key', 'id', 'name'];
const VALUE_NAMES = ['price', 'last', 'value', 'amount', 'rate', 'bid', 'score', 'total'];
/** Numbers that rise by nature: no value to follow. */
const CLOCKS = /^(ts|t|time|timestamp|date|at|seq|offset|version|retries|.*_(at|ts|time|ms|id))$/i;

interface FieldStat {
  readonly name: string;
  readonly order: number;
  count: number;
  numbers: number;
  texts: number;
}

/** A field that names a thing and one that is its value: `product_id` and `price`. */
export interface FieldPair {
  readonly id: string;
  readonly value: string;
}

export interface FieldChoice {
  readonly pair: FieldPair | null;
  /** What makes good columns, in order. */
  readonly columns: readonly string[];
  /** All scalar fields met, the most frequent first. */
  readonly names: readonly string[];
}

export const NO_FIELDS: FieldChoice = { pair: null, columns: [], names: [] };

/** Learns from a channel's first messages which fields they have and which are worth following. */
export class FieldStats {
  #stats = new Map<string, FieldStat>();
  #seen = 0;
  #choice = NO_FIELDS;

  get choice(): FieldChoice {
    return this.#choice;
  }

  /** Takes the object just scanned; whether the choice is a new one. */
  add(fields: JsonFields, bytes: Uint8Array): boolean {
    if (this.#seen >= SAMPLE) return false;
    this.#seen++;
    for (let i = 0; i < fields.count; i++) this.#count(fields, bytes, i);
    if (!CHOOSE_AT.includes(this.#seen)) return false;
    const choice = this.#choose();
    const isNew = JSON.stringify(choice) !== JSON.stringify(this.#choice);
    this.#choice = choice;
    return isNew;
  }

  #count(fields: JsonFields, bytes: Uint8Array, i: number): void {
    const kind = fields.kinds[i];
    if (kind === FIELD_CONTAINER) return;
    const name = jsonStringText(bytes, fields.nameStarts[i] ?? 0, fields.nameEnds[i] ?? 0);
    let stat = this.#stats.get(name);
    if (stat === undefined) {
      if (this.#stats.size >= MOST_NAMES) return;
      stat = { name, order: this.#stats.size, count: 0, numbers: 0, texts: 0 };
      this.#stats.set(name, stat);
    }
    stat.count++;
    if (kind === FIELD_NUMBER) stat.numbers++;
    else if (kind === FIELD_STRING) stat.texts++;
  }

  #choose(): FieldChoice {
    const stats = [...this.#stats.values()].sort((a, b) => b.count - a.count || a.order - b.order);
    const names = stats.map(({ name }) => name);
    const value =
      first(stats, VALUE_NAMES, ({ numbers }) => numbers > 0) ??
      stats.find(({ name, numbers, texts }) => numbers > 0 && texts === 0 && !CLOCKS.test(name));
    const thing =
      first(stats, THING_NAMES, (stat) => stat !== value) ??
      stats.find((stat) => stat !== value && /_id$|Id$/.test(stat.name));
    if (value !== undefined && thing !== undefined) {
      const pair = { id: thing.name, value: value.name };
      return { pair, columns: [pair.id, pair.value], names };
    }
    return { pair: null, columns: names.slice(0, SHOWN_SCALARS), names };
  }
}

function first(
  stats: readonly FieldStat[],
  names: readonly string[],
  isFit: (stat: FieldStat) => boolean,
): FieldStat | undefined {
  for (const name of names) {
    const found = stats.find((stat) => stat.name === name && isFit(stat));
    if (found !== undefined) return found;
  }
  return undefined;
}
