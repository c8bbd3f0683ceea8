import { toBytes } from '../../../../../src-shared/redis-value.ts';
import { byteRange, end, literal, type Node, PatternError, start } from './nodes.ts';
import { MOST_POINT, type Ranges, utf8 } from './utf8-ranges.ts';

const MOST_TEXT = 1_000;
const MOST_REPEATS = 1_000;

const digits: Ranges = [[0x30, 0x39]];
const words: Ranges = [
  [0x30, 0x39],
  [0x41, 0x5a],
  [0x5f, 0x5f],
  [0x61, 0x7a],
];
const spaces: Ranges = [
  [0x09, 0x0d],
  [0x20, 0x20],
  [0xa0, 0xa0],
  [0x2028, 0x2029],
];
const classes: Readonly<Record<string, Ranges>> = {
  d: digits,
  D: inverse(digits),
  w: words,
  W: inverse(words),
  s: spaces,
  S: inverse(spaces),
};
const controls: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, f: 12, v: 11, 0: 0 };

function inverse(ranges: Ranges): Ranges {
  const out: [number, number][] = [];
  let from = 0;
  for (const [low, high] of ranges.toSorted(([a], [b]) => a - b)) {
    if (low > from) out.push([from, low - 1]);
    from = Math.max(from, high + 1);
  }
  if (from <= MOST_POINT) out.push([from, MOST_POINT]);
  return out;
}

/** Both cases of the ASCII letters in it. */
function bothCases(ranges: Ranges): Ranges {
  const shifted = ([low, high]: readonly [number, number], a: number, by: number): Ranges => {
    const from = Math.max(low, a);
    const to = Math.min(high, a + 25);
    return from > to ? [] : [[from + by, to + by]];
  };
  return ranges.flatMap((range) => [
    range,
    ...shifted(range, 0x41, 32),
    ...shifted(range, 0x61, -32),
  ]);
}

/** One character of a pattern: code points, or one byte that is written as `\xff`. */
type Part = { readonly ranges: Ranges } | { readonly byte: number };

/**
 * A regular expression over names: of JavaScript's what can be looked for by reading each byte once, so without
 * backreferences, look-around and word boundaries. As in a substring, ASCII case counts only where there is a capital. For a name that is
 * no text (UTF-8) each byte of it is a character.
 */
export function regexNode(source: string, isText: boolean): Node {
  if (source.length > MOST_TEXT)
    throw new PatternError(`It is longer than ${MOST_TEXT} characters`);
  return new RegexReader(source, isText).read();
}

/** Names that are text. */
export const textNode: Node = {
  kind: 'sequence',
  of: [start, { kind: 'repeat', of: utf8([[0, MOST_POINT]]), least: 0, most: null }, end],
};

class RegexReader {
  readonly #text: readonly string[];
  readonly #hasCase: boolean;
  readonly #isText: boolean;
  #at = 0;

  constructor(source: string, isText: boolean) {
    this.#isText = isText;
    this.#text = Array.from(source);
    this.#hasCase = /[A-Z]/u.test(source.replaceAll(/\\./gsu, ''));
  }

  read(): Node {
    const node = this.#either();
    if (this.#at < this.#text.length) throw this.#error('This bracket closes nothing');
    return node;
  }

  #error(what: string): PatternError {
    return new PatternError(`${what} (character ${Math.min(this.#at + 1, this.#text.length)})`);
  }

