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

export interface CutName {
  /** What is shown dim, and what clear. */
  readonly lead: string;
  readonly rest: string;
}

/** A part that is cut keeps a character and says that there was more. */
const LEAST_CHARACTERS = 2;

/** The beginning of a part that has to give up `over` characters; how many it could not. */
function shortened(part: string, over: number): { readonly text: string; readonly over: number } {
  if (over <= 0) return { text: part, over: 0 };
  const length = Math.max(Math.min(part.length, LEAST_CHARACTERS), part.length - over);
  const text = length < part.length ? `${part.slice(0, length - 1)}…` : part;
  return { text, over: over - (part.length - length) };
}

/**
 * A name in as many characters as there is room for, each as wide as the others: the lead gives way first, then the start
 * of the last segment, as `.key-name` of the style sheet has it, and its end when there is no room for anything else.
 */
export function cutName({ lead, last, tail }: SplitName, room: number): CutName {
  const length = lead.name.length + lead.end.length + last.length + tail.length;
  const first = shortened(lead.name, length - room);
  const second = shortened(last, first.over);
  const lost = Math.max(0, Math.min(second.over, tail.length - 1));
  return { lead: first.text + lead.end, rest: second.text + tail.slice(lost) };
}
