import { type LiveRow, rowBytes } from './segment.ts';

export interface RowLogLimits {
  readonly rows: number;
  readonly bytes: number;
}

/** Rows in order of time, bounded in number and bytes: the oldest fall out and are counted. */
export class RowLog {
  #limits: RowLogLimits;
  #rows: LiveRow[] = [];
  /** Rows before it have fallen out; they are cut off together now and then. */
  #first = 0;
  #bytes = 0;
  #fallen = 0;

  constructor(limits: RowLogLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#rows.length - this.#first;
  }

  get fallen(): number {
    return this.#fallen;
  }

  /** In order of time among themselves; subscriptions are read one by one, so they may belong before the last ones here. */
  append(added: readonly LiveRow[]): void {
    const [head] = added;
    if (head === undefined) return;
    const later: LiveRow[] = [];
    for (
      let last = this.#last();
      last !== undefined && last.atMs > head.atMs;
      last = this.#last()
    ) {
      later.push(last);
      this.#rows.pop();
    }
    for (const row of added) {
      for (
        let next = later.at(-1);
        next !== undefined && next.atMs <= row.atMs;
        next = later.at(-1)
      ) {
        this.#rows.push(next);
        later.pop();
      }
      this.#rows.push(row);
      this.#bytes += rowBytes(row);
    }
    for (const row of later.reverse()) this.#rows.push(row);
    this.#shed();
  }

  /** Takes out rows for good that are not wanted any more; they do not count as fallen. */
  keep(isKept: (row: LiveRow) => boolean): void {
    this.#rows = this.#rows.slice(this.#first).filter(isKept);
    this.#first = 0;
    this.#bytes = this.#rows.reduce((sum, row) => sum + rowBytes(row), 0);
  }

  oldestFirst(): LiveRow[] {
    return this.#rows.slice(this.#first);
  }

  newestFirst(): LiveRow[] {
    const count = this.size;
    // oxlint-disable-next-line unicorn/no-new-array -- filled at once, many times a second: pushing 50,000 is dearer
    const rows = new Array<LiveRow>(count);
    let at = this.#rows.length;
    for (let i = 0; i < count; i++) {
      const row = this.#rows[--at];
      if (row !== undefined) rows[i] = row;
    }
    return rows;
  }

  #last(): LiveRow | undefined {
    return this.#rows.length > this.#first ? this.#rows.at(-1) : undefined;
  }

  #shed(): void {
    while (this.size > this.#limits.rows || this.#bytes > this.#limits.bytes) {
      const oldest = this.#rows[this.#first++];
      if (oldest === undefined) break;
      this.#bytes -= rowBytes(oldest);
      if (oldest.kind === 'message') this.#fallen++;
    }
    // Held by a reference here, a fallen row would keep its whole segment.
    if (this.#first > this.#limits.rows / 8) {
      this.#rows = this.#rows.slice(this.#first);
      this.#first = 0;
    }
  }
}
