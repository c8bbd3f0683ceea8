export const UPPER_A = 0x41;
export const UPPER_Z = 0x5a;
export const LOWER_A = 0x61;
export const LOWER_Z = 0x7a;
/** From a capital to its small letter. */
export const CASE = 32;

/** Every byte by itself, and every byte with ASCII capitals as small letters. */
export const exact = Uint8Array.from({ length: 256 }, (_, byte) => byte);
export const folded = exact.map((byte) =>
  byte >= UPPER_A && byte <= UPPER_Z ? byte + CASE : byte,
);
