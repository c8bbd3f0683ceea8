import { byteRange, type Node } from './nodes.ts';

/** Code points, from and to. */
export type Ranges = readonly (readonly [number, number])[];

export const MOST_POINT = 0x10_ffff;
/** The last code points of one, two and three bytes. */
const ENDS = [0x7f, 0x7ff, 0xffff];
const PAYLOAD = 6;

/** Characters in these ranges as their bytes in UTF-8. */
export function utf8(ranges: Ranges): Node {
  return { kind: 'either', of: ranges.flatMap(([from, to]) => sequences(from, to)) };
}

/** Each is a sequence of byte ranges that are free of one another. */
function sequences(from: number, to: number): Node[] {
  if (from > to) return [];
  const split = (at: number): Node[] => [...sequences(from, at), ...sequences(at + 1, to)];
  for (const last of ENDS) if (from <= last && to > last) return split(last);
  // How many bytes at the end are free: none in ASCII.
  for (const bytes of to > 0x7f ? [1, 2, 3] : []) {
    const mask = (1 << (PAYLOAD * bytes)) - 1;
    if ((from & ~mask) === (to & ~mask)) continue;
    if ((from & mask) !== 0) return split(from | mask);
    if ((to & mask) !== mask) return split((to & ~mask) - 1);
  }
  const last = encode(to);
  const of = encode(from).map((byte, i): Node => ({
    kind: 'byte',
    of: byteRange(byte, last[i] ?? byte),
  }));
  return [{ kind: 'sequence', of }];
}

/** Also of the surrogates, which no text has: the ranges go across them. */
function encode(point: number): number[] {
  const tail = (bytes: number): number => 0x80 | ((point >> (PAYLOAD * bytes)) & 0x3f);
  if (point <= 0x7f) return [point];
  if (point <= 0x7ff) return [0xc0 | (point >> 6), tail(0)];
  if (point <= 0xffff) return [0xe0 | (point >> 12), tail(1), tail(0)];
  return [0xf0 | (point >> 18), tail(2), tail(1), tail(0)];
}
