/** Registers of a HyperLogLog as Redis keeps it (hyperloglog.c), each from 0 to 51. */
const REGISTERS = 16_384;
const HEADER_BYTES = 16;
const DENSE_BYTES = HEADER_BYTES + (REGISTERS * 6) / 8;
/** The highest value that 64 bits of a hash less 14 for the register give, less one. */
const LARGEST = 50;
const ALPHA = 0.7213475204444817;

export interface HyperLogLog {
  readonly encoding: 'dense' | 'sparse';
  /** What PFCOUNT last wrote into it; null: out of date. */
  readonly cached: bigint | null;
  /** How many registers have each value. */
  readonly histogram: readonly number[];
}

const magic = [0x48, 0x59, 0x4c, 0x4c];

/** Whether some bytes begin as a HyperLogLog does. */
export const startsAsHyperLogLog = (bytes: Uint8Array): boolean =>
  bytes.byteLength >= HEADER_BYTES && magic.every((byte, at) => bytes[at] === byte);

function denseHistogram(bytes: Uint8Array): number[] | null {
  if (bytes.byteLength !== DENSE_BYTES) return null;
  const histogram = Array.from({ length: 64 }, () => 0);
  for (let register = 0; register < REGISTERS; register++) {
    const bit = register * 6;
    const at = HEADER_BYTES + (bit >> 3);
    const both = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
    const value = (both >> (bit & 7)) & 63;
    histogram[value] = (histogram[value] ?? 0) + 1;
  }
  return histogram;
}

/** Runs of registers: ZERO 00llllll, XZERO 01llllll llllllll, VAL 1vvvvvll. */
function sparseHistogram(bytes: Uint8Array): number[] | null {
  const histogram = Array.from({ length: 64 }, () => 0);
  let registers = 0;
  for (let at = HEADER_BYTES; at < bytes.byteLength; at++) {
    const byte = bytes[at] ?? 0;
    let value = 0;
    let run = (byte & 0x3f) + 1;
    if ((byte & 0x80) !== 0) {
      value = ((byte >> 2) & 0x1f) + 1;
      run = (byte & 3) + 1;
    } else if ((byte & 0x40) !== 0) {
      at += 1;
      if (at >= bytes.byteLength) return null;
      run = (((byte & 0x3f) << 8) | (bytes[at] ?? 0)) + 1;
    }
    registers += run;
    if (registers > REGISTERS) return null;
    histogram[value] = (histogram[value] ?? 0) + run;
  }
  return registers === REGISTERS ? histogram : null;
}

/** What the bytes of a string say as a HyperLogLog; null: they are not a whole one. */
export function readHyperLogLog(bytes: Uint8Array): HyperLogLog | null {
  if (!startsAsHyperLogLog(bytes)) return null;
  const encoding = bytes[4] === 0 ? 'dense' : bytes[4] === 1 ? 'sparse' : null;
  if (encoding === null) return null;
  const histogram = encoding === 'dense' ? denseHistogram(bytes) : sparseHistogram(bytes);
  if (histogram === null) return null;
  const card = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getBigUint64(8, true);
  return { encoding, cached: card >> 63n === 1n ? null : card, histogram };
}

function sigma(share: number): number {
  if (share === 1) return Infinity;
  let [x, y, z, last] = [share, 1, share, -1];
  while (z !== last) {
    x *= x;
    last = z;
    z += x * y;
    y += y;
  }
  return z;
}

function tau(share: number): number {
  if (share === 0 || share === 1) return 0;
  let [x, y, z, last] = [share, 1, 1 - share, -1];
  while (z !== last) {
    x = Math.sqrt(x);
    last = z;
    y *= 0.5;
    z -= (1 - x) ** 2 * y;
  }
  return z / 3;
}

/** How many different members it estimates, as PFCOUNT does (O. Ertl, New cardinality estimation algorithms). */
export function estimate({ histogram }: HyperLogLog): number {
  const of = (value: number): number => histogram[value] ?? 0;
  let z = REGISTERS * tau((REGISTERS - of(LARGEST + 1)) / REGISTERS);
  for (let value = LARGEST; value >= 1; value--) z = (z + of(value)) * 0.5;
  z += REGISTERS * sigma(of(0) / REGISTERS);
  return Math.round((ALPHA * REGISTERS * REGISTERS) / z);
}
