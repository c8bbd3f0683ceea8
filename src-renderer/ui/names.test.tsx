import { cleanup, render, screen } from '@testing-library/react';
import { assert, constantFrom, nat, property, string } from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { parseEscaped } from '../../src-shared/redis-value.ts';
import { keyCaps } from './key-caps.ts';
import { KeyName } from './KeyName.tsx';
import { cutName, splitName } from './split-name.ts';
import { typeMark } from './type-marks.ts';

afterEach(cleanup);

describe('splitName', () => {
  it('sets the last segment apart', () => {
    expect(splitName('product:phones:iphone-15', ':')).toEqual({
      lead: { name: 'product:phones', end: ':' },
      last: 'iph',
      tail: 'one-15',
    });
  });

  it('takes a name without a segment after its separator whole', () => {
    expect(splitName('a:', ':')).toEqual({ lead: { name: '', end: '' }, last: '', tail: 'a:' });
  });

  it('loses nothing of a name that is not too long', () => {
    assert(
      property(string({ maxLength: 300 }), constantFrom(':', '::', '/', ''), (text, separator) => {
        const { lead, last, tail } = splitName(text, separator);
        expect(lead.name + lead.end + last + tail).toBe(text);
      }),
    );
  });
});

describe('cutName', () => {
  const cut = (text: string, room: number): string => {
    const { lead, rest } = cutName(splitName(text, ':'), room);
    return `${lead}|${rest}`;
  };

  it.each([
    [28, 'product:phones:|iphone-15-pro'],
    [24, 'product:p…:|iphone-15-pro'],
    [16, 'p…:|iphone-15-pro'],
    [14, 'p…:|ipho…15-pro'],
    [11, 'p…:|i…15-pro'],
    [8, 'p…:|i…pro'],
    [1, 'p…:|i…o'],
  ])('in %i characters cuts the lead first, then the start of the last segment', (room, shown) => {
    expect(cut('product:phones:iphone-15-pro', room)).toBe(shown);
  });

  it('needs no more room than there is, but for the least of each part', () => {
    assert(
      property(string({ maxLength: 80 }), nat(90), (text, room) => {
        const { lead, rest } = cutName(splitName(text, ':'), room);
        if (text.length <= room) expect(lead + rest).toBe(text);
        else expect(lead.length + rest.length).toBeLessThanOrEqual(Math.max(room, 2 + 1 + 2 + 1));
      }),
    );
  });
});

describe('KeyName', () => {
  it('is cut where there is room for so many characters', () => {
    render(<KeyName name="product:phones:iphone-15-pro" room={24} />);
    const name = screen.getByTitle('product:phones:iphone-15-pro');
    // The cut part is drawn: its text would be that of another name.
    expect(name.querySelector('.drawn')?.getAttribute('data-text')).toBe('product:p…:');
    expect(name.textContent).toBe('iphone-15-pro');
  });

  it('is cut by the style sheet where characters are not all of one width', () => {
    render(<KeyName name="product:電話:一二三" room={4} />);
    expect(screen.getByText('product:電話:一二三')).toBeDefined();
  });

  it('has the whole name as its one text, escaped', () => {
    render(<KeyName name={new TextEncoder().encode('user:\u202eevil\n')} />);
    const name = screen.getByText('user:\\u{202e}evil\\n');
    expect(name.closest('bdi')?.dir).toBe('ltr');
    expect(name.closest('bdi')?.title).toBe('user:\\u{202e}evil\\n');
  });

  it.each([
    [' ', '\\x20'],
    ['  a b ', '\\x20\\x20a b\\x20'],
    ['a\u00a0b', 'a\\u{a0}b'],
    ['\u3164', '\\u{3164}'],
  ])('shows spaces that nobody would see: %j', (text, shown) => {
    render(<KeyName name={new TextEncoder().encode(text)} />);
    expect(screen.getByText(shown)).toBeDefined();
    expect(new TextDecoder().decode(parseEscaped(shown) ?? undefined)).toBe(text);
  });

  it('shows the empty name', () => {
    render(<KeyName name="" />);
    expect(screen.getByText('""')).toBeDefined();
  });
});

describe('keyCaps', () => {
  it.each([
    ['mod+shift+c', ['⌘', '⇧', 'C'], ['Ctrl', 'Shift', 'C']],
    ['mod+enter', ['⌘', '↵'], ['Ctrl', '↵']],
    ['backspace', ['⌫'], ['Del']],
    ['F2', ['F2'], ['F2']],
    ['/', ['/'], ['/']],
    ['+', ['+'], ['+']],
    ['mod++', ['⌘', '+'], ['Ctrl', '+']],
  ])('writes %s', (keys, mac, other) => {
    expect(keyCaps(keys, true)).toEqual(mac);
    expect(keyCaps(keys, false)).toEqual(other);
  });
});

describe('typeMark', () => {
  it.each([
    ['string', 'STR'],
    ['ReJSON-RL', 'JSON'],
    ['TSDB-TYPE', 'TS'],
    ['MBbloom--', 'BF'],
    ['vectorset', 'VEC'],
    ['graphdata', 'GRAP'],
    ['', '?'],
  ])('marks %s as %s', (type, mark) => {
    expect(typeMark(type).mark).toBe(mark);
  });
});
