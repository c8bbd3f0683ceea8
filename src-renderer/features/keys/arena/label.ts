import { escapeBytes } from '../../../../src-shared/redis-value.ts';

/** No row shows more, and a name may be a megabyte. */
const HEAD_BYTES = 1_024;
const TAIL_BYTES = 64;

/** The last place up to `at` where a UTF-8 character begins, or `at` where the bytes are not UTF-8. */
function characterStart(bytes: Uint8Array, at: number): number {
  for (let back = 0; back < 4 && at - back > 0; back++)
    if (((bytes[at - back] ?? 0) & 0xc0) !== 0x80) return at - back;
  return at;
}

/** Bytes as one line of text, escaped; of long ones the two ends. */
export function labelOf(bytes: Uint8Array): string {
  if (bytes.length <= HEAD_BYTES + TAIL_BYTES) return escapeBytes(bytes);
  const head = bytes.subarray(0, characterStart(bytes, HEAD_BYTES));
  const tail = bytes.subarray(characterStart(bytes, bytes.length - TAIL_BYTES));
  return `${escapeBytes(head)}…${escapeBytes(tail)}`;
}
