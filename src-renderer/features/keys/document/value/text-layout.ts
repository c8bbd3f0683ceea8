import { escapeLength, hiddenFrom } from './hidden-characters.ts';

/** The text cut into lines that fit: where each begins, and the number of those that begin a line of the text itself. */
export interface TextLayout {
  readonly text: string;
  readonly starts: Uint32Array;
  /** 0 where the line above goes on. */
  readonly numbers: Uint32Array;
}

const NEWLINE = 0x0a;

function isCutPair(text: string, at: number): boolean {
  return (text.codePointAt(at - 1) ?? 0) > 0xffff;
}

/**
 * Lines of at most `columns` characters as they are shown: what would not be seen counts as its escape. Text that ends with a
 * line break has an empty last line, as in an editor.
 */
export function layoutText(text: string, columns: number): TextLayout {
  const starts: number[] = [];
  const numbers: number[] = [];
  let number = 0;
  let at = 0;
  let hidden = hiddenFrom(text, 0);
  /** Where the line that begins there is full; at least one character further. */
  const fullAt = (start: number, end: number): number => {
    let room = columns;
    for (let from = start; ;) {
      const plain = Math.min(hidden, end);
      if (plain - from > room || plain === end) return from + room;
      room -= plain - from;
      const width = escapeLength(text, hidden);
      if (width > room && hidden > start) return hidden;
      room -= Math.min(width, room);
      from = hidden + 1;
      hidden = hiddenFrom(text, from);
    }
  };
  for (;;) {
    const found = text.indexOf('\n', at);
    const end = found < 0 ? text.length : found;
    number += 1;
    starts.push(at);
    numbers.push(number);
    for (let cut = fullAt(at, end); cut < end; cut = fullAt(cut, end)) {
      if (isCutPair(text, cut)) cut -= 1;
      starts.push(cut);
      numbers.push(0);
    }
    if (found < 0) break;
    at = found + 1;
  }
  return { text, starts: Uint32Array.from(starts), numbers: Uint32Array.from(numbers) };
}

/** One line of the layout, without its line break. */
export function textLine({ text, starts }: TextLayout, index: number): string {
  const start = starts[index] ?? 0;
  const end = starts[index + 1] ?? text.length;
  const hasBreak = index + 1 < starts.length && text.charCodeAt(end - 1) === NEWLINE;
  return text.slice(start, hasBreak ? end - 1 : end);
}

/** The line with this character; the last one for what is beyond it. */
export function lineAt({ starts }: TextLayout, character: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= character) low = middle;
    else high = middle - 1;
  }
  return low;
}
