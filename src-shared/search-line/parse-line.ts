import { type AggregateSteps, parseSteps } from './aggregate-steps.ts';
import { findQueryEnd, isAggregateWord } from './query-end.ts';
import { type OptionSpans, parseSearchOptions, type SearchOptions } from './search-options.ts';
import { LineProblem, type Span, type Token, tokenize, TokenReader, wordOf } from './tokens.ts';

export interface SearchCommand extends SearchOptions {
  readonly kind: 'search';
  readonly query: string;
}

export interface AggregateCommand extends AggregateSteps {
  readonly kind: 'aggregate';
  readonly query: string;
}

export type FtCommand = SearchCommand | AggregateCommand;

export interface LineParts extends OptionSpans {
  /** The query alone, without what quotes it. */
  readonly query: Span;
  /** Whether the query stands there as it is sent: only then an offset in it is an offset in the line. */
  readonly isVerbatim: boolean;
}

export type ParsedLine =
  | {
      readonly ok: true;
      readonly command: FtCommand;
      /** The index a whole command names; null where the line does not say. */
      readonly index: string | null;
      readonly parts: LineParts;
    }
  | { readonly ok: false; readonly error: string; readonly at: number };

/** A line cut in two, before its options are read. */
interface Cut {
  readonly kind: FtCommand['kind'] | null;
  readonly index: string | null;
  readonly query: string;
  readonly span: Span;
  readonly isVerbatim: boolean;
  readonly tail: readonly Token[];
}

const commandName = /^\s*(ft\.[a-z_]+)(?=\s|$)/i;

/** A query that stands in the line as it is, up to the first option. */
function cutBare(line: string, from: number): Omit<Cut, 'kind' | 'index'> {
  const start = from + (/^\s*/.exec(line.slice(from))?.[0].length ?? 0);
  // Between backticks nothing is an option: for queries that hold such words.
  const quoted = /^`([^`]*)`(?=\s|$)/.exec(line.slice(start));
  if (quoted?.[1] !== undefined) {
    const span = { from: start + 1, to: start + 1 + quoted[1].length };
    return { query: quoted[1], span, isVerbatim: true, tail: tokenize(line, span.to + 1) };
  }
  const end = findQueryEnd(line, start);
  const tail = tokenize(line, end);
  const written = line.slice(start, end).trimEnd();
  // `@brand:Apple / GROUPBY ...`: the separator is none of the query's.
  const query = isAggregateWord(wordOf(tail[0] ?? null))
    ? written.replace(/(?:^|\s+)[/|]$/, '')
    : written;
  const span = { from: start, to: start + query.length };
  return { query: query === '' ? '*' : query, span, isVerbatim: query !== '', tail };
}

function cutCommand(line: string, name: string, from: number): Cut {
  const kind = name === 'FT.SEARCH' ? 'search' : name === 'FT.AGGREGATE' ? 'aggregate' : null;
  if (kind === null)
    throw new LineProblem('Only FT.SEARCH and FT.AGGREGATE run here', line.search(/\S/));
  const [index, query, ...tail] = tokenize(line, from);
  if (index === undefined) throw new LineProblem(`The index after ${name} is missing`, line.length);
  if (index.problem !== null) throw new LineProblem(index.problem, index.from);
  if (query === undefined) throw new LineProblem('The query is missing', line.length);
  if (!query.quoted) return { kind, index: index.text, ...cutBare(line, index.to) };
  if (query.problem !== null) throw new LineProblem(query.problem, query.from);
  const span = { from: query.from + 1, to: query.to - 1 };
  return {
    kind,
    index: index.text,
    query: query.text,
    span,
    isVerbatim: line.slice(span.from, span.to) === query.text,
    tail,
  };
}

function read(line: string): ParsedLine {
  const name = commandName.exec(line);
  const cut: Cut =
    name?.[1] === undefined
      ? { kind: null, index: null, ...cutBare(line, 0) }
      : cutCommand(line, name[1].toUpperCase(), name[0].length);
  const { kind, index, query, span, isVerbatim, tail } = cut;
  const reader = new TokenReader(tail, line);
  const aggregates = tail.some((token) => isAggregateWord(wordOf(token)));
  if (kind === 'aggregate' || (kind === null && aggregates)) {
    const { spans, ...rest } = parseSteps(reader);
    return {
      ok: true,
      command: { kind: 'aggregate', query, ...rest },
      index,
      parts: { ...spans, query: span, isVerbatim },
    };
  }
  const { options, spans } = parseSearchOptions(reader);
  return {
    ok: true,
    command: { kind: 'search', query, ...options },
    index,
    parts: { ...spans, query: span, isVerbatim },
  };
}

/**
 * What the user typed: a query, alone or followed by options as Redis writes them or in brief, or a whole FT.SEARCH or
 * FT.AGGREGATE as redis-cli takes it. Words are options only outside of the query's quotes and brackets.
 */
export function parseLine(line: string): ParsedLine {
  try {
    return read(line);
  } catch (thrown) {
    if (thrown instanceof LineProblem) return { ok: false, error: thrown.message, at: thrown.at };
    throw thrown;
  }
}
