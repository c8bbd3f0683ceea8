import fc from 'fast-check';
import { expect, it } from 'vitest';
import { equalBytes } from '../../../../src-shared/redis-value.ts';
import { NameArena } from './name-arena.ts';

const bytes = fc.uint8Array({ maxLength: 200 });

it('gives back the bytes it was given, whatever they are', () => {
  fc.assert(
    fc.property(fc.array(bytes, { maxLength: 60 }), (names) => {
      const arena = new NameArena();
      const ids = names.map((name) => arena.append(name, 0, name.length));
      expect(ids).toEqual(names.map((_, i) => i));
      names.forEach((name, id) => {
        expect(arena.copy(id)).toEqual(name);
        expect(arena.lengthOf(id)).toBe(name.length);
      });
    }),
  );
});

it('keeps names longer than its blocks, and the short ones around them', () => {
  const arena = new NameArena();
  const sizes = [3, 65_534, 65_535, 65_536, 1_048_576, 1, 1_048_577, 2, 3_000_000, 4];
  const names = sizes.map((size, i) => new Uint8Array(size).fill(i + 1));
  for (const name of names) arena.append(name, 0, name.length);
  names.forEach((name, id) => {
    expect(arena.lengthOf(id)).toBe(name.length);
    expect(equalBytes(arena.copy(id), name)).toBe(true);
  });
});

it('takes a part of what it is given', () => {
  const arena = new NameArena();
  const id = arena.append(Uint8Array.of(1, 2, 3, 4), 1, 3) ?? -1;
  expect(arena.copy(id)).toEqual(Uint8Array.of(2, 3));
});
