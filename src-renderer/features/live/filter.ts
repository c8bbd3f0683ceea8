import { parseEscaped, toBytes } from '../../../src-shared/redis-value.ts';

export type FieldOperator = '=' | '!=' | '>' | '>=' | '<' | '<=' | '~' | '!~';

export interface FieldTest {
  /** `headers.task`: names from the outside in. */
  readonly path: readonly string[];
  readonly operator: FieldOperator;
  /** The value as text, and whether it was quoted: 5 is a number or the text "5", "5" is only the text. */
  readonly value: string;
  readonly isQuoted: boolean;
}

export type Filter =
  | { readonly kind: 'none' }
  /** In the channel's name or the payload, ASCII letters of either case. */
  | { readonly kind: 'text'; readonly needle: Uint8Array }
  /** One of the alternatives, all of its tests. */
  | { readonly kind: 'fields'; readonly anyOf: readonly (readonly FieldTest[])[] };

export type ParsedFilter =
  | { readonly ok: true; readonly filter: Filter }
  /** Begun as a field test and not finished, or not understood. */
  | { readonly ok: false; readonly hint: string };

export const NO_FILTER: Filter = { kind: 'none' };

const PATH = /\s*("(?:[^"\\]|\\.)+"|[A-Za-z_$@][\w$@-]*(?:\.[A-Za-z_$@][\w$@-]*)*)\s*/y;
const OPERATOR = /(==|!=|>=|<=|!~|=|>|<|~)\s*/y;
const VALUE = /"((?:[^"\\]|\\.)*)"|([^\s"]+)/y;
const JOIN = /\s*(and|&&|or|\|\||$)\s*/iy;
const QUOTED = /^\s*"((?:[^"\\]|\\.)*)"\s*$/;

const unquote = (text: string): string => text.replace(/\\(["\\])/g, '$1');

const operators: Readonly<Record<string, FieldOperator>> = {
  '=': '=',
  '==': '=',
  '!=': '!=',
  '>': '>',
  '>=': '>=',
  '<': '<',
  '<=': '<=',
  '~': '~',
  '!~': '!~',
};

/** Reads one piece after another, each where the last one ended. */
class Reader {
  #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match !== null) this.#at = pattern.lastIndex;
    return match;
  }
}

function pathOf(written: string): string[] {
  return written.startsWith('"') ? [unquote(written.slice(1, -1))] : written.split('.');
}

function textFilter(text: string): Filter {
  const needle = parseEscaped(text) ?? toBytes(text);
  return needle.byteLength === 0
    ? NO_FILTER
    : { kind: 'text', needle: needle.map((byte) => lower(byte)) };
}

/** `shop != "volthub" and price > 1000` tests fields; anything else is looked for as text. Quotes around all of it: text. */
export function parseFilter(text: string): ParsedFilter {
  const trimmed = text.trim();
  const quoted = QUOTED.exec(trimmed)?.[1];
  if (quoted !== undefined) return { ok: true, filter: textFilter(unquote(quoted)) };
  const reader = new Reader(trimmed);
  const anyOf: FieldTest[][] = [[]];
  for (let isFirst = true; ; isFirst = false) {
    const path = reader.take(PATH)?.[1];
    const operator = operators[reader.take(OPERATOR)?.[1] ?? ''];
    if (path === undefined || operator === undefined) {
      if (isFirst) return { ok: true, filter: textFilter(trimmed) };
      return { ok: false, hint: 'After and / or comes another test: price > 1000' };
    }
    const value = reader.take(VALUE);
    if (value === null) return { ok: false, hint: `${path} ${operator} needs a value` };
    const [, inQuotes, bare] = value;
    anyOf.at(-1)?.push({
      path: pathOf(path),
      operator,
      value: inQuotes === undefined ? (bare ?? '') : unquote(inQuotes),
      isQuoted: inQuotes !== undefined,
    });
    const join = reader.take(JOIN)?.[1]?.toLowerCase();
    if (join === undefined) return { ok: false, hint: 'Tests are joined by and / or' };
    if (join === '') return { ok: true, filter: { kind: 'fields', anyOf } };
    if (join === 'or' || join === '||') anyOf.push([]);
  }
}

export const lower = (byte: number): number => (byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte);
