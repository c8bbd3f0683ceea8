import { type JsonText, jsonKind } from '../../../../../src-shared/json-text.ts';

/** A line that closes node n is written as -n - 1; one that begins node n as n. */
export type JsonLines = Int32Array;

function hasLines(json: JsonText, node: number): boolean {
  return (json.sizes[node] ?? 0) > 0;
}

/** The lines of a document laid out one value a line, in order. Empty containers take one line. */
export function layoutJsonLines(json: JsonText): JsonLines {
  let containers = 0;
  for (let node = 0; node < json.count; node++) if (hasLines(json, node)) containers += 1;
  const lines = new Int32Array(json.count + containers);
  const open: number[] = [];
  let at = 0;
  for (let node = 0; node <= json.count; node++) {
    for (
      let last = open.at(-1);
      last !== undefined && json.nexts[last] === node;
      last = open.at(-1)
    ) {
      open.pop();
      lines[at++] = -last - 1;
    }
    if (node === json.count) break;
    lines[at++] = node;
    if (hasLines(json, node)) open.push(node);
  }
  return lines;
}

export interface JsonLine {
  readonly node: number;
  readonly isClosing: boolean;
  /** A comma follows. */
  readonly hasComma: boolean;
}

/** What one line shows. */
export function readJsonLine(json: JsonText, lines: JsonLines, index: number): JsonLine {
  const code = lines[index] ?? 0;
  const isClosing = code < 0;
  const node = isClosing ? -code - 1 : code;
  const parent = json.parents[node] ?? 0;
  const isLast = node === 0 || json.nexts[node] === json.nexts[parent];
  return { node, isClosing, hasComma: !isLast && (isClosing || !hasLines(json, node)) };
}

/** Where a node's own line is: lines rise with nodes, so it is found by halving. */
export function lineOfNode(json: JsonText, lines: JsonLines, node: number): number {
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    const code = lines[middle] ?? 0;
    // A closing line counts as its last descendant, which is before any later node.
    const reached = code >= 0 ? code : (json.nexts[-code - 1] ?? 0) - 0.5;
    if (reached < node) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The brackets of a container. */
export function brackets(json: JsonText, node: number): readonly [string, string] {
  return jsonKind(json, node) === 'object' ? ['{', '}'] : ['[', ']'];
}
