import { useMemo } from 'react';
import { wholeLine, withoutComma } from './changed-lines.ts';
import { type DiffRow, threeWayRows } from './diff-rows.ts';
import { useLaidOut } from './lay-out.ts';
import { mergeJson } from './merge-json.ts';
import { compareThree } from './three-way.ts';

/** What was read, what is there now, and what was written here; null: it is not there. */
export interface ThreeSources {
  readonly read: string | null;
  readonly theirs: string | null;
  readonly mine: string | null;
}

export interface Comparison {
  readonly rows: readonly DiffRow[];
  /** Places that both changed, each in its own way. */
  readonly conflicts: number;
  readonly isExact: boolean;
  /** Both changes in one text; null where they are in each other's way. */
  readonly merged: string | null;
}

/** The comparison of three texts; null while they are read. */
export function useThreeWay({ read, theirs, mine }: ThreeSources): Comparison | null {
  const sources = useMemo(() => [read, theirs, mine], [read, theirs, mine]);
  const laid = useLaidOut(sources);
  return useMemo(() => {
    if (laid === null || laid.sources !== sources) return null;
    const { lines, jsons } = laid;
    const [base = [], their = [], my = []] = lines;
    const texts = { base, theirs: their, mine: my };
    const compared = compareThree(texts, jsons === null ? wholeLine : withoutComma);
    const { conflicts, isExact, regions } = compared;
    const rows = threeWayRows(texts, regions);
    return { rows, conflicts, isExact, merged: mergedOf() };
    function mergedOf(): string | null {
      if (sources.includes(null)) return null;
      if (jsons === null) return compared.merged?.join('\n') ?? null;
      const [one, two, three] = jsons;
      if (one === undefined || two === undefined || three === undefined) return null;
      return mergeJson(one, two, three);
    }
  }, [laid, sources]);
}
