import { LIMITS } from '../limits.ts';
import {
  checkCount,
  DEFAULT_DIALECT,
  NO_SPANS,
  type OptionName,
  type OptionSpans,
  type SortBy,
  takeDialect,
  takeLimit,
} from './search-options.ts';
import {
  isSeparator,
  isWholeNumber,
  isWord,
  LineProblem,
  type Token,
  TokenReader,
  toTokens,
  wordOf,
} from './tokens.ts';

export interface AggregateSteps {
  /** Exactly as FT.AGGREGATE takes them, its last stage with a LIMIT. */
  readonly steps: readonly string[];
  readonly dialect: number;
}

interface Draft {
  readonly steps: string[];
  dialect: number;
  /** Of the last stage: a GROUPBY begins a new one. */
  readonly spans: { -readonly [K in OptionName]: OptionSpans[K] };
}

const REDUCERS: ReadonlySet<string> = new Set([
  'COUNT',
  'COUNT_DISTINCT',
  'COUNT_DISTINCTISH',
  'SUM',
  'MIN',
  'MAX',
  'AVG',
  'STDDEV',
  'QUANTILE',
  'TOLIST',
  'FIRST_VALUE',
  'RANDOM_SAMPLE',
]);
const STEPS: ReadonlySet<string> = new Set([
  'LOAD',
  'GROUPBY',
  'SORTBY',
  'APPLY',
  'FILTER',
  'LIMIT',
  'PARAMS',
  'TIMEOUT',
  'SCORER',
  'VERBATIM',
  'ADDSCORES',
  'DIALECT',
  'WITHCURSOR',
]);
const OF_SEARCH = ['RETURN', 'WITHSCORES', 'NOCONTENT', 'SUMMARIZE', 'HIGHLIGHT'];

const isStep = (token: Token | null): boolean => STEPS.has(wordOf(token) ?? '');
const isReducer = (token: Token | null): boolean => REDUCERS.has(wordOf(token) ?? '');
const isOfSearch = (token: Token): boolean => !token.quoted && OF_SEARCH.includes(token.text);
const endsNames = (token: Token | null): boolean =>
  token === null || isSeparator(token) || isStep(token) || isWord(token, 'AS') || isOfSearch(token);

/** `@price` of `price`; paths and numbers stay as they are. */
const property = (name: string): string => (/^(?:[@$]|[-+]?\d)/.test(name) ? name : `@${name}`);
const isModifier = (token: Token): boolean => ['BY', 'ASC', 'DESC'].includes(wordOf(token) ?? '');
const argument = (token: Token): string =>
  isModifier(token) ? token.text.toUpperCase() : property(token.text.replace(/,$/, ''));

/** Names without a count before them, to the next word that begins something; at least one. */
function takeNames(
  reader: TokenReader,
  what: string,
  ends: (token: Token | null) => boolean,
): string[] {
  const names = [argument(reader.take(what))];
  while (!ends(reader.peek())) names.push(argument(reader.take(what)));
  return names.filter((name) => name !== '@');
}

function takeCountedNames(reader: TokenReader, what: string): string[] {
  const count = reader.takeNumber('A count');
  return reader.takeMany(count, what).map(argument);
}

/** `REDUCE MIN 1 @price AS min_price`, or in brief `MIN price` with a name made from it. */
function takeReducer(reader: TokenReader, name: Token): string[] {
  const reducer = name.text.toUpperCase();
  const isBrief = !isWholeNumber(reader.peek());
  const takesNone =
    isBrief &&
    (endsNames(reader.peek()) || isReducer(reader.peek()) || isWord(reader.peek(), 'REDUCE'));
  if (takesNone && reducer !== 'COUNT') throw new LineProblem(`${reducer} needs a field`, name.to);
  const isEnd = (token: Token | null): boolean =>
    endsNames(token) || isReducer(token) || isWord(token, 'REDUCE');
  const args = takesNone
    ? []
    : isBrief
      ? takeNames(reader, 'A field', isEnd)
      : reader
          .takeMany(reader.takeNumber('A count'), `What ${reducer} takes`)
          .map(({ text }) => text);
  const out = ['REDUCE', reducer, String(args.length), ...args];
  if (isWord(reader.peek(), 'AS')) {
    reader.take('AS');
    return [...out, 'AS', reader.take('The name after AS').text];
  }
  if (!isBrief) return out;
  const of = (args[0] ?? '').replace(/[^\p{L}\p{N}]+/gu, '_').replace(/^_+|_+$/g, '');
  return [...out, 'AS', [reducer.toLowerCase(), of].filter((part) => part !== '').join('_')];
}

