/** The text cut into lines that fit: where each begins, and the number of those that begin a line of the text itself. */
export interface TextLayout {
  readonly text: string;
  readonly starts: Uint32Array;
  /** 0 where the line above goes on. */
  readonly numbers: Uint32Array;
}

const NEWLINE = 0x0a;

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}

/** Lines of at most `columns` characters. Text that ends with a line break has an empty last line, as in an editor. */
export function layoutText(text: string, columns: number): TextLayout {
  const starts: number[] = [];
  const numbers: number[] = [];
  let number = 0;
  let at = 0;
  for (;;) {
    const found = text.indexOf('\n', at);
    const end = found < 0 ? text.length : found;
    number += 1;
    starts.push(at);
    numbers.push(number);
    for (let cut = at + columns; cut < end; cut += columns) {
      if (isLowSurrogate(text.charCodeAt(cut))) cut -= 1;
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
