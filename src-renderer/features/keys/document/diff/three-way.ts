import { changedLines, type Hunk, wholeLine } from './changed-lines.ts';

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Lines that belong together: what was read, and what each side has in its place. */
export interface Region {
  /** `both`: the same change on both sides. `conflict`: each changed these lines in its own way. */
  readonly kind: 'same' | 'theirs' | 'mine' | 'both' | 'conflict';
  readonly base: Span;
  readonly theirs: Span;
  readonly mine: Span;
}

export interface ThreeTexts {
  readonly base: readonly string[];
  readonly theirs: readonly string[];
  readonly mine: readonly string[];
}

export interface ThreeWay {
  readonly regions: readonly Region[];
  readonly conflicts: number;
  /** false: a side differs too much to be compared line by line. */
  readonly isExact: boolean;
  /** Both changes in one text; null where they overlap. */
  readonly merged: readonly string[] | null;
}

/** Whether a hunk is in the way of what is under way up to `end`: an insertion at its edge could go before or after it. */
function touches(hunk: Hunk | undefined, group: Span): boolean {
  if (hunk === undefined) return false;
  if (hunk.from < group.to) return true;
  return hunk.from === group.to && (hunk.from === hunk.to || group.from === group.to);
}

const sameLines = (
  one: readonly string[],
  at: Span,
  other: readonly string[],
  otherAt: Span,
  keyOf: (line: string) => string,
): boolean =>
  at.to - at.from === otherAt.to - otherAt.from &&
  one
    .slice(at.from, at.to)
    .every((line, index) => keyOf(line) === keyOf(other[otherAt.from + index] ?? ''));

/** Two changes of one text beside each other, in the order of the text. */
export function compareThree(
  { base, theirs, mine }: ThreeTexts,
  keyOf: (line: string) => string = wholeLine,
): ThreeWay {
  const byThem = changedLines(base, theirs, keyOf);
  const byMe = changedLines(base, mine, keyOf);
  const regions: Region[] = [];
  let at = 0;
  let nextTheirs = 0;
  let nextMine = 0;
  // What a side has gained over what was read, so far.
  let theirsOffset = 0;
  let mineOffset = 0;
  const grown = ({ from, to, afterFrom, afterTo }: Hunk): number =>
    afterTo - afterFrom - (to - from);
  const span = (from: number, to: number, offset: number, grows: number): Span => ({
    from: from + offset,
    to: to + offset + grows,
  });
  const same = (to: number): void => {
    if (to <= at) return;
    regions.push({
      kind: 'same',
      base: { from: at, to },
      theirs: span(at, to, theirsOffset, 0),
      mine: span(at, to, mineOffset, 0),
    });
  };
  for (;;) {
    const theirHunk = byThem.hunks[nextTheirs];
    const myHunk = byMe.hunks[nextMine];
    if (theirHunk === undefined && myHunk === undefined) break;
    const isTheirs =
      myHunk === undefined || (theirHunk !== undefined && theirHunk.from <= myHunk.from);
    const first = isTheirs ? theirHunk : myHunk;
    if (first === undefined) break;
    let group: Span = { from: first.from, to: first.to };
    let theirsGrows = 0;
    let mineGrows = 0;
    const before = { theirs: nextTheirs, mine: nextMine };
    const take = (hunk: Hunk): number => {
      group = { from: group.from, to: Math.max(group.to, hunk.to) };
      return grown(hunk);
    };
    if (isTheirs) {
      theirsGrows += take(first);
      nextTheirs += 1;
    } else {
      mineGrows += take(first);
      nextMine += 1;
    }
    for (;;) {
      const moreTheirs = byThem.hunks[nextTheirs];
      const moreMine = byMe.hunks[nextMine];
      if (moreTheirs !== undefined && touches(moreTheirs, group)) {
        theirsGrows += take(moreTheirs);
        nextTheirs += 1;
      } else if (moreMine !== undefined && touches(moreMine, group)) {
        mineGrows += take(moreMine);
        nextMine += 1;
      } else break;
    }
    same(group.from);
    const region = {
      base: group,
      theirs: span(group.from, group.to, theirsOffset, theirsGrows),
      mine: span(group.from, group.to, mineOffset, mineGrows),
    };
    regions.push({ ...region, kind: kindOf(region) });
    theirsOffset += theirsGrows;
    mineOffset += mineGrows;
    at = group.to;
    function kindOf(of: Omit<Region, 'kind'>): Region['kind'] {
      if (nextMine === before.mine) return 'theirs';
      if (nextTheirs === before.theirs) return 'mine';
      return sameLines(theirs, of.theirs, mine, of.mine, keyOf) ? 'both' : 'conflict';
    }
  }
  same(base.length);
  const conflicts = regions.filter(({ kind }) => kind === 'conflict').length;
  return {
    regions,
    conflicts,
    isExact: byThem.isExact && byMe.isExact,
    merged: conflicts > 0 ? null : mergeOf(regions, { base, theirs, mine }),
  };
}

const mergeOf = (regions: readonly Region[], { theirs, mine }: ThreeTexts): readonly string[] =>
  regions.flatMap((region) =>
    region.kind === 'mine' || region.kind === 'same'
      ? mine.slice(region.mine.from, region.mine.to)
      : theirs.slice(region.theirs.from, region.theirs.to),
  );
