/** A key and what is said of it: why nothing was done to it, how it had changed. */
export interface NotedKey {
  readonly key: Uint8Array;
  readonly reason: string;
}

const FIRST_BYTES = 4_096;
const FIRST_KEYS = 64;
/** What one list may hold: names, and eight bytes beside each. */
const MOST_BYTES = 67_108_864;

/**
 * Keys of a report in the order they came: all of them counted, and named as long as they fit. Names lie in one block of
 * memory and each reason is kept once, so that a million refused keys are some 40 MB and not 300.
 */
export class KeyList {
  #names = new Uint8Array(0);
  #ends = new Uint32Array(0);
  /** By key: which of the texts. */
  #reasons = new Uint32Array(0);
  #texts: string[] = [];
  #indexes = new Map<string, number>();
  #textBytes = 0;
  #kept = 0;
  #total = 0;
  #most: number;

  constructor(mostBytes = MOST_BYTES) {
    this.#most = mostBytes;
  }

  get total(): number {
    return this.#total;
  }

  /** So many are named, the first ones. */
  get kept(): number {
    return this.#kept;
  }

  get bytes(): number {
    return this.#endOf(this.#kept) + this.#kept * 8 + this.#textBytes;
  }

  add(key: Uint8Array, reason: string): void {
    this.#total += 1;
    // None after one that did not fit: those that are named are the first ones.
    if (this.#kept < this.#total - 1) return;
    const known = this.#indexes.get(reason);
    const needed = key.byteLength + 8 + (known === undefined ? reason.length * 2 : 0);
    if (this.bytes + needed > this.#most) return;
    const start = this.#endOf(this.#kept);
    const end = start + key.byteLength;
    this.#makeRoom(end);
    this.#names.set(key, start);
    this.#ends[this.#kept] = end;
    this.#reasons[this.#kept] = known ?? this.#newText(reason);
    this.#kept += 1;
  }

  slice(from: number, to: number): NotedKey[] {
    const rows: NotedKey[] = [];
    for (let i = from; i < Math.min(to, this.#kept); i++) {
      const key = this.#names.slice(this.#endOf(i), this.#endOf(i + 1));
      rows.push({ key, reason: this.#texts[this.#reasons[i] ?? 0] ?? '' });
    }
    return rows;
  }

  /** Where the name before the one of this index ends. */
  #endOf(index: number): number {
    return index === 0 ? 0 : (this.#ends[index - 1] ?? 0);
  }

  #newText(reason: string): number {
    const index = this.#texts.push(reason) - 1;
    this.#indexes.set(reason, index);
    this.#textBytes += reason.length * 2;
    return index;
  }

  #makeRoom(bytes: number): void {
    if (bytes > this.#names.length) {
      const grown = new Uint8Array(Math.max(bytes, this.#names.length * 2, FIRST_BYTES));
      grown.set(this.#names);
      this.#names = grown;
    }
    if (this.#kept < this.#ends.length) return;
    const keys = Math.max(FIRST_KEYS, this.#ends.length * 2);
    const [ends, reasons] = [new Uint32Array(keys), new Uint32Array(keys)];
    ends.set(this.#ends);
    reasons.set(this.#reasons);
    [this.#ends, this.#reasons] = [ends, reasons];
  }
}
