import type { KnownIndex } from '../../../src-shared/contract/search.ts';

type IndexField = KnownIndex['fields'][number];

const valueOf = (options: readonly string[], word: string): string | null => {
  const found = options.find((option) => option.toLowerCase().startsWith(`${word} `));
  return found === undefined ? null : found.slice(word.length + 1);
};

/** What sets a field apart, in a word or two: the rest is in its tooltip. */
export function fieldNote({ type, options }: IndexField): string {
  if (type === 'VECTOR')
    return [valueOf(options, 'algorithm'), valueOf(options, 'dim')]
      .filter((part) => part !== null)
      .join(' ');
  const weight = valueOf(options, 'weight');
  const separator = valueOf(options, 'separator');
  const notes = [
    ...(weight === null || weight === '1' ? [] : [`weight ${weight}`]),
    // A comma is what FT.CREATE takes when nothing is said.
    ...(separator === null || separator === ',' ? [] : [`separator ${separator}`]),
    ...options
      .filter((option) => /^[A-Z]+$/.test(option) && option !== 'UNF')
      .map((option) => option.toLowerCase()),
  ];
  return notes.join(', ');
}

/** All that FT.INFO says of it. */
export const fieldTitle = ({ identifier, attribute, type, options }: IndexField): string =>
  [identifier, 'AS', attribute, type, ...options].join(' ');

/** Bytes of what FT.INFO gives in MB, of 1,048,576 bytes; null where it gives none. */
export function sizeBytes(sizeMb: string | null): number | null {
  const size = sizeMb === null ? NaN : Number(sizeMb) * 1_048_576;
  return Number.isFinite(size) ? Math.round(size) : null;
}
