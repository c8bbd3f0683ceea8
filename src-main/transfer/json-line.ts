import { toUtf8 } from '../../src-shared/redis-value.ts';

/** The deepest that our own lines go: the object, the value, an entry, its fields, one of them, bytes. */
const DEEPEST = 6;
/** Brackets and commas: each may cost a small object when parsed. */
const MOST_MARKS = 1_000_000;

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const OPENING: ReadonlySet<number> = new Set([0x5b, 0x7b]);
const CLOSING: ReadonlySet<number> = new Set([0x5d, 0x7d]);

/**
 * What makes a line too costly to parse, or ambiguous: depth, very many elements, a name that comes twice. Looked for
 * before parsing, which would build all of it. null: none of this.
 */
function obstacleIn(bytes: Uint8Array): string | null {
  const names = new Set<string>();
  let depth = 0;
  let marks = 0;
  let isName = false;
  for (let i = 0; i < bytes.byteLength; i++) {
    const byte = bytes[i] ?? 0;
    if (byte === QUOTE) {
      const start = i + 1;
      for (i = start; i < bytes.byteLength && bytes[i] !== QUOTE; i++)
        if (bytes[i] === BACKSLASH) i += 1;
      if (!isName || depth !== 1) continue;
      isName = false;
      const name = Buffer.from(bytes.subarray(start, Math.min(i, start + 64))).toString('latin1');
      if (names.has(name)) return `"${name}" comes twice in it`;
      if (name.includes('\\')) return 'A name in it is written with an escape';
      names.add(name);
    } else if (OPENING.has(byte)) {
      depth += 1;
      marks += 1;
      isName = depth === 1;
      if (depth > DEEPEST) return 'It is nested too deep';
    } else if (CLOSING.has(byte)) depth -= 1;
    else if (byte === COMMA) {
      marks += 1;
      isName = depth === 1;
    }
    if (marks > MOST_MARKS) return 'It has more than 1,000,000 elements';
  }
  return null;
}

/** The JSON of one line, or why it was refused. */
export function parseJsonLine(
  bytes: Uint8Array,
): { readonly value: unknown } | { readonly refused: string } {
  const obstacle = obstacleIn(bytes);
  if (obstacle !== null) return { refused: obstacle };
  const text = toUtf8(bytes);
  if (text === null) return { refused: 'It is not UTF-8' };
  try {
    const value: unknown = JSON.parse(text);
    return { value };
  } catch {
    return { refused: text.endsWith('}') ? 'It is not JSON' : 'It is not JSON: is it cut off?' };
  }
}
