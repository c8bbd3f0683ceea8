import type { Expiry } from '../../../lib/expiry.ts';
import { SparseNumbers } from './sparse-numbers.ts';

/** What keys are sorted by: their names, or what has been read of them. */
export type KeySort = 'name' | 'ttl' | 'size';

/** What was read of a key that is there. */
export interface ReadFigures {
  readonly expiresAtMs: Expiry;
  /** null: a type without one cheap length. */
  readonly length: number | null;
}

const NONE = -1;
const REFUSED = -1;
/** After all that expire, before those that do not. */
const REFUSED_EXPIRY = Number.MAX_VALUE;

/** TTL, length and size of the keys of which they have been read. */
export class KeyFigures {
  /** Infinity: it does not expire. */
  readonly #expiries = new SparseNumbers();
  readonly #lengths = new SparseNumbers();
  readonly #sizes = new SparseNumbers();

  get heldBytes(): number {
    return this.#expiries.heldBytes + this.#lengths.heldBytes + this.#sizes.heldBytes;
  }

  isRead(key: number): boolean {
    return this.#expiries.has(key);
  }

  isMeasured(key: number): boolean {
    return this.#sizes.has(key);
  }

  /** null: not read yet. */
  of(key: number): ReadFigures | null {
    if (!this.isRead(key)) return null;
    const expiresAtMs = this.#expiries.get(key);
    const length = this.#lengths.get(key);
    return {
      expiresAtMs:
        expiresAtMs === Infinity ? null : expiresAtMs === REFUSED_EXPIRY ? 'refused' : expiresAtMs,
      length: length === NONE ? null : length,
    };
  }

  /** Bytes by MEMORY USAGE; null: not measured. */
  sizeOf(key: number): number | 'refused' | null {
    const size = this.#sizes.get(key);
    return Number.isNaN(size) ? null : size === REFUSED ? 'refused' : size;
  }

  read(key: number, { expiresAtMs, length }: ReadFigures): void {
    this.#expiries.set(key, expiresAtMs === 'refused' ? REFUSED_EXPIRY : (expiresAtMs ?? Infinity));
    this.#lengths.set(key, length ?? NONE);
  }

  measured(key: number, bytes: number | null): void {
    this.#sizes.set(key, bytes ?? REFUSED);
  }

  forget(key: number): void {
    for (const figures of [this.#expiries, this.#lengths, this.#sizes]) figures.forget(key);
  }

  /** The order that these figures give now: it stays as it is while more are read, or rows would jump. */
  orderBy(sort: KeySort): FigureOrder | null {
    if (sort === 'name') return null;
    return sort === 'ttl'
      ? new FigureOrder(this.#expiries.copy(), 'least')
      : new FigureOrder(this.#sizes.copy(), 'greatest');
  }
}

/** Keys by a figure as it was known at one moment: soonest to expire, or largest, first; unknown ones after all. */
export class FigureOrder {
  readonly #figures: SparseNumbers;
  readonly #sign: 1 | -1;

  constructor(figures: SparseNumbers, first: 'least' | 'greatest') {
    this.#figures = figures;
    this.#sign = first === 'least' ? 1 : -1;
  }

  get known(): number {
    return this.#figures.known;
  }

  has(key: number): boolean {
    return this.#figures.has(key);
  }

  /** Below 0 where `a` comes first; 0 where both are alike or both unknown. */
  compare(a: number, b: number): number {
    const x = this.#figures.get(a);
    const y = this.#figures.get(b);
    if (Number.isNaN(x) || Number.isNaN(y))
      return Number(Number.isNaN(x)) - Number(Number.isNaN(y));
    return x === y ? 0 : x < y ? -this.#sign : this.#sign;
  }
}
