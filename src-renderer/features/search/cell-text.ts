import { escapeBytes, toBytes } from '../../../src-shared/redis-value.ts';

/** A table shows no more of a value than this; the document has the rest. */
const SHOWN = 240;

/** Text on one line: what would be invisible or turn its direction as escapes, backslashes as they are. */
export function oneLine(text: string): string {
  return escapeBytes(toBytes(text)).replaceAll('\\\\', '\\');
}

/** The start of a value, and whether there is more of it. */
export function cellText(value: string): { readonly text: string; readonly isCut: boolean } {
  return { text: oneLine(value.slice(0, SHOWN)), isCut: value.length > SHOWN };
}

const number = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?$|^[-+]?inf$|^nan$/;
export const isNumberText = (text: string): boolean => number.test(text);
