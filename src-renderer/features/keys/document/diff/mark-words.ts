import { diffArrays } from 'diff';

/** A run of a line; `isChanged`: the line it is compared with has something else there, or nothing. */
export interface Part {
  readonly text: string;
  readonly isChanged: boolean;
}

export interface MarkedPair {
  readonly before: readonly Part[];
  readonly after: readonly Part[];
}

// Numbers are one word: of 1199.5 and 1175.25 the dot is nothing they share.
const WORDS = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|[\p{L}\p{N}_]+|\s+|./gsu;
/** Lines beyond it are not cut into words. */
const MOST_CHARACTERS = 20_000;
const MOST_EDITS = 400;
const MOST_MS = 5;

export const plainPart = (text: string): readonly Part[] =>
  text === '' ? [] : [{ text, isChanged: false }];
const wholePart = (text: string): readonly Part[] =>
  text === '' ? [] : [{ text, isChanged: true }];

const tidy = (parts: readonly Part[]): readonly Part[] => {
  const runs: Part[] = [];
  for (const part of parts) {
    const last = runs.at(-1);
    if (part.text === '') continue;
    if (last?.isChanged === part.isChanged)
      runs[runs.length - 1] = { ...last, text: last.text + part.text };
    else runs.push(part);
  }
  return runs;
};

/** What two lines have apart, by words; nothing of it is shared when they are too long or too different for that. */
export function markWords(before: string, after: string): MarkedPair {
  const whole = { before: wholePart(before), after: wholePart(after) };
  if (Math.max(before.length, after.length) > MOST_CHARACTERS) return markEnds(before, after);
  const changes = diffArrays(before.match(WORDS) ?? [], after.match(WORDS) ?? [], {
    timeout: MOST_MS,
    maxEditLength: MOST_EDITS,
  });
  if (changes === undefined) return whole;
  const parts = changes.map(({ added, removed, value }) => ({
    added,
    removed,
    text: value.join(''),
  }));
  return {
    before: tidy(
      parts.flatMap(({ added, removed, text }) => (added ? [] : [{ text, isChanged: removed }])),
    ),
    after: tidy(
      parts.flatMap(({ added, removed, text }) => (removed ? [] : [{ text, isChanged: added }])),
    ),
  };
}

/** The same for long lines: what is between the ends they share. */
function markEnds(before: string, after: string): MarkedPair {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < most - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  const cut = (text: string) =>
    tidy([
      { text: text.slice(0, start), isChanged: false },
      { text: text.slice(start, text.length - end), isChanged: true },
      { text: text.slice(text.length - end), isChanged: false },
    ]);
  return { before: cut(before), after: cut(after) };
}

const AROUND = 60;
const LONG_SAME = 200;
const LONG_CHANGED = 2_000;

/** A run that was left out of a line, by its length. */
export interface Gap {
  readonly left: number;
}

/** The parts of a line as far as a screen has room for them. */
export function shortened(parts: readonly Part[]): readonly (Part | Gap)[] {
  return parts.flatMap((part, index): readonly (Part | Gap)[] => {
    const { text, isChanged } = part;
    if (isChanged) {
      if (text.length <= LONG_CHANGED) return [part];
      return [{ ...part, text: text.slice(0, LONG_CHANGED) }, { left: text.length - LONG_CHANGED }];
    }
    if (text.length <= LONG_SAME) return [part];
    const head = index === 0 && parts.length > 1 ? 0 : AROUND;
    const tail = index === parts.length - 1 && index > 0 ? 0 : AROUND;
    return [
      { isChanged, text: text.slice(0, head) },
      { left: text.length - head - tail },
      { isChanged, text: text.slice(text.length - tail) },
    ].filter((one) => 'left' in one || one.text !== '');
  });
}
