import { escapeBytes } from '../../src-shared/redis-value.ts';

export const CSV_HEAD = ['key', 'type', 'ttl_ms', 'field', 'value'] as const;

/** Harmless in a spreadsheet: a plain number. */
const NUMBER = /^[-+]?\d+(\.\d+)?$/;
/** A spreadsheet takes what begins so for a formula. Tab and CR are escaped in any case. */
const FORMULA = /^[=+\-@]/;

/**
 * Bytes as a cell: escapes as everywhere (`\n`, `\x00`), so that a row is a line; what a spreadsheet would take for a
 * formula begins with the escape of its first character (`\x3d` for `=`). `parseEscaped` is its inverse.
 */
export function cellOf(bytes: Uint8Array): string {
  const text = escapeBytes(bytes);
  if (!FORMULA.test(text) || NUMBER.test(text)) return text;
  return `\\x${text.charCodeAt(0).toString(16)}${text.slice(1)}`;
}
