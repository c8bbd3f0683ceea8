const ZERO = 0x30;
const NINE = 0x39;

function endOfDigits(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  for (; at < to; at++) {
    const byte = bytes[at] ?? 0;
    if (byte < ZERO || byte > NINE) break;
  }
  return at;
}

function endOfZeros(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && bytes[at] === ZERO) at++;
  return at;
}

/**
 * Byte order, but runs of digits by their value, of any length: item2 before item10, a7 before a07. A total order:
 * 0 only for equal bytes.
 */
export function compareNatural(
  a: Uint8Array,
  aFrom: number,
  aTo: number,
  b: Uint8Array,
  bFrom: number,
  bTo: number,
): number {
  let i = aFrom;
  let j = bFrom;
  let zeros = 0;
  while (i < aTo && j < bTo) {
    const x = a[i] ?? 0;
    const y = b[j] ?? 0;
    if (x >= ZERO && x <= NINE && y >= ZERO && y <= NINE) {
      const x0 = endOfZeros(a, i, aTo);
      const y0 = endOfZeros(b, j, bTo);
      if (zeros === 0) zeros = x0 - i - (y0 - j);
      i = endOfDigits(a, x0, aTo);
      j = endOfDigits(b, y0, bTo);
      const longer = i - x0 - (j - y0);
      if (longer !== 0) return longer;
      for (let k = 0; k < i - x0; k++) {
        const difference = (a[x0 + k] ?? 0) - (b[y0 + k] ?? 0);
        if (difference !== 0) return difference;
      }
    } else {
      if (x !== y) return x - y;
      i++;
      j++;
    }
  }
  return aTo - i - (bTo - j) || zeros;
}