  #peek(): string {
    return this.#text[this.#at] ?? '';
  }

  #take(what: string): boolean {
    const next = this.#text.slice(this.#at, this.#at + what.length).join('');
    if (next !== what) return false;
    this.#at += what.length;
    return true;
  }

  #either(): Node {
    const of = [this.#sequence()];
    while (this.#take('|')) of.push(this.#sequence());
    return { kind: 'either', of };
  }

  #sequence(): Node {
    const of: Node[] = [];
    while (this.#at < this.#text.length && this.#peek() !== '|' && this.#peek() !== ')')
      of.push(this.#repeated());
    return { kind: 'sequence', of };
  }

  #repeated(): Node {
    let of = this.#atom();
    for (let count = this.#count(); count !== null; count = this.#count())
      of = { kind: 'repeat', of, ...count };
    return of;
  }

  #count(): { readonly least: number; readonly most: number | null } | null {
    const count = this.#plainCount();
    // As few as possible: the same names have it.
    if (count !== null) this.#take('?');
    return count;
  }

  #plainCount(): { readonly least: number; readonly most: number | null } | null {
    if (this.#take('*')) return { least: 0, most: null };
    if (this.#take('+')) return { least: 1, most: null };
    if (this.#take('?')) return { least: 0, most: 1 };
    const rest = this.#text.slice(this.#at).join('');
    const [all, low, comma, high = ''] = /^\{(\d{1,5})(,(\d{0,5}))?\}/u.exec(rest) ?? [];
    if (all === undefined) return null;
    const least = Number(low);
    const most = comma === undefined ? least : high === '' ? null : Number(high);
    if (Math.max(least, most ?? 0) > MOST_REPEATS)
      throw this.#error(`At most ${MOST_REPEATS} repetitions`);
    if (most !== null && most < least) throw this.#error('The smaller number comes first');
    this.#at += all.length;
    return { least, most };
  }

  #atom(): Node {
    if (this.#take('^')) return start;
    if (this.#take('$')) return end;
    if (this.#take('.')) return this.#characters([[0, MOST_POINT]]);
    if (this.#take('(')) return this.#group();
    if (this.#take('[')) return this.#class();
    if ('*+?'.includes(this.#peek())) throw this.#error('There is nothing to repeat');
    if (this.#take('\\')) return this.#toNode(this.#escape(false));
    const character = this.#peek();
    this.#at++;
    return this.#toNode({ ranges: single(character.codePointAt(0) ?? 0) });
  }

  #group(): Node {
    if (['?=', '?!', '?<=', '?<!'].some((look) => this.#take(look)))
      throw this.#error('Look-around is not supported here');
    if (this.#take('?<')) while (this.#peek() !== '' && !this.#take('>')) this.#at++;
    else if (this.#peek() === '?' && !this.#take('?:'))
      throw this.#error('This kind of group is not supported here');
    const node = this.#either();
    if (!this.#take(')')) throw this.#error('A group is not closed');
    return node;
  }

  #class(): Node {
    const isNegated = this.#take('^');
    const ranges: (readonly [number, number])[] = [];
    const bytes: number[] = [];
    while (!this.#take(']')) {
      if (this.#peek() === '') throw this.#error('A class is not closed');
      const from = this.#member();
      const low = pointOf(from);
      const isRange = low !== null && this.#peek() === '-' && this.#text[this.#at + 1] !== ']';
      if (!isRange) {
        if ('byte' in from) bytes.push(from.byte);
        else ranges.push(...from.ranges);
        continue;
      }
      this.#at++;
      const high = pointOf(this.#member());
      if (high === null || high < low) throw this.#error('This range has no beginning or no end');
      ranges.push([low, high]);
    }
    if (isNegated && bytes.length > 0)
      throw this.#error('Bytes cannot be excluded by \\x80 to \\xff');
    const cased = this.#hasCase ? ranges : bothCases(ranges);
    if (isNegated) return this.#characters(inverse(cased));
    return { kind: 'either', of: [utf8(cased), ...bytes.map((byte) => literal([byte]))] };
  }

  #member(): Part {
    if (this.#take('\\')) return this.#escape(true);
    const point = this.#peek().codePointAt(0) ?? 0;
    this.#at++;
    return { ranges: single(point) };
  }

  #escape(isInClass: boolean): Part {
    const letter = this.#peek();
    if (letter === '') throw this.#error('A backslash stands at the end');
    const rest = this.#text.slice(this.#at).join('');
    const [hex, pair, point] = /^(?:x([0-9a-f]{2})|u\{([0-9a-f]{1,6})\})/iu.exec(rest) ?? [];
    this.#at += hex?.length ?? 1;
    if (hex !== undefined) {
      const value = Number.parseInt(pair ?? point ?? '', 16);
      if (value > MOST_POINT) throw this.#error('There is no such character');
      // As names are shown: \xff is that byte, \u{ff} the character.
      return pair !== undefined && value > 0x7f ? { byte: value } : { ranges: single(value) };
    }
    const ranges = classes[letter];
    if (ranges !== undefined) return { ranges };
    const control = controls[letter];
    if (control !== undefined) return { ranges: single(control) };
    if (/[1-9k]/u.test(letter)) throw this.#error('Backreferences are not supported here');
    if (/[bB]/u.test(letter) && !isInClass)
      throw this.#error('Word boundaries are not supported here');
    if (/[a-z]/iu.test(letter)) throw this.#error(`\\${letter} is not known here`);
    return { ranges: single(letter.codePointAt(0) ?? 0) };
  }

  /** Characters of a class that may be any but some. */
  #characters(ranges: Ranges): Node {
    if (this.#isText) return utf8(ranges);
    const ascii = ranges
      .filter(([low]) => low <= 0x7f)
      .map(([low, high]) => [low, Math.min(high, 0x7f)] as const);
    return { kind: 'either', of: [utf8(ascii), { kind: 'byte', of: byteRange(0x80, 0xff) }] };
  }

  #toNode(part: Part): Node {
    if ('byte' in part) return { kind: 'byte', of: byteRange(part.byte, part.byte) };
    const [[low, high] = [0, MOST_POINT]] = part.ranges;
    if (low === high && low > 0x7f) return literal(toBytes(String.fromCodePoint(low)));
    return utf8(this.#hasCase ? part.ranges : bothCases(part.ranges));
  }
}

const single = (point: number): Ranges => [[point, point]];

/** null: not one character. */
function pointOf(part: Part): number | null {
  if ('byte' in part) return null;
  const [[low, high] = [0, 1]] = part.ranges;
  return part.ranges.length === 1 && low === high ? low : null;
}
