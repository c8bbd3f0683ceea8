export const MOST_SEPARATORS = 8;
export const SEPARATOR_LENGTH = 16;

/** What divides key names, as it is typed: with spaces between; a space that is meant is `\x20`. */
export function formatSeparators(separators: readonly string[]): string {
  return separators.map((one) => one.replaceAll(' ', String.raw`\x20`)).join(' ');
}

/** The separators of such a text, each once; a string says what is wrong with it. */
export function parseSeparators(text: string): readonly string[] | string {
  const parts = text.split(' ').filter((part) => part !== '');
  const separators = [...new Set(parts.map((part) => part.replaceAll(String.raw`\x20`, ' ')))];
  if (separators.length === 0) return 'At least one';
  if (separators.length > MOST_SEPARATORS) return `At most ${MOST_SEPARATORS}`;
  if (separators.some((one) => one.length > SEPARATOR_LENGTH))
    return `At most ${SEPARATOR_LENGTH} characters each`;
  return separators;
}
