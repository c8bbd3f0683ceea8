import { LIMITS } from '../limits.ts';
import {
  isWholeNumber,
  LineProblem,
  type Span,
  type Token,
  TokenReader,
  toTokens,
  wordOf,
} from './tokens.ts';

export interface SortBy {
  readonly field: string;
  readonly direction: 'ASC' | 'DESC';
}

export const DEFAULT_COUNT = 50;
export const DEFAULT_DIALECT = 2;

/** What follows the query of FT.SEARCH. */
export interface SearchOptions {
  readonly sortBy: SortBy | null;
  /** The arguments of RETURN (`AS` and its name included); null without RETURN, empty for NOCONTENT. */
  readonly fields: readonly string[] | null;
  readonly offset: number;
  readonly count: number;
  readonly dialect: number;
  readonly withScores: boolean;
  /** Options that need nothing of us (VERBATIM, SLOP 1, PARAMS ...), as arguments. */
  readonly extra: readonly string[];
}

export type OptionName = 'sortBy' | 'fields' | 'limit' | 'dialect' | 'withScores';
export type OptionSpans = Readonly<Record<OptionName, Span | null>>;
export const NO_SPANS: OptionSpans = {
  sortBy: null,
  fields: null,
  limit: null,
  dialect: null,
  withScores: null,
};

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
interface Draft {
  readonly options: Omit<Mutable<SearchOptions>, 'extra'> & { readonly extra: string[] };
  readonly spans: Mutable<OptionSpans>;
}

const FLAGS = ['VERBATIM', 'NOSTOPWORDS', 'INORDER'];
const FIXED: Readonly<Record<string, number>> = {
  SLOP: 1,
  LANGUAGE: 1,
  EXPANDER: 1,
  SCORER: 1,
  TIMEOUT: 1,
  FILTER: 3,
  GEOFILTER: 5,
};
const COUNTED = ['INKEYS', 'INFIELDS', 'PARAMS'];
/** SUMMARIZE and HIGHLIGHT take these, in any order. */
const NESTED: Readonly<Record<string, Readonly<Record<string, number | 'counted'>>>> = {
  SUMMARIZE: { FIELDS: 'counted', FRAGS: 1, LEN: 1, SEPARATOR: 1 },
  HIGHLIGHT: { FIELDS: 'counted', TAGS: 2 },
};
const REFUSED = ['WITHPAYLOADS', 'WITHSORTKEYS', 'EXPLAINSCORE', 'PAYLOAD'];
const OWN = ['RETURN', 'SORTBY', 'LIMIT', 'DIALECT', 'WITHSCORES', 'NOCONTENT'];

const isOption = (word: string | null): boolean =>
  word !== null &&
  (OWN.includes(word) ||
    FLAGS.includes(word) ||
    COUNTED.includes(word) ||
    REFUSED.includes(word) ||
    word in FIXED ||
    word in NESTED);

/** `price` of `@price`: FT.SEARCH takes names without it, FT.AGGREGATE with it. */
const bare = (name: string): string => name.replace(/^@/, '');
const texts = (tokens: readonly Token[]): string[] => tokens.map(({ text }) => text);

/** `n a b ...` with its count. */
function takeCounted(reader: TokenReader, what: string): string[] {
  const count = reader.takeNumber(`The number of ${what}`);
  return [String(count), ...texts(reader.takeMany(count, `One of the ${count} ${what}`))];
}

/** RETURN with its count, or in brief the names alone. */
function takeFields(reader: TokenReader): string[] {
  if (isWholeNumber(reader.peek())) return takeCounted(reader, 'names').slice(1).map(bare);
  const fields = [bare(reader.take('A field for RETURN').text)];
  while (reader.peek() !== null && !isOption(wordOf(reader.peek())))
    fields.push(bare(reader.take('A field').text));
  return fields.map((field) => field.replace(/,$/, '')).filter((field) => field !== '');
}

/** LIMIT with offset and count, or in brief the count alone. */
export function takeLimit(reader: TokenReader): {
  readonly offset: number;
  readonly count: number;
} {
  const first = reader.takeNumber('The number after LIMIT');
  if (!isWholeNumber(reader.peek())) return { offset: 0, count: first };
  return { offset: first, count: reader.takeNumber('The count of LIMIT') };
}

export function takeDialect(reader: TokenReader): number {
  const at = reader.peek()?.from ?? reader.end;
  const dialect = reader.takeNumber('The number after DIALECT');
  if (dialect < 1 || dialect > 4) throw new LineProblem('DIALECT is 1, 2, 3 or 4', at);
  return dialect;
}

