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
