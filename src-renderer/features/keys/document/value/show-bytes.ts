import { escapeBytes } from '../../../../../src-shared/redis-value.ts';

/** What a cell shows of a value; more would not fit, and a value may be half a gigabyte. */
export const CELL_BYTES = 240;

const isContinuation = (byte: number | undefined): boolean =>
  byte !== undefined && (byte & 0xc0) === 0x80;

/** The beginning of some bytes as escaped text, cut between two characters. */
export function showBytes(bytes: Uint8Array, most = CELL_BYTES): string {
  if (bytes.byteLength <= most) return escapeBytes(bytes);
  let end = most;
  while (end > most - 4 && isContinuation(bytes[end])) end -= 1;
  return `${escapeBytes(bytes.subarray(0, end))}…`;
}
