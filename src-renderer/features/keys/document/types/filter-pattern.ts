import { escapeGlob, parseEscaped, toBytes } from '../../../../../src-shared/redis-value.ts';

/** The one name that a filter may mean as it is written; null: it is empty, or a glob. */
export function exactName(text: string): Uint8Array | null {
  if (text === '' || /[*?[]/.test(text)) return null;
  return parseEscaped(text) ?? toBytes(text);
}

/** What a filter means to MATCH: text anywhere in the name, or the glob that was written. null: all. */
export function filterPattern(text: string): Uint8Array | null {
  if (text === '') return null;
  // A backslash that is no escape of ours is one of the glob's.
  const bytes = parseEscaped(text) ?? toBytes(text);
  if (/[*?[]/.test(text)) return bytes;
  const literal = escapeGlob(bytes);
  return Uint8Array.from([0x2a, ...literal, 0x2a]);
}