function takeGroupBy(reader: TokenReader): string[] {
  const names = isWholeNumber(reader.peek())
    ? takeCountedNames(reader, 'A field of GROUPBY')
    : takeNames(
        reader,
        'A field after GROUPBY',
        (token) => endsNames(token) || isReducer(token) || isWord(token, 'REDUCE'),
      );
  const out = ['GROUPBY', String(names.length), ...names];
  for (;;) {
    reader.skipSeparators();
    const next = reader.peek();
    if (isWord(next, 'REDUCE')) {
      reader.take('REDUCE');
      out.push(...takeReducer(reader, reader.take('The function after REDUCE')));
    } else if (isReducer(next)) out.push(...takeReducer(reader, reader.take('A function')));
    else return out;
  }
}

function takeSortBy(reader: TokenReader): string[] {
  const ends = (token: Token | null): boolean => endsNames(token) || isWord(token, 'MAX');
  const names = isWholeNumber(reader.peek())
    ? takeCountedNames(reader, 'A field of SORTBY')
    : takeNames(reader, 'A field after SORTBY', ends);
  const out = ['SORTBY', String(names.length), ...names];
  if (!isWord(reader.peek(), 'MAX')) return out;
  reader.take('MAX');
  return [...out, 'MAX', String(reader.takeNumber('The number after MAX'))];
}

function takeLoad(reader: TokenReader): string[] {
  if (isWord(reader.peek(), '*')) return ['LOAD', reader.take('*').text];
  if (isWholeNumber(reader.peek())) {
    const count = reader.takeNumber('A count');
    return [
      'LOAD',
      String(count),
      ...reader.takeMany(count, 'A field of LOAD').map(({ text }) => text),
    ];
  }
  const names: string[] = [];
  do {
    names.push(property(reader.take('A field after LOAD').text.replace(/,$/, '')));
    if (isWord(reader.peek(), 'AS')) {
      reader.take('AS');
      names.push('AS', reader.take('The name after AS').text);
    }
  } while (!endsNames(reader.peek()));
  return ['LOAD', String(names.length), ...names];
}

/** An expression up to `AS name`: as one quoted argument, or as it is written. */
function takeApply(reader: TokenReader): string[] {
  const parts = [reader.takeRaw('The expression after APPLY')];
  while (!isWord(reader.peek(), 'AS')) parts.push(reader.takeRaw('AS and a name'));
  const expression = reader.textOf(parts);
  reader.take('AS');
  return ['APPLY', expression, 'AS', reader.take('The name after AS').text];
}

/** To the next step; a `/` that no step follows is a division. */
function takeFilter(reader: TokenReader): string[] {
  const ends = (): boolean => {
    const [next, after] = [reader.peek(), reader.peek(1)];
    return (
      next === null || isStep(next) || (isSeparator(next) && (after === null || isStep(after)))
    );
  };
  const parts = [reader.takeRaw('The expression after FILTER')];
  while (!ends()) parts.push(reader.takeRaw('An expression'));
  return ['FILTER', reader.textOf(parts)];
}

function takeLimitStep(reader: TokenReader): string[] {
  const { offset, count } = takeLimit(reader);
  return ['LIMIT', String(offset), String(count)];
}

function takeParams(reader: TokenReader): string[] {
  const count = reader.takeNumber('The count after PARAMS');
  return [
    'PARAMS',
    String(count),
    ...reader.takeMany(count, 'A parameter').map(({ text }) => text),
  ];
}

const one =
  (word: string) =>
  (reader: TokenReader): string[] => [word, reader.take(`What ${word} takes`).text];
