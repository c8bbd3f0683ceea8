import { describe, expect, it } from 'vitest';
import { findJsonNode, jsonPath } from '../../../../../src-shared/json-path.ts';
import { jsonSource, type JsonText, parseJsonText } from '../../../../../src-shared/json-text.ts';
import { brackets, layoutJsonLines, lineOfNode, readJsonLine } from './json-lines.ts';
import {
  carryFolding,
  DEFAULT_FOLDING,
  isOpenNode,
  openSiblings,
  rowOfNode,
  toggleNode,
  visibleNodes,
} from './tree-rows.ts';

function parse(source: string): JsonText {
  const parsed = parseJsonText(source);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.json;
}

const product = parse(
  '{"name":"x","specs":{"gb":1,"colors":["a","b"]},"offers":[{"p":1},{"p":2}],"e":{}}',
);
const shown = (json: JsonText, rows: Uint32Array): string[] =>
  Array.from(rows, (node) => jsonPath(json, node));
const at = (json: JsonText, ...steps: (string | number)[]): number =>
  findJsonNode(json, steps) ?? -1;

describe('rows of the tree', () => {
  it('opens the document and its small containers, no deeper', () => {
    expect(shown(product, visibleNodes(product, DEFAULT_FOLDING))).toEqual([
      '$',
      '$.name',
      '$.specs',
      '$.specs.gb',
      '$.specs.colors',
      '$.offers',
      '$.offers[0]',
      '$.offers[1]',
      '$.e',
    ]);
  });

  it('leaves large containers closed, but not the document itself', () => {
    const large = parse(JSON.stringify({ many: Array.from({ length: 51 }, (_, i) => i) }));
    expect(visibleNodes(large, DEFAULT_FOLDING)).toHaveLength(2);
    expect(visibleNodes(parse(`[${'[1],'.repeat(60)}[1]]`), DEFAULT_FOLDING)).toHaveLength(62);
  });

  it('toggles, opens siblings, opens and closes all', () => {
    const offers = at(product, 'offers');
    const folded = toggleNode(DEFAULT_FOLDING, offers);
    expect(isOpenNode(product, offers, folded)).toBe(false);
    expect(rowOfNode(visibleNodes(product, folded), at(product, 'offers', 0))).toBe(-1);
    expect(toggleNode(folded, offers)).toEqual(DEFAULT_FOLDING);
    const siblings = openSiblings(product, DEFAULT_FOLDING, at(product, 'offers', 0));
    expect(shown(product, visibleNodes(product, siblings))).toContain('$.offers[1].p');
    expect(visibleNodes(product, { base: 'open', toggled: new Set() })).toHaveLength(product.count);
    expect(visibleNodes(product, { base: 'closed', toggled: new Set() })).toHaveLength(5);
  });

  it('finds each row', () => {
    const rows = visibleNodes(product, DEFAULT_FOLDING);
    for (const [row, node] of rows.entries()) expect(rowOfNode(rows, node)).toBe(row);
  });

  it('keeps what was folded when the document is read again', () => {
    const later = parse('{"new":[1],"name":"y","specs":{"gb":1},"offers":[{"p":1}]}');
    const folded = toggleNode(DEFAULT_FOLDING, at(product, 'offers'));
    const carried = carryFolding(product, folded, later);
    expect([...carried.toggled]).toEqual([at(later, 'offers')]);
  });
});

describe('lines of the text', () => {
  const print = (json: JsonText): string[] => {
    const lines = layoutJsonLines(json);
    return Array.from(lines, (_, index) => {
      const { node, isClosing, hasComma } = readJsonLine(json, lines, index);
      const [open, close] = brackets(json, node);
      const isFull = (json.sizes[node] ?? 0) > 0;
      const value = isClosing ? close : isFull ? open : jsonSource(json, node);
      return value + (hasComma ? ',' : '');
    });
  };

  it('have one value each, commas where they belong', () => {
    expect(print(parse('{"a":1,"b":[],"c":[1,{"d":2}],"e":{"f":null}}'))).toEqual([
      '{',
      '1,',
      '[],',
      '[',
      '1,',
      '{',
      '2',
      '}',
      '],',
      '{',
      'null',
      '}',
      '}',
    ]);
    expect(print(parse('9007199254740993'))).toEqual(['9007199254740993']);
  });

  it('are found by node', () => {
    const json = parse('[[1,[2]],3,{"a":{"b":4},"c":5},6]');
    const lines = layoutJsonLines(json);
    for (let node = 0; node < json.count; node++)
      expect(lines[lineOfNode(json, lines, node)]).toBe(node);
  });
});
