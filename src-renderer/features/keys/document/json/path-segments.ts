/** What one segment of a JSONPath takes of a value. */
export type Selector =
  | { readonly is: 'names'; readonly names: readonly string[] }
  /** Negative ones count from the end. */
  | { readonly is: 'indexes'; readonly indexes: readonly number[] }
  | {
      readonly is: 'slice';
      readonly from: number | null;
      readonly to: number | null;
      readonly step: number;
    }
  | { readonly is: 'all' }
  /** Some of all: only the server says which. */
  | { readonly is: 'filter' };

export interface Segment {
  /** After `..`: of the value and of all that is in it. */
  readonly isDeep: boolean;
  readonly selector: Selector;
}

const DOT_NAME = /[\p{L}_$][\p{L}\p{N}_$-]*/uy;
const WHOLE = /^\s*-?\d+\s*$/;
const SLICE = /^\s*(-?\d+)?\s*:\s*(-?\d+)?\s*(?::\s*(\d+)?\s*)?$/;
const QUOTED = /^\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')\s*$/s;

/** The end of what a bracket opens, quotes and brackets inside skipped; -1 where it is not closed. */
function closing(path: string, from: number): number {
  let depth = 0;
  let quote: string | null = null;
  for (let at = from; at < path.length; at++) {
    const character = path[at] ?? '';
    if (quote !== null) {
      if (character === '\\') at += 1;
      else if (character === quote) quote = null;
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '[') depth += 1;
    else if (character === ']') {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  return -1;
}

const QUOTES_OR_COMMA = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|,/gs;

/** The items between commas that are in no quotes. */
function items(inside: string): readonly string[] {
  const parts: string[] = [];
  let from = 0;
  for (const match of inside.matchAll(QUOTES_OR_COMMA)) {
    if (match[0] !== ',') continue;
    parts.push(inside.slice(from, match.index));
    from = match.index + 1;
  }
  return [...parts, inside.slice(from)];
}

function bracketSelector(inside: string): Selector | null {
  const text = inside.trim();
  if (text === '*') return { is: 'all' };
  if (text.startsWith('?')) return { is: 'filter' };
  const slice = SLICE.exec(text);
  if (slice !== null) {
    const [, from, to, step] = slice;
    return {
      is: 'slice',
      from: from === undefined ? null : Number(from),
      to: to === undefined ? null : Number(to),
      step: step === undefined ? 1 : Number(step),
    };
  }
  const parts = items(inside);
  if (parts.every((part) => WHOLE.test(part))) return { is: 'indexes', indexes: parts.map(Number) };
  const names = parts.map((part) => {
    const quoted = QUOTED.exec(part);
    // What is inside with a backslash is read in several ways.
    return quoted === null ? null : (quoted[1] ?? quoted[2] ?? '');
  });
  if (names.some((name) => name === null || name.includes('\\'))) return null;
  return { is: 'names', names: names.filter((name) => name !== null) };
}

/** The segments of a JSONPath that begins with `$`; null where it is not understood here. */
export function pathSegments(path: string): readonly Segment[] | null {
  if (!path.startsWith('$')) return null;
  const segments: Segment[] = [];
  let at = 1;
  while (at < path.length) {
    const isDeep = path.startsWith('..', at);
    const dots = isDeep ? 2 : path[at] === '.' ? 1 : 0;
    at += dots;
    if (path[at] === '[') {
      const end = closing(path, at);
      const selector = end < 0 ? null : bracketSelector(path.slice(at + 1, end));
      if (selector === null) return null;
      segments.push({ isDeep, selector });
      at = end + 1;
    } else if (dots === 0) return null;
    else if (path[at] === '*') {
      segments.push({ isDeep, selector: { is: 'all' } });
      at += 1;
    } else {
      DOT_NAME.lastIndex = at;
      const name = DOT_NAME.exec(path)?.[0];
      if (name === undefined) return null;
      segments.push({ isDeep, selector: { is: 'names', names: [name] } });
      at += name.length;
    }
  }
  return segments;
}
