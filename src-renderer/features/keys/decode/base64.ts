import { fromBinaryString } from '../../../../src-shared/redis-value.ts';
import { ByteReader } from './byte-reader.ts';
import { DecodeFailure, type Decoder } from './decoder.ts';

const SHORTEST = 16;

/** Bytes of base64 or base64url, with or without its padding. */
export function fromBase64(text: string): Uint8Array {
  const plain = text.replaceAll(/\s/g, '').replaceAll('-', '+').replaceAll('_', '/');
  if (plain.length === 0) throw new DecodeFailure('it is empty');
  try {
    return fromBinaryString(atob(plain));
  } catch {
    throw new DecodeFailure('it has characters that are not base64');
  }
}

/** Base64 is any text of some letters: it counts only where the inside is something known. */
export function createBase64(isKnown: (bytes: Uint8Array) => boolean): Decoder {
  return {
    name: 'base64',
    sniff(bytes) {
      if (bytes.byteLength < SHORTEST || bytes.byteLength % 4 !== 0) return false;
      if (bytes.some((byte) => byte > 0x7a)) return false;
      const text = ByteReader.textOf(bytes, 'it');
      return /^[A-Za-z0-9+/]+={0,2}$/.test(text) && isKnown(fromBase64(text));
    },
    decode: (bytes) => ({
      kind: 'bytes',
      bytes: fromBase64(ByteReader.textOf(bytes, 'it')),
    }),
  };
}
