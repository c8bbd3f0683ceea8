import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  compareBytes,
  equalBytes,
  escapeBytes,
  escapeGlob,
  fromBinaryString,
  parseEscaped,
  quoteArgument,
  toBinaryString,
  toBytes,
  toUtf8,
} from './redis-value.ts';

const anyBytes = fc.uint8Array({ maxLength: 200 });
const anyText = fc.string({ unit: 'binary', maxLength: 100 });

describe('escapeBytes', () => {
  test('shows what would hide', () => {
    expect(escapeBytes(toBytes('a\nb\u0000c'))).toBe('a\\nb\\x00c');
    expect(escapeBytes(toBytes('x\u202etxt.exe'))).toBe('x\\u{202e}txt.exe');
    expect(escapeBytes(Uint8Array.of(0x61, 0xff, 0xfe))).toBe('a\\xff\\xfe');
    expect(escapeBytes(toBytes('celery\u0006\u00163'))).toBe('celery\\x06\\x163');
    expect(escapeBytes(toBytes('größe 🦊'))).toBe('größe 🦊');
  });

  test('comes back byte for byte', () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        expect(parseEscaped(escapeBytes(bytes))).toEqual(bytes);
      }),
    );
    fc.assert(
      fc.property(anyText, (text) => {
        expect(parseEscaped(escapeBytes(toBytes(text)))).toEqual(toBytes(text));
      }),
    );
  });

  test('never two names the same', () => {
    fc.assert(
      fc.property(anyBytes, anyBytes, (a, b) => {
        expect(escapeBytes(a) === escapeBytes(b)).toBe(equalBytes(a, b));
      }),
    );
  });

  test('refuses an unknown escape', () => {
    for (const text of ['\\', '\\q', '\\x1', '\\u{110000}']) expect(parseEscaped(text)).toBeNull();
  });
});

test('binary strings come back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 20_000 }), (bytes) => {
      expect(fromBinaryString(toBinaryString(bytes))).toEqual(bytes);
    }),
  );
});

test('toUtf8 never replaces', () => {
  expect(toUtf8(Uint8Array.of(0xff))).toBeNull();
  expect(toUtf8(toBytes('\ufeffa'))).toBe('\ufeffa');
});

test('compareBytes is a total order', () => {
  fc.assert(
    fc.property(anyBytes, anyBytes, (a, b) => {
      expect(Math.sign(compareBytes(a, b))).toBe(-Math.sign(compareBytes(b, a)) + 0);
      expect(compareBytes(a, b) === 0).toBe(equalBytes(a, b));
    }),
  );
});

test('escapeGlob leaves no glob character alone', () => {
  expect(toUtf8(escapeGlob(toBytes('a*b?[c]\\')))).toBe('a\\*b\\?\\[c\\]\\\\');
});

/** redis-cli's own reading of a quoted argument: sdssplitargs of sds.c. */
function readQuoted(text: string): Uint8Array {
  if (!text.startsWith('"')) return toBytes(text);
  const out: number[] = [];
  for (let i = 1; i < text.length - 1; i++) {
    const c = text.charAt(i);
    if (c !== '\\') out.push(text.charCodeAt(i));
    else if (text.charAt(i + 1) === 'x') {
      out.push(Number.parseInt(text.slice(i + 2, i + 4), 16));
      i += 3;
    } else {
      i += 1;
      const e = text.charAt(i);
      out.push(e === 'n' ? 10 : e === 'r' ? 13 : e === 't' ? 9 : e.charCodeAt(0));
    }
  }
  return Uint8Array.from(out);
}

test('quoteArgument is read back by redis-cli, and is one line', () => {
  fc.assert(
    fc.property(anyBytes, (bytes) => {
      const quoted = quoteArgument(bytes);
      expect(quoted).not.toMatch(/[\n\r]/);
      expect(readQuoted(quoted)).toEqual(bytes);
    }),
  );
  expect(quoteArgument(toBytes('product:smartphones:iphone-15-pro'))).toBe(
    'product:smartphones:iphone-15-pro',
  );
  expect(quoteArgument(new Uint8Array())).toBe('""');
});
