import type { KeyPage } from '../../src-shared/contract/keys.ts';

/** The names of a packed page one by one, as views of it. */
export function pageNames({ names, ends }: Pick<KeyPage, 'names' | 'ends'>): Uint8Array[] {
  const out: Uint8Array[] = [];
  let start = 0;
  for (const end of ends) {
    out.push(names.subarray(start, end));
    start = end;
  }
  return out;
}

/** The inverse: in memory of its own, of exactly this size, as sending a view would send all that is behind it. */
export function packNames(all: readonly Uint8Array[]): Pick<KeyPage, 'names' | 'ends'> {
  const names = new Uint8Array(all.reduce((bytes, name) => bytes + name.byteLength, 0));
  const ends = new Uint32Array(all.length);
  let end = 0;
  for (const [i, name] of all.entries()) {
    names.set(name, end);
    end += name.byteLength;
    ends[i] = end;
  }
  return { names, ends };
}
