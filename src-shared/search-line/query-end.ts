import { LineProblem } from './tokens.ts';

const SEARCH_WORDS = [
  'RETURN',
  'SORTBY',
  'LIMIT',
  'DIALECT',
  'WITHSCORES',
  'NOCONTENT',
  'VERBATIM',
  'NOSTOPWORDS',
  'INORDER',
  'SLOP',
  'LANGUAGE',
  'EXPANDER',
  'SCORER',
  'TIMEOUT',
  'INKEYS',
  'INFIELDS',
  'FILTER',
  'GEOFILTER',
  'PARAMS',
  'SUMMARIZE',
  'HIGHLIGHT',
  'WITHPAYLOADS',
  'WITHSORTKEYS',
  'EXPLAINSCORE',
  'PAYLOAD',
];
const AGGREGATE_WORDS = ['LOAD', 'GROUPBY', 'APPLY', 'ADDSCORES', 'WITHCURSOR'];
const keywords: ReadonlySet<string> = new Set([...SEARCH_WORDS, ...AGGREGATE_WORDS]);
/** Nobody searches for these words, so their case does not matter. */
const anyCase: ReadonlySet<string> = new Set(['SORTBY', 'GROUPBY', 'WITHSCORES', 'NOCONTENT']);
/** English words: in small letters only where a number follows, or `return policy` could not be searched for. */
const beforeNumber: ReadonlySet<string> = new Set(['LIMIT', 'RETURN', 'DIALECT']);

const closers: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

function startsOptions(word: string, after: string): boolean {
  if (keywords.has(word)) return true;
  const upper = word.toUpperCase();
  return anyCase.has(upper) || (beforeNumber.has(upper) && /^\s+\d+(?:\s|$)/.test(after));
}

/** Where the "..." that opens here ends; null when it does not. */
function closingQuote(line: string, from: number): number | null {
  for (let at = from + 1; at < line.length; at++) {
    if (line[at] === '\\') at += 1;
    else if (line[at] === '"') return at;
  }
  return null;
}

/** Past the bracket that opens at `from`. Ranges may hold a lone `(` as in `[(500 1500]`, tags anything in quotes. */
function skipBracket(line: string, from: number): number {
  const opener = line[from] ?? '';
  const closer = closers[opener];
  for (let at = from + 1; at < line.length; at++) {
    const character = line[at] ?? '';
    if (character === closer) return at + 1;
    if (character === '\\') at += 1;
    else if (character === '"' && opener !== '[') at = closingQuote(line, at) ?? at;
    else if (opener === '(' && character in closers) at = skipBracket(line, at) - 1;
  }
  throw new LineProblem(`${opener} is not closed`, from);
}

/**
 * Where the query ends and its options begin, in a line that holds both: at the first keyword outside of quotes and
 * brackets, or at the end of the line. Throws LineProblem for a quote or bracket that is not closed.
 */
export function findQueryEnd(line: string, from: number): number {
  let at = from;
  while (at < line.length) {
    const character = line[at] ?? '';
    const isWordStart = at === from || /\s/.test(line[at - 1] ?? '');
    if (isWordStart && /[a-z]/i.test(character)) {
      const word = /^[a-z]+/i.exec(line.slice(at, at + 20))?.[0] ?? '';
      const after = line.slice(at + word.length, at + word.length + 40);
      if (/^(?:\s|$)/.test(after) && startsOptions(word, after)) return at;
      at += word.length;
    } else if (character === '\\') at += 2;
    else if (character === '"') {
      const end = closingQuote(line, at);
      if (end === null) throw new LineProblem('" is not closed', at);
      at = end + 1;
    } else at = character in closers ? skipBracket(line, at) : at + 1;
  }
  return line.length;
}

/** Whether options such as these make an aggregation of a line that does not say which command it is. */
export const isAggregateWord = (word: string | null): boolean =>
  word !== null && AGGREGATE_WORDS.includes(word);
