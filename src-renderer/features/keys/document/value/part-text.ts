import { toUtf8 } from '../../../../../src-shared/redis-value.ts';

/** What of a value was not read: a character may be cut there. */
export interface Missing {
  readonly before: boolean;
  readonly after: boolean;
}

export const NOTHING_MISSING: Missing = { before: false, after: false };

export interface PartText {
  readonly text: string;
  /** Bytes of a cut character at either end, which are in no character of the text. */
  readonly lead: number;
  readonly tail: number;
}

const LONGEST_REST = 3;

const isContinuation = (byte: number | undefined): boolean =>
  byte !== undefined && (byte & 0xc0) === 0x80;

/** How many bytes of a character that goes on behind the end. */
function cutTail(bytes: Uint8Array): number {
  for (let count = 1; count <= LONGEST_REST; count++) {
    const byte = bytes[bytes.byteLength - count] ?? 0;
    if (byte < 0x80) return 0;
    if (byte < 0xc0) continue;
    const whole = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return count < whole ? count : 0;
  }
  return 0;
}

/** The text of bytes that may begin and end in the middle of a character; null: they are not UTF-8. */
export function partText(bytes: Uint8Array, missing: Missing): PartText | null {
  let lead = 0;
  if (missing.before) while (lead < LONGEST_REST && isContinuation(bytes[lead])) lead += 1;
  const tail = missing.after ? cutTail(bytes.subarray(lead)) : 0;
  const text = toUtf8(bytes.subarray(lead, bytes.byteLength - tail));
  return text === null ? null : { text, lead, tail };
}
