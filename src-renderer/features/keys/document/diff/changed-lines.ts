import { diffArrays } from 'diff';

/** Lines of one text that stand in the place of lines of another; ends are not part of it. */
export interface Hunk {
  readonly from: number;
  readonly to: number;
  readonly afterFrom: number;
  readonly afterTo: number;
}

export interface ChangedLines {
  readonly hunks: readonly Hunk[];
  /** false: too much differs to be compared in the time there is, and all from the first to the last change is one hunk. */
  readonly isExact: boolean;
}

/** Two comparisons and the drawing of what they say make the frame that is late: a tenth of a second together. */
const MOST_MS = 40;
const MOST_EDITS = 4_000;

const comma = /,$/;
/** The line of laid out JSON without the comma that a neighbour gave it. */
export const withoutComma = (line: string): string => line.replace(comma, '');
export const wholeLine = (line: string): string => line;

function commonStart(before: readonly string[], after: readonly string[]): number {
  const most = Math.min(before.length, after.length);
  let count = 0;
  while (count < most && before[count] === after[count]) count += 1;
  return count;
}

function commonEnd(before: readonly string[], after: readonly string[], start: number): number {
  const most = Math.min(before.length, after.length) - start;
  let count = 0;
  while (count < most && before[before.length - 1 - count] === after[after.length - 1 - count])
    count += 1;
  return count;
}

/** Where two texts differ, by lines; `keyOf` is what of a line is compared. */
export function changedLines(
  beforeLines: readonly string[],
  afterLines: readonly string[],
  keyOf: (line: string) => string = wholeLine,
): ChangedLines {
  const before = beforeLines.map(keyOf);
  const after = afterLines.map(keyOf);
  const start = commonStart(before, after);
  const end = commonEnd(before, after, start);
  const to = before.length - end;
  const afterTo = after.length - end;
  if (start === to && start === afterTo) return { hunks: [], isExact: true };
  const all: Hunk = { from: start, to, afterFrom: start, afterTo };
  if (start === to || start === afterTo) return { hunks: [all], isExact: true };
  const changes = diffArrays(before.slice(start, to), after.slice(start, afterTo), {
    timeout: MOST_MS,
    maxEditLength: MOST_EDITS,
  });
  if (changes === undefined) return { hunks: [all], isExact: false };
  const hunks: Hunk[] = [];
  let at = start;
  let afterAt = start;
  let open: { from: number; afterFrom: number } | null = null;
  const close = () => {
    if (open !== null) hunks.push({ ...open, to: at, afterTo: afterAt });
    open = null;
  };
  for (const { added, removed, count } of changes) {
    if (added || removed) open ??= { from: at, afterFrom: afterAt };
    else close();
    if (!added) at += count;
    if (!removed) afterAt += count;
  }
  close();
  return { hunks, isExact: true };
}
