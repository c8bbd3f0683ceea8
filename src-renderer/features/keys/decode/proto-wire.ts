import type { ByteReader } from './byte-reader.ts';
import { DecodeFailure } from './decoder.ts';

/** How a value stands on the wire. */
export const VARINT = 0;
export const FIXED_64 = 1;
export const LENGTH = 2;
export const GROUP = 3;
export const GROUP_END = 4;
export const FIXED_32 = 5;

/** An unsigned number of 64 bits. */
export function varint(reader: ByteReader): bigint {
  let value = 0n;
  for (let shift = 0n; shift < 70n; shift += 7n) {
    const byte = reader.u8();
    value |= BigInt(byte & 0x7f) << shift;
    if (byte < 0x80) return BigInt.asUintN(64, value);
  }
  throw new DecodeFailure('a number longer than 64 bits');
}

export interface Tag {
  readonly field: number;
  readonly wire: number;
}

export function tagOf(reader: ByteReader): Tag {
  const tag = varint(reader);
  const field = Number(tag >> 3n);
  if (field < 1 || field > 536_870_911) throw new DecodeFailure('a field number that is none');
  return { field, wire: Number(tag & 7n) };
}
