import type { KnownIndex } from '../../../src-shared/contract/search.ts';
import type { Span } from '../../../src-shared/search-line/tokens.ts';

/** What could be written at the caret: a field after @, or a tag inside of braces. */
export type Wanted =
  | { readonly kind: 'field'; readonly place: Span; readonly typed: string }
  | { readonly kind: 'tag'; readonly place: Span; readonly typed: string; readonly field: string };

const MOST = 8;
const fieldBefore = /@([\p{L}\p{N}_.]*)$/u;
const tagBefore = /@([\p{L}\p{N}_.]+):\{(?:[^{}]*\|)?\s*([^{}|]*)$/u;

export function wantedAt(line: string, caret: number): Wanted | null {
  const before = line.slice(0, caret);
  const tag = tagBefore.exec(before);
  if (tag?.[1] !== undefined) {
    const typed = tag[2] ?? '';
    return { kind: 'tag', place: { from: caret - typed.length, to: caret }, typed, field: tag[1] };
  }
  const field = fieldBefore.exec(before);
  // In the middle of a name there is nothing to complete.
  if (field === null || /^[\p{L}\p{N}_]/u.test(line.slice(caret))) return null;
  const typed = field[1] ?? '';
  return { kind: 'field', place: { from: caret - typed.length, to: caret }, typed };
}

/** Those that begin with what was typed, then those that hold it; none when it is all there already. */
export function matching(names: readonly string[], typed: string): string[] {
  const wanted = typed.toLowerCase();
  const found = names
    .map((name) => ({ name, at: name.toLowerCase().indexOf(wanted) }))
    .filter(({ at }) => at >= 0)
    .toSorted((a, b) => Math.min(a.at, 1) - Math.min(b.at, 1));
  return found.length === 1 && found[0]?.name === typed
    ? []
    : found.slice(0, MOST).map(({ name }) => name);
}

/** A tag as the query language takes it: a space may stand, punctuation is escaped. */
const escapeTag = (value: string): string => value.replace(/[^\p{L}\p{N}_ ]/gu, '\\$&');

/** The line with the choice written in, and where the caret goes: into the brackets of its type. */
export function accept(
  line: string,
  wanted: Wanted,
  choice: string,
  index: KnownIndex | null,
): { readonly line: string; readonly caret: number } {
  const before = line.slice(0, wanted.place.from);
  const after = line.slice(wanted.place.to);
  if (wanted.kind === 'tag') {
    const closing = /^\s*[|}]/.test(after) ? '' : '}';
    const text = `${before}${escapeTag(choice)}${closing}`;
    return { line: text + after, caret: text.length };
  }
  const type = index?.fields.find(({ attribute }) => attribute === choice)?.type;
  // After the query (GROUPBY @brand) a name stands alone.
  const isInOptions = /(?:^|\s)(?:GROUPBY|SORTBY|REDUCE|LOAD|APPLY|FILTER|RETURN)\s/.test(before);
  const opening =
    isInOptions || after.startsWith(':')
      ? ''
      : type === 'TAG'
        ? ':{'
        : type === 'NUMERIC'
          ? ':['
          : ':';
  const text = before + choice + opening;
  return { line: text + after, caret: text.length };
}
