import type { KeyFacts } from '../../../src-shared/contract/keys.ts';
import { escapeBytes, escapeGlob, parseEscaped, toBytes } from '../../../src-shared/redis-value.ts';
import { type Needle, partOf, PatternMatcher, type PatternNeedle } from './arena/needle.ts';
import type { FilterMode } from './sidebar-state.ts';

/** What the server is asked for; null: no such condition. */
export interface Scope {
  readonly match: Uint8Array | null;
  readonly type: string | null;
}

export const everything: Scope = { match: null, type: null };

export const isEverything = ({ match, type }: Scope): boolean => match === null && type === null;

/** Whether it is a key of this type; type names of modules are compared as SCAN does, whatever their case. */
export const hasType = (facts: KeyFacts | undefined, type: string): boolean =>
  facts?.state === 'present' && facts.type.toLowerCase() === type.toLowerCase();

/** A `*`, `?` or `[` that is not escaped makes the text a pattern. */
export function isGlob(text: string): boolean {
  return /[*?[]/.test(text.replaceAll(/\\./gu, ''));
}

/** The bytes a text stands for: names are shown escaped, so what is shown can be typed; `\*` is a star. */
export function toLiteral(text: string): Uint8Array {
  const plain = text.replaceAll(/\\(?:([*?[\]^-])|.)/gsu, (part, meant?: string) => meant ?? part);
  return parseEscaped(plain) ?? toBytes(plain);
}

const special = new Set(['*', '?', '[', ']', '\\', '^', '-']);

/** A pattern as SCAN takes it: `\x00` and `\u{..}` are the bytes they show, `\*` stays a star that is meant. */
export function toGlob(text: string): Uint8Array {
  const parts: number[] = [];
  for (const [part, shown, escaped] of text.matchAll(
    /(\\x[0-9a-f]{2}|\\u\{[0-9a-f]{1,6}\}|\\[nrt])|\\(.)|[^\\]+|\\/giu,
  )) {
    const bytes = shown === undefined ? null : parseEscaped(shown);
    if (bytes !== null) parts.push(...escapeGlob(bytes));
    else if (escaped !== undefined && special.has(escaped)) parts.push(...toBytes(`\\${escaped}`));
    else if (part === '\\') parts.push(...toBytes('\\\\'));
    else parts.push(...toBytes(escaped === undefined ? part : `\\\\${escaped}`));
  }
  return Uint8Array.from(parts);
}

/** What a text asks of the names that are listed; throws PatternError where it cannot be read. */
export function toNeedle(mode: FilterMode, text: string): Needle | null {
  if (text === '') return null;
  switch (mode) {
    case 'part': {
      const bytes = toLiteral(text);
      // Pasted, it may be a name with these letters in it, and typed, a pattern: it is taken as both.
      return isGlob(text) ? { kind: 'glob', glob: toGlob(text), part: bytes } : partOf(bytes);
    }
    case 'glob':
      return { kind: 'glob', glob: toGlob(text), part: null };
    case 'exact':
      return { kind: 'exact', bytes: toLiteral(text) };
    default:
      return readable({ kind: 'regex', source: text });
  }
}

function readable(needle: PatternNeedle): Needle {
  new PatternMatcher(needle).test(new Uint8Array(), 0, 0);
  return needle;
}

/** What a text asks of the server; null: it knows no regular expressions. */
export function toMatch(mode: FilterMode, text: string): Uint8Array | null {
  if (mode === 'regex') return null;
  if (mode === 'exact') return escapeGlob(toLiteral(text));
  return mode === 'glob' || isGlob(text) ? toGlob(text) : toContaining(text);
}

/** The name a text may be in full; null where it is a pattern. */
export function toName(mode: FilterMode, text: string): Uint8Array | null {
  return text !== '' && (mode === 'part' || mode === 'exact') ? toLiteral(text) : null;
}

/** Names that contain the text, as a pattern. */
export function toContaining(text: string): Uint8Array {
  const star = toBytes('*');
  return Uint8Array.from([...star, ...escapeGlob(toLiteral(text)), ...star]);
}

/** Names that begin with these bytes, as a pattern. */
export function toBeginning(prefix: Uint8Array): Uint8Array {
  return Uint8Array.from([...escapeGlob(prefix), ...toBytes('*')]);
}

/** The same pattern as text that `toGlob` reads: what is shown in the filter is what the server is asked. */
export function beginningText(prefix: Uint8Array): string {
  return `${escapeBytes(prefix).replaceAll(/[*?[\]]/gu, '\\$&')}*`;
}

/** All that is listed, as a selection by pattern, in words too. */
export function wholeScope({ match, type }: Scope) {
  const pattern = match ?? toBytes('*');
  const what = `Keys ${escapeBytes(pattern)}${type === null ? '' : ` of type ${type}`}`;
  return { selection: { kind: 'pattern', match: pattern, type, prefix: null }, what } as const;
}
