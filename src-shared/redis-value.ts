/** Redis values are bytes; text is a view of them. These helpers never lose one. */

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

export const toBytes = (text: string): Uint8Array => encoder.encode(text);

/** The text of valid UTF-8, else null: never with replacement characters. */
export function toUtf8(bytes: Uint8Array): string | null {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return null;
  }
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.byteLength !== b.byteLength) return false;
  for (let i = 0; i < a.byteLength; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** memcmp order, as Redis compares names. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const shared = Math.min(a.byteLength, b.byteLength);
  for (let i = 0; i < shared; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.byteLength - b.byteLength;
}

/** One string per byte sequence and back (each byte a code unit): a key for Map, not for show. */
export function toBinaryString(bytes: Uint8Array): string {
  let out = '';
  for (let i = 0; i < bytes.byteLength; i += 8_192)
    out += String.fromCharCode(...bytes.subarray(i, i + 8_192));
  return out;
}

export function fromBinaryString(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

// Controls, bidi overrides and isolates, zero-width and line separators: shown as escapes so that a name cannot
// pretend to be another one.
const hidden =
  // oxlint-disable-next-line no-control-regex -- controls are what it looks for
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|\\/gu;
const shortEscapes: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\\': '\\\\',
};

function escapeCharacter(character: string): string {
  const short = shortEscapes[character];
  if (short !== undefined) return short;
  const point = character.codePointAt(0) ?? 0;
  return point < 0x100 ? `\\x${point.toString(16).padStart(2, '0')}` : `\\u{${point.toString(16)}}`;
}

/**
 * Bytes as one line of text for people: UTF-8 as it is, but controls, bidi marks and invalid bytes as escapes
 * (`\n`, `\x00`, `\u{202e}`), so that two different names never look the same. `parseEscaped` is its inverse.
 */
export function escapeBytes(bytes: Uint8Array): string {
  const text = toUtf8(bytes);
  if (text !== null)
    // C1 controls are two bytes in UTF-8: \u{85}, so that \x85 stays free for the raw byte.
    return text.replace(hidden, (c) => {
      const point = c.codePointAt(0) ?? 0;
      return point >= 0x80 && point < 0x100 ? `\\u{${point.toString(16)}}` : escapeCharacter(c);
    });
  let out = '';
  for (const byte of bytes)
    out +=
      byte >= 0x20 && byte < 0x7f && byte !== 0x5c
        ? String.fromCharCode(byte)
        : escapeCharacter(String.fromCharCode(byte));
  return out;
}

/** The bytes that `escapeBytes` shows as this text; null where an escape is not a known one. */
export function parseEscaped(text: string): Uint8Array | null {
  const parts: number[] = [];
  const pattern = /\\(?:x([0-9a-fA-F]{2})|u\{([0-9a-fA-F]{1,6})\}|([nrt\\]))|([^\\]+)|(\\)/gu;
  for (const [, hex, point, short, plain, stray] of text.matchAll(pattern)) {
    if (stray !== undefined) return null;
    if (hex !== undefined) parts.push(Number.parseInt(hex, 16));
    else if (point !== undefined) {
      const code = Number.parseInt(point, 16);
      if (code > 0x10ffff) return null;
      parts.push(...encoder.encode(String.fromCodePoint(code)));
    } else if (short !== undefined)
      parts.push(short === 'n' ? 10 : short === 'r' ? 13 : short === 't' ? 9 : 0x5c);
    else if (plain !== undefined) for (const byte of encoder.encode(plain)) parts.push(byte);
  }
  return Uint8Array.from(parts);
}

/** A name as a literal inside a glob pattern (SCAN MATCH, PSUBSCRIBE). */
export function escapeGlob(bytes: Uint8Array): Uint8Array {
  const out: number[] = [];
  for (const byte of bytes) {
    if (byte === 0x2a || byte === 0x3f || byte === 0x5b || byte === 0x5d || byte === 0x5c)
      out.push(0x5c);
    out.push(byte);
  }
  return Uint8Array.from(out);
}

// redis-cli reads "..." with \n \r \t \b \a \\ \" and \xHH (sdssplitargs in Redis's sds.c).
const plainArgument = /^[A-Za-z0-9_@$.,:;/+*?=<>%&!~^|()[\]{}-]+$/;

/** An argument as redis-cli takes it, quoted only where needed: safe to paste, whatever the bytes. */
export function quoteArgument(bytes: Uint8Array): string {
  const text = toUtf8(bytes);
  if (text !== null && plainArgument.test(text)) return text;
  let out = '"';
  for (const byte of bytes) {
    if (byte === 0x22 || byte === 0x5c) out += `\\${String.fromCharCode(byte)}`;
    else if (byte >= 0x20 && byte < 0x7f) out += String.fromCharCode(byte);
    else
      out += shortEscapes[String.fromCharCode(byte)] ?? `\\x${byte.toString(16).padStart(2, '0')}`;
  }
  return `${out}"`;
}

/** A finite number as a module's command takes it. */
export const DECIMAL = /^[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d{1,3})?$/;

/** A score as ZADD parses it and as it is kept: text of at most 64 characters. */
export const SCORE = /^(?=.{1,64}$)(?:[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?|[-+]?inf)$/;
