import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  escapeBytes,
  fromBinaryString,
  toBinaryString,
  toBytes,
} from '../../../src-shared/redis-value.ts';
import { isGlob, toContaining, toGlob, toLiteral } from '../../lib/name-pattern.ts';
import { beginningText, toBeginning } from './filter-text.ts';

const glob = (text: string): string => toBinaryString(toGlob(text));

describe('the text of the filter', () => {
  it('is a pattern when it has a star, a question mark or a class that is meant', () => {
    expect(['a*', 'a?', '[ab]'].map(isGlob)).toEqual([true, true, true]);
    expect(['a', 'a\\*', 'a\\x2a', ''].map(isGlob)).toEqual([false, false, false, false]);
  });

  it('stands for the bytes it shows', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 20 }), (bytes) => {
        expect(toLiteral(escapeBytes(bytes))).toEqual(bytes);
      }),
    );
    expect(toLiteral('a\\q')).toEqual(toBytes('a\\q'));
  });

  it('keeps a pattern as it is, and takes shown bytes literally', () => {
    expect(glob('product:*:[a-c]?')).toBe('product:*:[a-c]?');
    expect(glob('a\\*b*')).toBe('a\\*b*');
    expect(glob('\\x00*')).toBe('\u0000*');
    expect(glob('\\x2a*')).toBe('\\**');
    expect(glob('a\\')).toBe('a\\\\');
    expect(glob('\\u{202e}*')).toBe(toBinaryString(toBytes('\u202e*')));
  });

  it('makes patterns in which the name itself means nothing special', () => {
    expect(toBinaryString(toBeginning(toBytes('a[1]*:')))).toBe('a\\[1\\]\\*:*');
    expect(toBinaryString(toContaining('50%?'))).toBe('*50%\\?*');
    expect(toBinaryString(toBeginning(fromBinaryString('\u00ff\u0000')))).toBe('\u00ff\u0000*');
  });

  it('writes the pattern of a folder so that it is read as that pattern', () => {
    expect(beginningText(toBytes('a[1]*:'))).toBe('a\\[1\\]\\*:*');
    const odd = fc.constantFrom(...toBytes('*?[]\\^-:ax{'));
    const byte = fc.oneof(odd, fc.integer({ min: 0, max: 255 }));
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 20 }), (bytes) => {
        const prefix = Uint8Array.from(bytes);
        expect(toGlob(beginningText(prefix))).toEqual(toBeginning(prefix));
      }),
    );
  });
});
