/** RDB value types, rdb.h: a dump begins with one. */
const TYPES: readonly (readonly [string, readonly number[]])[] = [
  ['string', [0]],
  ['list', [1, 10, 14, 18]],
  ['set', [2, 11, 20]],
  ['zset', [3, 5, 12, 17]],
  ['hash', [4, 9, 13, 16, 22, 23, 24, 25]],
  ['stream', [15, 19, 21]],
];

/** The type of a key by its DUMP; null for a module's and for what a later server brings. */
export function dumpType(dump: Uint8Array): string | null {
  const code = dump[0];
  return TYPES.find(([, codes]) => code !== undefined && codes.includes(code))?.[0] ?? null;
}

/** Whether a DUMP tells this type, by the word that TYPE has for it. */
export const isDumpType = (type: string): boolean => TYPES.some(([name]) => name === type);
