/** Slots of every Redis cluster. */
export const SLOTS = 16_384;

const OPEN = 0x7b;
const CLOSE = 0x7d;

/** CRC16 of XMODEM, as the cluster specification has it. */
const crcTable = Uint16Array.from({ length: 256 }, (_one, byte) => {
  let crc = byte << 8;
  for (let bit = 0; bit < 8; bit++) crc = (crc << 1) ^ (crc & 0x8000 ? 0x1021 : 0);
  return crc;
});

/** The slot of a key, 0 to 16383: what is between the first `{` and the next `}`, unless empty, decides alone. */
export function keySlot(key: Uint8Array): number {
  const open = key.indexOf(OPEN);
  const close = open < 0 ? -1 : key.indexOf(CLOSE, open + 1);
  const isTagged = close > open + 1;
  const end = isTagged ? close : key.byteLength;
  let crc = 0;
  for (let i = isTagged ? open + 1 : 0; i < end; i++)
    crc = ((crc << 8) ^ (crcTable[((crc >> 8) ^ (key[i] ?? 0)) & 0xff] ?? 0)) & 0xffff;
  return crc % SLOTS;
}
