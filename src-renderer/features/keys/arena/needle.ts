import { ByteAutomaton } from './pattern/byte-automaton.ts';
import { globNode } from './pattern/glob.ts';
import { literal, type Node } from './pattern/nodes.ts';
import { regexNode, textNode } from './pattern/regex.ts';
import { requiredText } from './pattern/required.ts';

/** What listed names are looked through for. */
export type Needle =
  /** Names with these bytes in them; ASCII case counts only where there is a capital. */
  | { readonly kind: 'part'; readonly bytes: Uint8Array }
  /** The one name. */
  | { readonly kind: 'exact'; readonly bytes: Uint8Array }
  /** A glob as the server reads it; beside it names with these bytes, for a text that may be meant as either. */
  | { readonly kind: 'glob'; readonly glob: Uint8Array; readonly part: Uint8Array | null }
  | { readonly kind: 'regex'; readonly source: string };

export const partOf = (bytes: Uint8Array): Needle => ({ kind: 'part', bytes });

export type PatternNeedle = Extract<Needle, { kind: 'glob' | 'regex' }>;

const sameBytes = (a: Uint8Array | null, b: Uint8Array | null): boolean =>
  a === b ||
  (a !== null && b !== null && a.length === b.length && a.every((byte, i) => byte === b[i]));

export function sameNeedle(a: Needle | null, b: Needle | null): boolean {
  if (a === null || b === null) return a === b;
  if (a.kind === 'glob')
    return b.kind === 'glob' && sameBytes(a.glob, b.glob) && sameBytes(a.part, b.part);
  if (a.kind === 'regex') return b.kind === 'regex' && a.source === b.source;
  return (
    (b.kind === 'part' || b.kind === 'exact') && a.kind === b.kind && sameBytes(a.bytes, b.bytes)
  );
}

/** Tells which names match a pattern. */
export class PatternMatcher {
  /** In every name that matches, whatever its case: `requiredText`. */
  readonly required: Uint8Array | null;
  readonly #automaton: ByteAutomaton;
  /** For names that are no UTF-8, where the pattern is about characters: it is read byte by byte there. */
  readonly #ofBytes: ByteAutomaton | null;
  readonly #isText: ByteAutomaton | null;

  constructor(needle: PatternNeedle) {
    const node = nodeOf(needle, true);
    this.required = requiredText(node);
    this.#automaton = new ByteAutomaton(node);
    const isOfText = needle.kind === 'regex';
    this.#ofBytes = isOfText ? new ByteAutomaton(nodeOf(needle, false)) : null;
    this.#isText = isOfText ? new ByteAutomaton(textNode) : null;
  }

  /** Throws TookTooLong when it has not come to an end by then (`performance.now`). */
  set deadline(atMs: number) {
    this.#automaton.deadline = atMs;
    if (this.#ofBytes !== null) this.#ofBytes.deadline = atMs;
  }

  test(bytes: Uint8Array, from: number, to: number): boolean {
    if (this.#automaton.test(bytes, from, to)) return true;
    if (this.#ofBytes === null || isAscii(bytes, from, to)) return false;
    return this.#isText?.test(bytes, from, to) === false && this.#ofBytes.test(bytes, from, to);
  }
}

function nodeOf(needle: PatternNeedle, isText: boolean): Node {
  if (needle.kind === 'regex') return regexNode(needle.source, isText);
  const { glob, part } = needle;
  const written = part === null ? [] : [literal(part)];
  return { kind: 'either', of: [globNode(glob), ...written] };
}

function isAscii(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if ((bytes[at] ?? 0) > 0x7f) return false;
  return true;
}
