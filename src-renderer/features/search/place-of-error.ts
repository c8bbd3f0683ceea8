import { toBytes } from '../../../src-shared/redis-value.ts';
import type { ParsedLine } from '../../../src-shared/search-line/parse-line.ts';
import type { Span } from '../../../src-shared/search-line/tokens.ts';
import { wordAt } from './line-colours.ts';

/** Characters in so many bytes of UTF-8: the server counts bytes. */
function charactersIn(text: string, bytes: number): number {
  let seen = 0;
  let characters = 0;
  for (const character of text) {
    if (seen >= bytes) break;
    seen += toBytes(character).byteLength;
    characters += character.length;
  }
  return characters;
}

function findFrom(line: string, word: string, from: number): Span | null {
  const at = line.indexOf(word, from);
  return word === '' || at < 0 ? null : { from: at, to: at + word.length };
}

/**
 * Where in the line the server's error is, by its own words: "Syntax error at offset 7 near brand" counts in the query,
 * with quotes (near 'price') in an expression, and "No such property `x`" names a word.
 */
export function placeOfError(message: string, line: string, parsed: ParsedLine): Span | null {
  if (!parsed.ok) return null;
  const { query, isVerbatim } = parsed.parts;
  const syntax = /syntax error at offset (\d+)(?: near (.*))?$/is.exec(message);
  if (syntax !== null) {
    const near = syntax[2]?.trim() ?? '';
    const quoted = /^'(.*)'$/s.exec(near)?.[1];
    if (quoted !== undefined) return findFrom(line, quoted, query.to);
    if (!isVerbatim) return null;
    const text = line.slice(query.from, query.to);
    const at = query.from + charactersIn(text, Number(syntax[1]));
    // At the end of the query: what is missing is after its last word.
    return at >= query.to
      ? wordAt(line, Math.max(query.from, query.to - 1))
      : wordAt(line.slice(0, query.to), at);
  }
  const named = /`@?([^`]+)`/.exec(message)?.[1];
  return named === undefined ? null : (findFrom(line, named, query.to) ?? findFrom(line, named, 0));
}
