export interface SplitName {
  /** All segments but the last, and the separator that ends them: `product:phones` and `:`. */
  readonly lead: { readonly name: string; readonly end: string };
  /** The last segment but for its tail: cut when the lead is gone and there is still no room. */
  readonly last: string;
  /** Never cut: the end is what tells similar names apart. */
  readonly tail: string;
}

const TAIL_CHARACTERS = 6;
const SHOWN_CHARACTERS = 600;

function cutMiddle(text: string): string {
  if (text.length <= SHOWN_CHARACTERS) return text;
  return `${text.slice(0, SHOWN_CHARACTERS / 2)}…${text.slice(-SHOWN_CHARACTERS / 2)}`;
}

/** The separator whose last place, not at the very end, is furthest on. */
function lastSeparator(text: string, separators: readonly string[]): string {
  let best = '';
  let bestAt = -1;
  for (const one of separators) {
    const at = one === '' ? -1 : text.lastIndexOf(one, text.length - one.length - 1);
    if (at + one.length > bestAt && at >= 0) {
      best = one;
      bestAt = at + one.length;
    }
  }
  return best;
}

/** The parts of a name that give way in turn when there is little room. */
export function splitName(fullText: string, separators: string | readonly string[]): SplitName {
  const text = cutMiddle(fullText);
  const separator = lastSeparator(text, typeof separators === 'string' ? [separators] : separators);
  // A separator at the very end leaves nothing after it; the segment before it is then the last.
  const at =
    separator === '' ? -1 : text.lastIndexOf(separator, text.length - separator.length - 1);
  const name = at < 0 ? '' : text.slice(0, at);
  const end = at < 0 ? '' : text.slice(at, at + separator.length);
  const segment = Array.from(at < 0 ? text : text.slice(at + separator.length));
  const keep = Math.max(0, segment.length - TAIL_CHARACTERS);
  return {
    lead: { name, end },
    last: segment.slice(0, keep).join(''),
    tail: segment.slice(keep).join(''),
  };
}
