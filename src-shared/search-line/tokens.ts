import { toBytes, toUtf8 } from '../redis-value.ts';

/** A stretch of the line, in UTF-16 units. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface Token extends Span {
  readonly text: string;
  /** Written in quotes: never a keyword. */
  readonly quoted: boolean;
  /** Why it cannot be one argument; where raw text is wanted (an expression) it does not matter. */
  readonly problem: string | null;
}

/** What is wrong with a line and where. Thrown inside the parser only; `parseLine` hands it out as a value. */
export class LineProblem extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.name = 'LineProblem';
    this.at = at;
  }
}

const doubleQuoted = /"((?:[^"\\]|\\[^])*)"(?=\s|$)/y;
const singleQuoted = /'((?:[^'\\]|\\[^])*)'(?=\s|$)/y;
const plain = /\S+/y;
const controls: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, b: 8, a: 7 };

/** What redis-cli makes of the inside of "...": sdssplitargs in Redis's sds.c. null where it is not UTF-8. */
function unescapeDouble(inside: string): string | null {
  const bytes: number[] = [];
  for (const [, hex, escaped, run = ''] of inside.matchAll(
    /\\x([0-9a-fA-F]{2})|\\([^])|([^\\]+)/gu,
  )) {
    if (hex !== undefined) bytes.push(Number.parseInt(hex, 16));
    else if (escaped !== undefined) {
      const control = controls[escaped];
      if (control !== undefined) bytes.push(control);
      else bytes.push(...toBytes(escaped));
    } else for (const byte of toBytes(run)) bytes.push(byte);
  }
  return toUtf8(Uint8Array.from(bytes));
}

function readAt(line: string, from: number): Token {
  const quote = line[from];
  if (quote === '"' || quote === "'") {
    const pattern = quote === '"' ? doubleQuoted : singleQuoted;
    pattern.lastIndex = from;
    const inside = pattern.exec(line)?.[1];
    if (inside !== undefined) {
      const text = quote === '"' ? unescapeDouble(inside) : inside.replaceAll("\\'", "'");
      return {
        text: text ?? inside,
        from,
        to: pattern.lastIndex,
        quoted: true,
        problem:
          text === null ? 'These bytes are no UTF-8 text and cannot be sent from here' : null,
      };
    }
  }
  plain.lastIndex = from;
  const text = plain.exec(line)?.[0] ?? '';
  const isOpen = quote === '"' || quote === "'";
  const problem = isOpen ? 'The quote is not closed, or no space follows it' : null;
  return { text, from, to: from + text.length, quoted: false, problem };
}

/** Arguments as redis-cli splits them, from an offset to the end. */
export function tokenize(line: string, from: number): Token[] {
  const tokens: Token[] = [];
  let at = from;
  for (;;) {
    while (at < line.length && /\s/.test(line[at] ?? '')) at += 1;
    if (at >= line.length) return tokens;
    const token = readAt(line, at);
    tokens.push(token);
    at = token.to;
  }
}

/** Arguments that are already split, as they come to main. */
export const toTokens = (args: readonly string[]): Token[] =>
  args.map((text, i) => ({ text, from: i, to: i + 1, quoted: false, problem: null }));

/** The keyword a token is, in capitals; null for quoted ones. */
export const wordOf = (token: Token | null): string | null =>
  token === null || token.quoted ? null : token.text.toUpperCase();

export const isWord = (token: Token | null, word: string): boolean => wordOf(token) === word;

export const isSeparator = (token: Token | null): boolean =>
  token !== null && !token.quoted && (token.text === '/' || token.text === '|');

const wholeNumber = /^\d{1,9}$/;
export const isWholeNumber = (token: Token | null): boolean =>
  token !== null && !token.quoted && wholeNumber.test(token.text);

/** Walks over the arguments of a line. */
export class TokenReader {
  #tokens: readonly Token[];
  #next = 0;
  #line: string | null;

  /** `line` null: the tokens come from arguments that are already split. */
  constructor(tokens: readonly Token[], line: string | null) {
    this.#tokens = tokens;
    this.#line = line;
  }

  peek(ahead = 0): Token | null {
    return this.#tokens[this.#next + ahead] ?? null;
  }

  /** Where something missing would stand. */
  get end(): number {
    return this.#tokens.at(-1)?.to ?? 0;
  }

  /** Where the last argument taken ends. */
  get position(): number {
    return this.#tokens[this.#next - 1]?.to ?? 0;
  }

  /** The next argument, whatever it is; `what` says what is missing at the end. */
  take(what: string): Token {
    const token = this.takeRaw(what);
    if (token.problem !== null) throw new LineProblem(token.problem, token.from);
    return token;
  }

  takeRaw(what: string): Token {
    const token = this.peek();
    if (token === null) throw new LineProblem(`${what} is missing`, this.end);
    this.#next += 1;
    return token;
  }

  takeNumber(what: string): number {
    const token = this.take(what);
    if (!isWholeNumber(token)) throw new LineProblem(`${what} is a whole number`, token.from);
    return Number(token.text);
  }

  /** `count` arguments. */
  takeMany(count: number, what: string): Token[] {
    return Array.from({ length: Math.min(count, this.#tokens.length + 1) }, () => this.take(what));
  }

  skipSeparators(): void {
    while (isSeparator(this.peek())) this.#next += 1;
  }

  /** Several arguments as the one they stand for: as typed, or the one argument without its quotes. */
  textOf(tokens: readonly Token[]): string {
    const [first] = tokens;
    const last = tokens.at(-1);
    if (first === undefined || last === undefined) return '';
    if (tokens.length === 1 && first.problem === null) return first.text;
    return this.#line === null
      ? tokens.map(({ text }) => text).join(' ')
      : this.#line.slice(first.from, last.to);
  }
}
