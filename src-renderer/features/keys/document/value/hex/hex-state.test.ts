import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  hexChanges,
  type HexKey,
  type HexState,
  pastedBytes,
  pressHex,
  putBytes,
  selectedIn,
  startOfHex,
} from './hex-state.ts';

const rulesOf = (before: string, isFixed = false) => ({ before, isFixed, pageRows: 4 });
const keyOf = (name: string): HexKey => ({
  key: name.replace(/^(shift\+|mod\+)+/, ''),
  shift: name.includes('shift+'),
  mod: name.includes('mod+'),
});
/** What some keys make of bytes. */
function press(before: string, keys: string, from: Partial<HexState> = {}, isFixed = false) {
  let state: HexState = { ...startOfHex(before), ...from };
  for (const name of keys.split(' '))
    state = pressHex(state, keyOf(name), rulesOf(before, isFixed)) ?? state;
  return state;
}

describe('hex digits', () => {
  it('overwrite one after the other', () => {
    expect(press('abc', '4 1')).toMatchObject({ bytes: 'Abc', at: 1, half: 0 });
    expect(press('abc', 'ArrowRight 9')).toMatchObject({ bytes: 'ibc', at: 1, half: 0 });
    expect(press('abc', 'f f 0 0')).toMatchObject({ bytes: '\u00ff\u0000c', at: 2 });
  });

  it('add a byte behind the last one, but not where the length stays', () => {
    expect(press('a', 'mod+End 4 2')).toMatchObject({ bytes: 'aB', at: 2 });
    expect(press('a', 'mod+End 4 2 4 3', {}, true)).toMatchObject({ bytes: 'C', at: 0 });
    expect(press('', '4 2')).toMatchObject({ bytes: 'B', at: 1 });
  });

  it('insert where that is on', () => {
    expect(press('ac', 'Insert ArrowRight ArrowRight 6 2')).toMatchObject({ bytes: 'abc', at: 2 });
    expect(press('ac', 'Insert 6 Backspace')).toMatchObject({ bytes: 'ac', at: 0 });
    expect(press('ac', 'Insert', {}, true)).toMatchObject({ isInserting: false });
  });
});

describe('erasing', () => {
  it('gives back what was read, where bytes are overwritten', () => {
    expect(press('abc', '4 1 4 2 Backspace')).toMatchObject({ bytes: 'Abc', at: 1 });
    expect(press('abc', '4 1 Home Delete')).toMatchObject({ bytes: 'abc', at: 1 });
    expect(press('abc', '4 1 4 2 4 3 mod+a Delete')).toMatchObject({ bytes: 'abc', at: 0 });
  });

  it('removes, where bytes are inserted', () => {
    expect(press('abc', 'Insert Delete')).toMatchObject({ bytes: 'bc', at: 0 });
    expect(press('abc', 'Insert mod+End Backspace')).toMatchObject({ bytes: 'ab', at: 2 });
    expect(press('abcd', 'Insert shift+ArrowRight shift+ArrowRight Delete')).toMatchObject({
      bytes: 'cd',
      at: 0,
      anchor: null,
    });
  });
});

describe('the text beside the digits', () => {
  it('is written as UTF-8', () => {
    expect(press('abcd', 'Tab é')).toMatchObject({ bytes: '\u00c3\u00a9cd', at: 2 });
    expect(press('abcd', 'Tab a shift+Tab a')).toMatchObject({ bytes: 'a\u00a2cd', half: 1 });
    expect(press('abcd', 'Tab Tab').column).toBe('text');
    expect(pressHex(press('abcd', 'Tab'), keyOf('Tab'), rulesOf('abcd'))).toBeNull();
  });

  it('does not grow where the length stays', () => {
    expect(press('ab', 'Tab ArrowRight é', {}, true).bytes).toBe('ab');
  });
});

describe('moving', () => {
  const long = 'x'.repeat(100);
  it.each([
    ['ArrowDown', 0, 16],
    ['ArrowDown', 90, 90],
    ['ArrowUp', 20, 4],
    ['ArrowUp', 4, 4],
    ['Home', 20, 16],
    ['End', 20, 31],
    ['mod+Home', 20, 0],
    ['mod+End', 20, 100],
    ['PageDown', 3, 67],
    ['PageUp', 67, 3],
  ])('%s from %i goes to %i', (key, at, to) => {
    expect(press(long, key, { at })).toMatchObject({ at: to, bytes: long });
  });

  it('selects with shift, and all', () => {
    expect(selectedIn(press(long, 'shift+ArrowDown shift+ArrowRight'))).toEqual([0, 17]);
    expect(selectedIn(press(long, 'mod+a', {}, true))).toEqual([0, 100]);
    expect(selectedIn(press(long, 'mod+a ArrowLeft'))).toBeNull();
  });
});

describe('pasting', () => {
  it('takes digits as they are written elsewhere', () => {
    expect(pastedBytes('41 42\n0x43,44:45', 'hex')).toBe('ABCDE');
    expect(pastedBytes('4', 'hex')).toBeNull();
    expect(pastedBytes('what', 'hex')).toBeNull();
    expect(pastedBytes('é', 'text')).toBe('\u00c3\u00a9');
  });

  it('puts nothing where it does not fit', () => {
    expect(putBytes({ ...startOfHex('abc'), at: 2 }, 'xy', rulesOf('abc', true))).toBeNull();
    expect(putBytes({ ...startOfHex('abc'), at: 2 }, 'xy', rulesOf('abc'))?.bytes).toBe('abxy');
  });
});

describe('whatever is pressed', () => {
  const keys = fc.constantFrom(
    ...'0 f a é Tab shift+Tab Insert Delete Backspace Home End mod+a mod+End PageDown'.split(' '),
    ...'ArrowLeft ArrowRight ArrowUp ArrowDown shift+ArrowRight shift+ArrowUp shift+End'.split(' '),
  );
  const some = fc.string({ unit: fc.constantFrom('a', '\u0000', '\u00ff'), maxLength: 40 });

  it('leaves bytes, and a place among them', () => {
    fc.assert(
      fc.property(some, fc.array(keys), fc.boolean(), (before, pressed, isFixed) => {
        const state = press(before, pressed.join(' '), {}, isFixed);
        expect(Array.from(state.bytes).every((byte) => byte <= '\u00ff')).toBe(true);
        expect(state.at).toBeGreaterThanOrEqual(0);
        expect(state.at).toBeLessThanOrEqual(state.bytes.length);
        if (isFixed) expect(state.bytes).toHaveLength(before.length);
        const { isChanged, count } = hexChanges(before, state.bytes);
        const marked = Array.from(state.bytes).filter((_, at) => isChanged(at)).length;
        expect(marked).toBe(count);
        if (state.bytes === before) expect(count).toBe(0);
      }),
    );
  });

  it('marks what differs, and all between once the length does', () => {
    const marks = (before: string, bytes: string) =>
      Array.from(bytes, (_, at) => (hexChanges(before, bytes).isChanged(at) ? '!' : '.')).join('');
    expect(marks('abcdef', 'aXcdYf')).toBe('.!..!.');
    expect(marks('abcdef', 'aXcdYYf')).toBe('.!!!!!.');
    expect(marks('abcdef', 'abef')).toBe('....');
  });
});
