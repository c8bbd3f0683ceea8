import { escapeGlob, parseEscaped, toBytes } from '../../src-shared/redis-value.ts';

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

/** Names that contain the text, as a pattern. */
export function toContaining(text: string): Uint8Array {
  const star = toBytes('*');
  return Uint8Array.from([...star, ...escapeGlob(toLiteral(text)), ...star]);
}
