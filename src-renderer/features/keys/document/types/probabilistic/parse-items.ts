import { LIMITS } from '../../../../../../src-shared/limits.ts';
import { parseEscaped } from '../../../../../../src-shared/redis-value.ts';

export type Parsed<T> =
  | { readonly ok: true; readonly items: readonly T[] }
  | { readonly ok: false; readonly why: string };

const linesOf = (text: string): string[] => text.split('\n').filter((line) => line !== '');

const tooMany: Parsed<never> = { ok: false, why: `At most ${LIMITS.probeItems} at once` };

/** One item a line, written as the app shows bytes (\xff, \n). */
export function parseItems(text: string): Parsed<Uint8Array> {
  const lines = linesOf(text);
  if (lines.length > LIMITS.probeItems) return tooMany;
  const items: Uint8Array[] = [];
  for (const line of lines) {
    const item = parseEscaped(line);
    if (item === null)
      return { ok: false, why: `${line.slice(0, 40)} is not escaped as \\xff or \\\\` };
    if (item.byteLength > LIMITS.probeItemBytes) return { ok: false, why: 'An item is too long' };
    items.push(item);
  }
  return { ok: true, items };
}

/** Numbers divided by space, comma or line; shares from 0 to 1 when `isShare`. */
export function parseFigures(text: string, isShare: boolean): Parsed<string> {
  const words = text.split(/[\s,;]+/).filter((word) => word !== '');
  if (words.length > LIMITS.probeItems) return tooMany;
  for (const word of words) {
    if (!/^[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d{1,3})?$/.test(word) || word.length > 64)
      return { ok: false, why: `${word.slice(0, 40)} is not a number` };
    if (isShare && !(Number(word) >= 0 && Number(word) <= 1))
      return { ok: false, why: `${word} is not between 0 and 1` };
  }
  return { ok: true, items: words };
}
