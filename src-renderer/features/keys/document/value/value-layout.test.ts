import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hexRow } from './hex-rows.ts';
import { showHidden, withoutHidden } from './hidden-characters.ts';
import { layoutText, textLine } from './text-layout.ts';

describe('lines of a text', () => {
  it('are the text, however it is cut', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', '\n', '😀', ' ') }),
        fc.integer({ min: 2, max: 7 }),
        (text, columns) => {
          const layout = layoutText(text, columns);
          let again = '';
          for (let i = 0; i < layout.starts.length; i++) {
            const line = textLine(layout, i);
            expect(line.length).toBeLessThanOrEqual(columns);
            expect(line.isWellFormed()).toBe(true);
            again += (i > 0 && layout.numbers[i] !== 0 ? '\n' : '') + line;
          }
          expect(again).toBe(text);
        },
      ),
    );
  });

  it('are numbered as in the text', () => {
    expect([...layoutText('abcdef\ng\n', 4).numbers]).toEqual([1, 0, 2, 3]);
  });
});

describe('a dump', () => {
  it('has offset, bytes and text', () => {
    const bytes = new TextEncoder().encode('0123456789abcdef\u0000é!');
    expect(hexRow(bytes, 0)).toEqual({
      offset: '00000000',
      hex: '30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 66',
      text: '0123456789abcdef',
    });
    expect(hexRow(bytes, 1)).toEqual({ offset: '00000010', hex: '00 c3 a9 21', text: '...!' });
  });
});

describe('hidden characters', () => {
  it('are shown', () => {
    expect(showHidden('a\u202eb\u0000')).toEqual([
      { text: 'a', isEscape: false },
      { text: '\\u{202e}', isEscape: true },
      { text: 'b', isEscape: false },
      { text: '\\x00', isEscape: true },
    ]);
    expect(withoutHidden('a\n\ud800\tb\\')).toBe('a\\n\\u{d800}\tb\\');
  });
});