const takers: ReadonlyMap<string, (reader: TokenReader) => string[]> = new Map([
  ['LOAD', takeLoad],
  ['GROUPBY', takeGroupBy],
  ['SORTBY', takeSortBy],
  ['APPLY', takeApply],
  ['FILTER', takeFilter],
  ['LIMIT', takeLimitStep],
  ['PARAMS', takeParams],
  ['TIMEOUT', one('TIMEOUT')],
  ['SCORER', one('SCORER')],
  ['VERBATIM', () => ['VERBATIM']],
  ['ADDSCORES', () => ['ADDSCORES']],
]);

function refuse(token: Token, word: string): never {
  if (word === 'WITHCURSOR')
    throw new LineProblem(
      'WITHCURSOR would leave a cursor open on the server: use LIMIT',
      token.from,
    );
  throw new LineProblem(
    OF_SEARCH.includes(word)
      ? `${word} belongs to FT.SEARCH`
      : `${token.text} is not a step of FT.AGGREGATE`,
    token.from,
  );
}

/** What follows the query of FT.AGGREGATE, brief or in full, bounded; and where the last stage's options stand. */
export function parseSteps(reader: TokenReader): AggregateSteps & { readonly spans: OptionSpans } {
  const draft: Draft = { steps: [], dialect: DEFAULT_DIALECT, spans: { ...NO_SPANS } };
  reader.skipSeparators();
  while (reader.peek() !== null) {
    const token = reader.takeRaw('A step');
    const word = wordOf(token) ?? '';
    if (word === 'DIALECT') {
      draft.dialect = takeDialect(reader);
      draft.spans.dialect = { from: token.from, to: reader.position };
    } else {
      const step = takers.get(word)?.(reader) ?? refuse(token, word);
      draft.steps.push(...step);
      const span = { from: token.from, to: reader.position };
      if (word === 'GROUPBY') Object.assign(draft.spans, { sortBy: null, limit: null });
      else if (word === 'SORTBY') draft.spans.sortBy = span;
      else if (word === 'LIMIT') {
        checkLast(reader, step, token);
        draft.spans.limit = span;
      }
    }
    reader.skipSeparators();
  }
  if (draft.spans.limit === null) draft.steps.push('LIMIT', '0', String(LIMITS.searchRows));
  return draft;
}

/** A LIMIT before a GROUPBY bounds what is grouped; only what comes back is bounded by us. */
function checkLast(reader: TokenReader, step: readonly string[], token: Token): void {
  for (let ahead = 0; reader.peek(ahead) !== null; ahead++)
    if (isWord(reader.peek(ahead), 'GROUPBY')) return;
  checkCount(Number(step[2]), token.from);
}

/** Steps that are already split: the same, bounded; or what is wrong with them. */
export function checkSteps(
  steps: readonly string[],
):
  | { readonly ok: true; readonly steps: readonly string[] }
  | { readonly ok: false; readonly problem: string } {
  try {
    return { ok: true, steps: parseSteps(new TokenReader(toTokens(steps), null)).steps };
  } catch (thrown) {
    if (thrown instanceof LineProblem) return { ok: false, problem: thrown.message };
    throw thrown;
  }
}

/** Where the steps of the last stage begin. */
const lastStage = (steps: readonly string[]): number => Math.max(0, steps.lastIndexOf('GROUPBY'));

/** By what the result comes sorted, when by one field. */
export function sortOfSteps(steps: readonly string[]): SortBy | null {
  const at = steps.indexOf('SORTBY', lastStage(steps));
  const field = steps[at + 2];
  if (at < 0 || field === undefined || !['1', '2'].includes(steps[at + 1] ?? '')) return null;
  const isDescending = steps[at + 1] === '2' && steps[at + 3] === 'DESC';
  if (steps[at + 1] === '2' && !['ASC', 'DESC'].includes(steps[at + 3] ?? '')) return null;
  return { field: field.replace(/^@/, ''), direction: isDescending ? 'DESC' : 'ASC' };
}

/** The LIMIT of what comes back. */
export function limitOfSteps(steps: readonly string[]): {
  readonly offset: number;
  readonly count: number;
} {
  const at = steps.lastIndexOf('LIMIT');
  if (at < lastStage(steps)) return { offset: 0, count: LIMITS.searchRows };
  return { offset: Number(steps[at + 1]), count: Number(steps[at + 2]) };
}
