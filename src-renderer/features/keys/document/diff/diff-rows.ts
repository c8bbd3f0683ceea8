import type { Hunk } from './changed-lines.ts';
import { markWords, type Part, plainPart } from './mark-words.ts';
import type { Region, Span, ThreeTexts } from './three-way.ts';

/** One line of a column. */
export interface Cell {
  readonly sign: 'same' | 'added' | 'removed';
  readonly parts: readonly Part[];
}

/** What stands beside each other; null: nothing at this height in this column. */
export type DiffRow =
  | {
      readonly row: 'lines';
      readonly cells: readonly (Cell | null)[];
      /** Both sides changed these lines. */
      readonly isConflict: boolean;
    }
  /** Lines that are the same everywhere and left out. */
  | { readonly row: 'fold'; readonly count: number }
  /** Above lines that both sides changed. */
  | { readonly row: 'conflict' }
  /** Below the last row: what did not fit. */
  | { readonly row: 'cut' };

const CONTEXT = 3;
export const MOST_ROWS = 600;
/** What marking words may take in all: lines after that are marked whole. */
const WORDS_MS = 30;

type Mark = (before: string, after: string) => ReturnType<typeof markWords>;

/** Marks words as long as there is time. */
function marking(): Mark {
  const until = performance.now() + WORDS_MS;
  return (before, after) =>
    performance.now() < until
      ? markWords(before, after)
      : {
          before: [{ text: before, isChanged: true }],
          after: [{ text: after, isChanged: true }],
        };
}

const same = (text: string): Cell => ({ sign: 'same', parts: plainPart(text) });

const oneColumn = (cell: Cell): DiffRow => ({ row: 'lines', cells: [cell], isConflict: false });

/** Rows until there are enough of them. */
class Rows {
  readonly rows: DiffRow[] = [];
  get isFull(): boolean {
    return this.rows.length >= MOST_ROWS;
  }
  add(row: DiffRow): void {
    if (this.rows.at(-1)?.row === 'cut') return;
    this.rows.push(this.isFull ? { row: 'cut' } : row);
  }
  /** Lines that are the same, the middle of them left out. */
  addSame(
    length: number,
    line: (index: number) => DiffRow,
    isFirst: boolean,
    isLast: boolean,
  ): void {
    const head = isFirst ? 0 : CONTEXT;
    const tail = isLast ? 0 : CONTEXT;
    if (length <= head + tail + 1) {
      for (let index = 0; index < length && !this.isFull; index++) this.add(line(index));
      return;
    }
    for (let index = 0; index < head; index++) this.add(line(index));
    this.add({ row: 'fold', count: length - head - tail });
    for (let index = length - tail; index < length; index++) this.add(line(index));
  }
}

/** Before and after as one column: what went above what came. */
export function twoWayRows(
  before: readonly string[],
  after: readonly string[],
  hunks: readonly Hunk[],
): readonly DiffRow[] {
  const rows = new Rows();
  const mark = marking();
  let at = 0;
  const sameUntil = (to: number, offset: number, isLast: boolean): void => {
    const from = at;
    if (to > from)
      rows.addSame(
        to - from,
        (index) => oneColumn(same(after[from + offset + index] ?? '')),
        from === 0,
        isLast,
      );
  };
  let offset = 0;
  for (const hunk of hunks) {
    if (rows.isFull) break;
    sameUntil(hunk.from, offset, false);
    const { removed, added } = pairs(before, after, hunk, mark);
    for (const cell of [...removed, ...added]) rows.add(oneColumn(cell));
    at = hunk.to;
    offset = hunk.afterTo - hunk.to;
  }
  sameUntil(before.length, offset, true);
  return rows.rows;
}

