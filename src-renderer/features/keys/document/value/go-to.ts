/** An offset as it was typed, decimal or after 0x in hex; null where it is none, or not in `[start, end)`. */
export function readOffset(text: string, start: number, end: number): number | null {
  const digits = text.replace(/[,_ ]/g, '');
  const [, hex] = /^0x([0-9a-f]{1,12})$/i.exec(digits) ?? [];
  if (hex === undefined && !/^\d{1,15}$/.test(digits)) return null;
  const offset = hex === undefined ? Number(digits) : Number.parseInt(hex, 16);
  return offset >= start && offset < end ? offset : null;
}
