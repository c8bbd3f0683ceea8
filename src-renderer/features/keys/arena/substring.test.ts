import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fromBinaryString, toBinaryString } from '../../../../src-shared/redis-value.ts';
import { NameArena } from './name-arena.ts';
import { Substring } from './substring.ts';

const few = fc
  .array(fc.constantFrom(0x61, 0x41, 0x62, 0x5b, 0x7b, 0xff), { maxLength: 9 })
  .map((bytes) => Uint8Array.from(bytes));
const needles = few.filter(({ length }) => length > 0 && length < 5);
const lower = (text: string): string =>
  text.replaceAll(/[A-Z]/gu, (letter) => letter.toLowerCase());

/** What is meant, said plainly. */
function has(name: Uint8Array, needle: Uint8Array): boolean {
  const [text, part] = [toBinaryString(name), toBinaryString(needle)];
  return /[A-Z]/u.test(part) ? text.includes(part) : lower(text).includes(part);
}

it('finds what is there, where it first begins', () => {
  fc.assert(
    fc.property(few, needles, (name, needle) => {
      const at = new Substring(needle).find(name, 0, name.length);
      expect(at >= 0).toBe(has(name, needle));
      if (at >= 0) expect(has(name.subarray(at, at + needle.length), needle)).toBe(true);
      if (at > 0) expect(has(name.subarray(0, at + needle.length - 1), needle)).toBe(false);
    }),
    { numRuns: 2_000 },
  );
});

it('finds the names of an arena that have it, each once, never across two', () => {
  fc.assert(
    fc.property(fc.array(few, { maxLength: 40 }), needles, (names, needle) => {
      const arena = new NameArena();
      for (const name of names) arena.append(name, 0, name.length);
      const found: number[] = [];
      arena.search(new Substring(needle), (id) => found.push(id));
      expect(found).toEqual(names.flatMap((name, id) => (has(name, needle) ? [id] : [])));
    }),
    { numRuns: 1_000 },
  );
});

it('finds names at the ends of blocks, and longer than those', () => {
  const arena = new NameArena();
  const long = new Uint8Array(1_048_570).fill(0x61);
  const longer = new Uint8Array(2_100_000).fill(0x62);
  longer.set(fromBinaryString('needle'), 2_099_990);
  const names = [
    long,
    fromBinaryString('needle'),
    fromBinaryString('need'),
    fromBinaryString('le'),
    longer,
    long,
  ];
  for (const name of names) arena.append(name, 0, name.length);
  const search = (text: string): number[] => {
    const found: number[] = [];
    arena.search(new Substring(fromBinaryString(text)), (id) => found.push(id));
    return found;
  };
  expect(search('needle')).toEqual([1, 4]);
  expect(search('a')).toEqual([0, 5]);
});
