export const HEX_COLUMNS = 16;

const digits = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

export interface HexRow {
  readonly offset: string;
  /** Two groups of eight. */
  readonly hex: string;
  readonly text: string;
}

/** One line of the dump, as `xxd` and `hexdump -C` write it. */
export function hexRow(bytes: Uint8Array, row: number): HexRow {
  const start = row * HEX_COLUMNS;
  const part = bytes.subarray(start, start + HEX_COLUMNS);
  let hex = '';
  let text = '';
  for (let i = 0; i < HEX_COLUMNS; i++) {
    const byte = part[i];
    if (i === HEX_COLUMNS / 2) hex += ' ';
    hex += byte === undefined ? '   ' : `${digits[byte] ?? ''} `;
    if (byte !== undefined) text += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.';
  }
  return { offset: start.toString(16).padStart(8, '0'), hex: hex.trimEnd(), text };
}