export function checkCount(count: number, at: number): void {
  if (count > LIMITS.searchRows)
    throw new LineProblem(`At most ${LIMITS.searchRows} rows at a time`, at);
}

function takeNested(reader: TokenReader, word: string): string[] {
  const known = NESTED[word] ?? {};
  const out: string[] = [];
  for (;;) {
    const inner = wordOf(reader.peek());
    const takes = inner === null ? undefined : known[inner];
    if (inner === null || takes === undefined) return out;
    reader.take(inner);
    out.push(inner);
    if (takes === 'counted') out.push(...takeCounted(reader, 'fields'));
    else out.push(...texts(reader.takeMany(takes, `What ${inner} takes`)));
  }
}

/** An option that is passed on as it is; null when it is none. */
function takeExtra(reader: TokenReader, word: string): string[] | null {
  const fixed = FIXED[word];
  if (FLAGS.includes(word)) return [word];
  if (fixed !== undefined) return [word, ...texts(reader.takeMany(fixed, `What ${word} takes`))];
  if (COUNTED.includes(word)) return [word, ...takeCounted(reader, 'arguments')];
  if (word in NESTED) return [word, ...takeNested(reader, word)];
  return null;
}

/** One of the options with a place of their own; the name of the place, null when it is another option. */
function takeOwn(reader: TokenReader, word: string, { options }: Draft): OptionName | null {
  switch (word) {
    case 'SORTBY': {
      const field = bare(reader.take('The field after SORTBY').text);
      const direction = wordOf(reader.peek());
      if (direction === 'ASC' || direction === 'DESC') reader.take(direction);
      options.sortBy = { field, direction: direction === 'DESC' ? 'DESC' : 'ASC' };
      return 'sortBy';
    }
    case 'RETURN':
      options.fields = takeFields(reader);
      return 'fields';
    case 'NOCONTENT':
      options.fields = [];
      return 'fields';
    case 'LIMIT': {
      const at = reader.peek()?.from ?? reader.end;
      Object.assign(options, takeLimit(reader));
      checkCount(options.count, at);
      return 'limit';
    }
    case 'DIALECT':
      options.dialect = takeDialect(reader);
      return 'dialect';
    case 'WITHSCORES':
      options.withScores = true;
      return 'withScores';
    default:
      return null;
  }
}

/** What follows the query of FT.SEARCH, and where each option stands. Throws LineProblem. */
export function parseSearchOptions(reader: TokenReader): {
  readonly options: SearchOptions;
  readonly spans: OptionSpans;
} {
  const draft: Draft = {
    options: {
      sortBy: null,
      fields: null,
      offset: 0,
      count: DEFAULT_COUNT,
      dialect: DEFAULT_DIALECT,
      withScores: false,
      extra: [],
    },
    spans: { ...NO_SPANS },
  };
  while (reader.peek() !== null) {
    const token = reader.takeRaw('An option');
    const word = wordOf(token) ?? '';
    if (REFUSED.includes(word)) throw new LineProblem(`${word} is not shown here`, token.from);
    const place = takeOwn(reader, word, draft);
    if (place !== null) {
      draft.spans[place] = { from: token.from, to: reader.position };
      continue;
    }
    const extra = takeExtra(reader, word);
    if (extra === null)
      throw new LineProblem(`${token.text} is not an option of FT.SEARCH`, token.from);
    draft.options.extra.push(...extra);
  }
  return draft;
}

/** Whether these arguments are nothing but options that are passed on; what else they are, as a sentence, if not. */
export function checkExtra(extra: readonly string[]): string | null {
  const reader = new TokenReader(toTokens(extra), null);
  try {
    const { options } = parseSearchOptions(reader);
    return options.extra.length === extra.length
      ? null
      : 'Only options without a place of their own';
  } catch (thrown) {
    if (thrown instanceof LineProblem) return thrown.message;
    throw thrown;
  }
}

/** The arguments after the query of FT.SEARCH. */
export function searchArguments(options: SearchOptions): string[] {
  const { sortBy, fields, offset, count, dialect, withScores, extra } = options;
  return [
    ...extra,
    ...(withScores ? ['WITHSCORES'] : []),
    ...(fields === null ? [] : ['RETURN', String(fields.length), ...fields]),
    ...(sortBy === null ? [] : ['SORTBY', sortBy.field, sortBy.direction]),
    'LIMIT',
    String(offset),
    String(count),
    'DIALECT',
    String(dialect),
  ];
}
