import { findQueryEnd } from '../../../src-shared/search-line/query-end.ts';
import type { ParsedLine } from '../../../src-shared/search-line/parse-line.ts';
import {
  LineProblem,
  type Span,
  type Token,
  tokenize,
} from '../../../src-shared/search-line/tokens.ts';

export type RunKind = 'plain' | 'field' | 'operator' | 'string' | 'number' | 'keyword';

export interface Run {
  readonly text: string;
  readonly kind: RunKind;
  /** Where the mistake is. */
  readonly isWrong: boolean;
}

interface Piece extends Span {
  readonly kind: RunKind;
}

const inQuery =
  /(@[\p{L}\p{N}_.$|]+)|("(?:[^"\\]|\\[^])*"?)|([-+]?(?:\d+(?:\.\d+)?|inf)\b(?![\p{L}]))|([:{}[\]()|~%*=<>!-]+)|([^@":{}[\]()|~%*=<>!\s-]+)/gu;

/** Words inside of `{}` are tags, which are strings. */
function queryPieces(text: string, from: number): Piece[] {
  const pieces: Piece[] = [];
  let inTag = false;
  for (const match of text.matchAll(inQuery)) {
    const [all, field, quoted, number, operator] = match;
    const at = from + match.index;
    if (operator !== undefined)
      inTag =
        operator.lastIndexOf('{') > operator.lastIndexOf('}') || (inTag && !operator.includes('}'));
    const kind =
      field !== undefined
        ? 'field'
        : operator !== undefined
          ? 'operator'
          : quoted !== undefined || inTag
            ? 'string'
            : number !== undefined
              ? 'number'
              : 'plain';
    pieces.push({ from: at, to: at + all.length, kind });
  }
  return pieces;
}

function optionKind(token: Token): RunKind {
  if (token.quoted) return 'string';
  if (/^[A-Z_]{2,}$/.test(token.text)) return 'keyword';
  if (/^[-+]?\d+(?:\.\d+)?$/.test(token.text)) return 'number';
  if (/^[@$]/.test(token.text)) return 'field';
  return token.text === '/' || token.text === '|' ? 'operator' : 'plain';
}

/** Where the query is while the line cannot be read. */
function guessQuery(line: string): Span {
  try {
    return { from: 0, to: findQueryEnd(line, 0) };
  } catch (thrown) {
    if (thrown instanceof LineProblem) return { from: 0, to: line.length };
    throw thrown;
  }
}

/** From `at` to the end of its word, at least one character. */
export function wordAt(line: string, at: number): Span {
  const word = /^\S*/.exec(line.slice(at))?.[0].length ?? 0;
  return { from: at, to: at + Math.max(1, word) };
}

/** The line in runs of one colour each, for drawing behind the field. Their texts joined are the line. */
export function colourLine(line: string, parsed: ParsedLine, wrong: Span | null): Run[] {
  const query = parsed.ok ? parsed.parts.query : guessQuery(line);
  const options = [...tokenize(line.slice(0, query.from), 0), ...tokenize(line, query.to)];
  const pieces = [
    ...queryPieces(line.slice(query.from, query.to), query.from),
    ...options.map((token) => ({ from: token.from, to: token.to, kind: optionKind(token) })),
  ].toSorted((a, b) => a.from - b.from);
  const runs: Run[] = [];
  let at = 0;
  const push = (to: number, kind: RunKind): void => {
    const cuts = [wrong?.from, wrong?.to].filter(
      (cut) => cut !== undefined && cut > at && cut < to,
    );
    for (const end of [...cuts, to]) {
      if (end === undefined || end <= at) continue;
      const isWrong = wrong !== null && at >= wrong.from && at < wrong.to;
      runs.push({ text: line.slice(at, end), kind, isWrong });
      at = end;
    }
  };
  for (const piece of pieces) {
    push(piece.from, 'plain');
    push(piece.to, piece.kind);
  }
  push(line.length, 'plain');
  return runs;
}
