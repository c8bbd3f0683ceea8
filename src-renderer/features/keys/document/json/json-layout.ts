import {
  jsonDepth,
  jsonKind,
  jsonNameSource,
  jsonSource,
  type JsonText,
} from '../../../../../src-shared/json-text.ts';
import { brackets, layoutJsonLines, readJsonLine } from './json-lines.ts';

/** Spaces beyond it would outweigh the text of a document nested a hundred levels deep. */
const DEEPEST_INDENT = 60;

function valueText(json: JsonText, node: number): string {
  const kind = jsonKind(json, node);
  if (kind !== 'object' && kind !== 'array') return jsonSource(json, node);
  const [open, close] = brackets(json, node);
  return (json.sizes[node] ?? 0) === 0 ? open + close : open;
}

/** One value a line, indented; names, strings and numbers are the characters that were written. */
export function prettyJson(json: JsonText): string {
  const lines = layoutJsonLines(json);
  const texts: string[] = [];
  for (let index = 0; index < lines.length; index++) {
    const { node, isClosing, hasComma } = readJsonLine(json, lines, index);
    const name = isClosing ? null : jsonNameSource(json, node);
    texts.push(
      '  '.repeat(jsonDepth(json, node, DEEPEST_INDENT)) +
        (name === null ? '' : `${name}: `) +
        (isClosing ? brackets(json, node)[1] : valueText(json, node)) +
        (hasComma ? ',' : ''),
    );
  }
  return texts.join('\n');
}

const STRING_OR_SPACE = /"[^"\\]*(?:\\.[^"\\]*)*"|\s+/g;

/** Valid JSON without the spaces between its values, as RedisJSON writes it; all else stays as it was. */
export const compactJson = (source: string): string =>
  source.replace(STRING_OR_SPACE, (part) => (part.startsWith('"') ? part : ''));

/** Where a character is, as editors count: from 1. */
export function lineAndColumn(
  text: string,
  offset: number,
): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  const start = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: offset - start + 1 };
}
