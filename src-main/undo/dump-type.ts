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

/** Of RDB_TYPE_MODULE and RDB_TYPE_MODULE_2: whose, it does not tell by itself. */
export const isModuleDump = (dump: Uint8Array): boolean => dump[0] === 6 || dump[0] === 7;

/** Whether a DUMP tells this type, by the word that TYPE has for it. */
export const isDumpType = (type: string): boolean => TYPES.some(([name]) => name === type);
