import { toUtf8 } from '../../../../../src-shared/redis-value.ts';

/** A run of text, or of characters that would not be seen, as their escapes. */
export interface ShownRun {
  readonly text: string;
  readonly isEscape: boolean;
}

// Controls but for tab, bidi marks and isolates, zero-width characters, lone surrogates: they could make a value look
// like another one.
const hidden =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|\p{Cs}/gu;

/** The same without the line break. */
const hiddenInLines = new RegExp(`(?!\\n)(?:${hidden.source})`, 'u');
const nextHidden = new RegExp(hiddenInLines.source, 'gu');

function escapeOf(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  if (point === 0x0a) return '\\n';
  if (point === 0x0d) return '\\r';
  return point < 0x80 ? `\\x${point.toString(16).padStart(2, '0')}` : `\\u{${point.toString(16)}}`;
}

/** Text for show: what would be invisible or turn its direction becomes an escape of its own. */
export function showHidden(text: string): readonly ShownRun[] {
  const runs: ShownRun[] = [];
  let from = 0;
  let escapes = '';
  const endEscapes = (): void => {
    if (escapes !== '') runs.push({ text: escapes, isEscape: true });
    escapes = '';
  };
  for (const match of text.matchAll(hidden)) {
    if (match.index > from) {
      endEscapes();
      runs.push({ text: text.slice(from, match.index), isEscape: false });
    }
    escapes += escapeOf(match[0]);
    from = match.index + match[0].length;
  }
  endEscapes();
  if (from < text.length) runs.push({ text: text.slice(from), isEscape: false });
  return runs;
}

/** Where the first of them is from there on, a line break being none; the end of the text where there is none. */
export function hiddenFrom(text: string, from: number): number {
  nextHidden.lastIndex = from;
  return nextHidden.exec(text)?.index ?? text.length;
}

/** How many characters are shown for the one that is there. */
export const escapeLength = (text: string, at: number): number => escapeOf(text.charAt(at)).length;

/** The same as one string. */
export function withoutHidden(text: string): string {
  return text.replace(hidden, escapeOf);
}

/** Whether a field for text shows all of it and gives it back byte for byte: a carriage return, for one, it would lose. */
export function isPlain(text: string): boolean {
  return !hiddenInLines.test(text);
}

/** The text of bytes, where a field gives it back; else null. */
export function plainText(bytes: Uint8Array): string | null {
  const text = toUtf8(bytes);
  return text !== null && isPlain(text) ? text : null;
}
