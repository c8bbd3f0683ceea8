/** Spaces that nobody sees: at the ends, and those that look like another one or like nothing. */
const unseen =
  /^ +| +$|\u034f|[\u00a0\u00ad\u115f\u1160\u1680\u180e\u2000-\u200a\u202f\u205f\u3000\u3164\uffa0]/gu;

/**
 * A name as `escapeBytes` wrote it, for the screen: its unseen spaces as escapes too, so that it never looks like another name,
 * or like none. `parseEscaped` reads it as the same name.
 */
export function showSpaces(text: string): string {
  return text.replace(unseen, (found) =>
    found.startsWith(' ')
      ? '\\x20'.repeat(found.length)
      : `\\u{${(found.codePointAt(0) ?? 0).toString(16)}}`,
  );
}
