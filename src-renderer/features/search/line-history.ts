const MOST = 100;

/** Lines that were run, the newest first, and how far back the user has gone. */
export interface LineHistory {
  readonly lines: readonly string[];
  /** -1: the line being written. */
  readonly at: number;
  /** What was being written when the user went back. */
  readonly draft: string;
}

export const NO_HISTORY: LineHistory = { lines: [], at: -1, draft: '' };

/** A line that was run; one that is there already moves to the front. */
export function remember(history: LineHistory, line: string): LineHistory {
  const lines = [line, ...history.lines.filter((one) => one !== line)].slice(0, MOST);
  return { lines, at: -1, draft: '' };
}

/** One step back (1) or forth (-1); null at either end. */
export function step(
  history: LineHistory,
  line: string,
  by: 1 | -1,
): { readonly history: LineHistory; readonly line: string } | null {
  // The line that was just run is the first of the list: going back means the one before it.
  const skips = history.at === -1 && by === 1 && history.lines[0] === line ? 1 : 0;
  const at = history.at + by + skips;
  const draft = history.at === -1 ? line : history.draft;
  if (at < -1) return null;
  if (at === -1) return { history: { ...history, at, draft: '' }, line: draft };
  const found = history.lines[at];
  return found === undefined ? null : { history: { ...history, at, draft }, line: found };
}