/** Two texts beside each other, aligned. */
export function besideRows(
  left: readonly string[],
  right: readonly string[],
  hunks: readonly Hunk[],
): readonly DiffRow[] {
  const rows = new Rows();
  const mark = marking();
  let at = 0;
  let afterAt = 0;
  const sameUntil = (to: number, isLast: boolean): void => {
    const [from, afterFrom] = [at, afterAt];
    const line = (index: number): DiffRow => ({
      row: 'lines',
      cells: [same(left[from + index] ?? ''), same(right[afterFrom + index] ?? '')],
      isConflict: false,
    });
    if (to > from) rows.addSame(to - from, line, from === 0, isLast);
  };
  for (const hunk of hunks) {
    if (rows.isFull) break;
    sameUntil(hunk.from, false);
    const { removed, added } = pairs(left, right, hunk, mark);
    for (let line = 0; line < Math.max(removed.length, added.length); line++)
      rows.add({
        row: 'lines',
        cells: [removed[line] ?? null, added[line] ?? null],
        isConflict: false,
      });
    at = hunk.to;
    afterAt = hunk.afterTo;
  }
  sameUntil(left.length, true);
  return rows.rows;
}

/** Lines of a hunk, the first with the first, the second with the second; no more than are shown. */
function pairs(
  before: readonly string[],
  after: readonly string[],
  { from, to, afterFrom, afterTo }: Hunk,
  mark: Mark,
): { readonly removed: readonly Cell[]; readonly added: readonly Cell[] } {
  const removed: Cell[] = [];
  const added: Cell[] = [];
  const count = Math.min(MOST_ROWS, Math.max(to - from, afterTo - afterFrom));
  for (let index = 0; index < count; index++) {
    const old = from + index < to ? (before[from + index] ?? '') : null;
    const now = afterFrom + index < afterTo ? (after[afterFrom + index] ?? '') : null;
    const marked = old === null || now === null ? null : mark(old, now);
    if (old !== null) removed.push({ sign: 'removed', parts: marked?.before ?? plainPart(old) });
    // Between lines that are changed one may be as it was.
    if (now !== null && old === now) added.push(same(now));
    else if (now !== null) added.push({ sign: 'added', parts: marked?.after ?? plainPart(now) });
  }
  return { removed, added };
}

/** What was read, theirs and mine beside each other, aligned. */
export function threeWayRows(texts: ThreeTexts, regions: readonly Region[]): readonly DiffRow[] {
  const rows = new Rows();
  const mark = marking();
  const { base, theirs, mine } = texts;
  const lines = (text: readonly string[], { from, to }: Span): readonly Cell[] =>
    text.slice(from, Math.min(to, from + MOST_ROWS)).map(same);
  for (const [index, region] of regions.entries()) {
    if (rows.isFull) {
      rows.add({ row: 'cut' });
      break;
    }
    if (region.kind === 'same') {
      rows.addSame(
        region.base.to - region.base.from,
        (line) => ({
          row: 'lines',
          isConflict: false,
          cells: [
            same(base[region.base.from + line] ?? ''),
            same(theirs[region.theirs.from + line] ?? ''),
            same(mine[region.mine.from + line] ?? ''),
          ],
        }),
        index === 0,
        index === regions.length - 1,
      );
      continue;
    }
    const hunkTo = (span: Span): Hunk => ({
      from: region.base.from,
      to: region.base.to,
      afterFrom: span.from,
      afterTo: span.to,
    });
    const byThem = region.kind === 'mine' ? null : pairs(base, theirs, hunkTo(region.theirs), mark);
    const byMe = region.kind === 'theirs' ? null : pairs(base, mine, hunkTo(region.mine), mark);
    const columns = [
      (byThem ?? byMe)?.removed ?? [],
      byThem?.added ?? lines(theirs, region.theirs),
      byMe?.added ?? lines(mine, region.mine),
    ];
    const isConflict = region.kind === 'conflict';
    if (isConflict) rows.add({ row: 'conflict' });
    const height = Math.max(...columns.map(({ length }) => length));
    for (let line = 0; line < height; line++)
      rows.add({ row: 'lines', isConflict, cells: columns.map((column) => column[line] ?? null) });
  }
  return rows.rows;
}
