export const HEX_COLUMNS = 16;

const digits = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Two digits. */
export const hexByte = (byte: number): string => digits[byte] ?? '';

/** What the text beside the digits shows of a byte. */
export const shownByte = (byte: number): string =>
  byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.';

/** An offset as it stands at the left of a line. */
export const hexOffset = (offset: number): string => offset.toString(16).padStart(8, '0');

export interface HexRow {
  readonly offset: string;
  /** Two groups of eight. */
  readonly hex: string;
  readonly text: string;
}

/** One line of the dump, as `xxd` and `hexdump -C` write it; the first byte has the offset `start`. */
export function hexRow(bytes: Uint8Array, row: number, start = 0): HexRow {
  const from = row * HEX_COLUMNS;
  const part = bytes.subarray(from, from + HEX_COLUMNS);
  let hex = '';
  let text = '';
  for (let i = 0; i < HEX_COLUMNS; i++) {
    const byte = part[i];
    if (i === HEX_COLUMNS / 2) hex += ' ';
    hex += byte === undefined ? '   ' : `${hexByte(byte)} `;
    if (byte !== undefined) text += shownByte(byte);
  }
  return { offset: hexOffset(start + from), hex: hex.trimEnd(), text };
}
