import { ByteReader } from './byte-reader.ts';
import { DecodeFailure } from './decoder.ts';

const shortEscapes: Readonly<Record<string, number>> = {
  '\\': 0x5c,
  "'": 0x27,
  '"': 0x22,
  a: 7,
  b: 8,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
};

const latin = new TextDecoder('latin1');

/** A line of protocol 0. */
export function lineOf(reader: ByteReader): string {
  return latin.decode(reader.until(0x0a));
}

/** The bytes of a Python 2 string as repr() writes it. */
export function quotedBytes(line: string): Uint8Array {
  const quoted = /^(['"])(.*)\1$/s.exec(line)?.[2];
  if (quoted === undefined) throw new DecodeFailure('a string without its quotes');
  const bytes: number[] = [];
  for (const [, hex, short, stray, plain] of quoted.matchAll(
    /\\(?:x([0-9a-fA-F]{2})|([\\'"abfnrtv])|(.?))|([^\\])/gs,
  )) {
    if (hex !== undefined) bytes.push(Number.parseInt(hex, 16));
    else if (short !== undefined) bytes.push(shortEscapes[short] ?? 0);
    else if (stray !== undefined) throw new DecodeFailure('an escape that Python does not write');
    else bytes.push((plain ?? '').charCodeAt(0));
  }
  return Uint8Array.from(bytes);
}

/** Python's raw-unicode-escape: only \uXXXX and \UXXXXXXXX are escapes. */
export function rawUnicode(line: string): string {
  return line.replaceAll(/\\u([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})/g, (_, short, long) => {
    const point = Number.parseInt(String(short ?? long), 16);
    if (point > 0x10ffff) throw new DecodeFailure('a character beyond Unicode');
    return String.fromCodePoint(point);
  });
}
