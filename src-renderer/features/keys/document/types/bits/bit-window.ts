/** What is read and painted at once. */
export const WINDOW_BYTES = 4_096;

/** The byte at which the window with this bit begins. */
export const windowOf = (bit: number): number => Math.floor(bit / 8 / WINDOW_BYTES) * WINDOW_BYTES;

/** A bit as GETBIT counts them: the highest of a byte first; null: not in there. */
export function bitAt(bytes: Uint8Array, bit: number): 0 | 1 | null {
  const byte = bit < 0 ? undefined : bytes[Math.floor(bit / 8)];
  if (byte === undefined) return null;
  return ((byte >> (7 - (bit % 8))) & 1) === 1 ? 1 : 0;
}

/** A typed offset below the number of bits; null for anything else. */
export function readOffset(text: string, bits: number): number | null {
  const digits = text.replace(/[,_ ]/g, '');
  if (!/^\d{1,10}$/.test(digits)) return null;
  const offset = Number(digits);
  return offset < bits ? offset : null;
}
