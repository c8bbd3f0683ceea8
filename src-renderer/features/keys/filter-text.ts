import type { KeyFacts } from '../../../src-shared/contract/keys.ts';
import { escapeBytes, escapeGlob, toBytes } from '../../../src-shared/redis-value.ts';
import { isGlob, toContaining, toGlob, toLiteral } from '../../lib/name-pattern.ts';
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

/** Names that begin with these bytes, as a pattern. */
export function toBeginning(prefix: Uint8Array): Uint8Array {
  return Uint8Array.from([...escapeGlob(prefix), ...toBytes('*')]);
}

/** The same pattern as text that `toGlob` reads: what is shown in the filter is what the server is asked. */
export function beginningText(prefix: Uint8Array): string {
  return `${escapeBytes(prefix).replaceAll(/[*?[\]]/gu, '\\$&')}*`;
}

const BACKSLASH = 0x5c;
/** `*`, `?`, `[` */
const wild: ReadonlySet<number> = new Set([0x2a, 0x3f, 0x5b]);

/** What all names that a glob matches begin with. */
export function beginningOf(glob: Uint8Array): Uint8Array {
  const beginning: number[] = [];
  for (let at = 0; at < glob.length; at++) {
    let byte = glob[at] ?? 0;
    if (wild.has(byte)) break;
    // As Redis: an escape at the very end is a backslash.
    if (byte === BACKSLASH && at + 1 < glob.length) byte = glob[++at] ?? 0;
    beginning.push(byte);
  }
  return Uint8Array.from(beginning);
}
