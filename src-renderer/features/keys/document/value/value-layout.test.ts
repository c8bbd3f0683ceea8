import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hexRow } from './hex-rows.ts';
import { showHidden, withoutHidden } from './hidden-characters.ts';
import { partText } from './part-text.ts';
import { layoutText, lineAt, textLine } from './text-layout.ts';

describe('lines of a text', () => {
  it('are the text, however it is cut', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', '\n', '😀', ' ', '\r', '\0', '\u202e', '\ud800') }),
        fc.integer({ min: 2, max: 20 }),
        (text, columns) => {
          const layout = layoutText(text, columns);
          let again = '';
          for (let i = 0; i < layout.starts.length; i++) {
            const line = textLine(layout, i);
            // An escape that is longer than a line has one of its own.
            if (line.length > 1) expect(withoutHidden(line).length).toBeLessThanOrEqual(columns);
            expect(line.startsWith('\udc00')).toBe(false);
            again += (i > 0 && layout.numbers[i] !== 0 ? '\n' : '') + line;
          }
          expect(again).toBe(text);
        },
      ),
    );
  });

  it('are as long as there is room for what is shown', () => {
    const lines = (text: string, columns: number) => {
      const layout = layoutText(text, columns);
      return Array.from(layout.starts, (_, i) => withoutHidden(textLine(layout, i)));
    };
    expect(lines('\0'.repeat(12), 20)).toEqual([
      '\\x00'.repeat(5),
      '\\x00'.repeat(5),
      '\\x00\\x00',
    ]);
    expect(lines('abcdef\u202egh\r\nij', 10)).toEqual(['abcdef', '\\u{202e}gh', '\\r', 'ij']);
    expect(lines('abcdefghij', 10)).toEqual(['abcdefghij']);
  });

  it('are numbered as in the text', () => {
    expect([...layoutText('abcdef\ng\n', 4).numbers]).toEqual([1, 0, 2, 3]);
  });
});

describe('a part of a text', () => {
  const characters = fc.string({ unit: fc.constantFrom('a', 'é', '€', '😀', '\ufeff') });

  it('is read wherever it is cut, and no byte is lost', () => {
    fc.assert(
      fc.property(characters, fc.nat(), fc.nat(), (text, from, length) => {
        const whole = new TextEncoder().encode(text);
        const start = from % (whole.byteLength + 1);
        const bytes = whole.subarray(start, start + (length % 9));
        const missing = { before: start > 0, after: start + bytes.byteLength < whole.byteLength };
        const part = partText(bytes, missing);
        expect(part).not.toBeNull();
        if (part === null) return;
        const inner = new TextEncoder().encode(part.text);
        expect(inner).toEqual(bytes.slice(part.lead, bytes.byteLength - part.tail));
        expect(part.lead + part.tail).toBeLessThanOrEqual(6);
      }),
    );
  });

  it('that is no text is told as such, also at the beginning of the value', () => {
    expect(partText(Uint8Array.of(0x80, 0x41), { before: false, after: true })).toBeNull();
    expect(partText(Uint8Array.of(0x41, 0xff, 0x41), { before: true, after: true })).toBeNull();
  });

  it('has its characters in the lines that show them', () => {
    const layout = layoutText('abcdef\ng\n', 4);
    expect([0, 3, 4, 7, 9, 99].map((at) => lineAt(layout, at))).toEqual([0, 0, 1, 2, 3, 3]);
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
    expect(hexRow(bytes, 1, 0x1_0000_0000).offset).toBe('100000010');
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
