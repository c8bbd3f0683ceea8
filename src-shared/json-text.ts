/**
 * JSON as its source text with positions. Numbers stay the characters that were written (no rounding beyond 2^53), names
 * and strings are decoded only when asked for, repeated names are kept and flagged. Nodes are columns of typed arrays:
 * a document of a million values costs about 30 bytes a value, and nothing recurses, so depth is no limit.
 */

const KINDS = ['object', 'array', 'string', 'number', 'boolean', 'null'] as const;
export type JsonKind = (typeof KINDS)[number];

const OBJECT = 0;
const ARRAY = 1;
const STRING = 2;
const NUMBER = 3;
const BOOLEAN = 4;
const NULL = 5;
const KIND_BITS = 7;
const REPEATED = 8;

/** No such node or position. */
export const JSON_NONE = 0xffff_ffff;

export interface JsonText {
  readonly source: string;
  /** Values in document order: node 0 is the document, and a container's children follow it. */
  readonly count: number;
  readonly kinds: Uint8Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  /** Where a member's name begins (its quote); JSON_NONE for elements and for the document. */
  readonly names: Uint32Array;
  /** JSON_NONE for the document. */
  readonly parents: Uint32Array;
  /** The first node that is not inside this one. */
  readonly nexts: Uint32Array;
  /** How many children. */
  readonly sizes: Uint32Array;
  /** Place among its siblings, from 0. */
  readonly places: Uint32Array;
}

export interface JsonSyntaxError {
  /** Character offset in the source. */
  readonly offset: number;
  readonly message: string;
}

export type JsonParsed =
  | { readonly ok: true; readonly json: JsonText }
  | { readonly ok: false; readonly error: JsonSyntaxError };

/** What may come next. */
const VALUE = 0;
const FIRST_VALUE = 1;
const NAME = 2;
const FIRST_NAME = 3;
const AFTER = 4;
const END = 5;

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_ARRAY = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

const NUMBER_PATTERN = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const HEX_PATTERN = /[0-9a-fA-F]{4}/y;
const SHORT_ESCAPES = '"\\/bfnrt';

/** A parser that can be left and taken up again, so that a large document does not hold up the window. */
export interface JsonScanner {
  /** Reads on for about so many characters; null while there is more to read. */
  run(characters: number): JsonParsed | null;
}

class Columns {
  count = 0;
  kinds: Uint8Array;
  starts: Uint32Array;
  ends: Uint32Array;
  names: Uint32Array;
  parents: Uint32Array;
  nexts: Uint32Array;
  sizes: Uint32Array;
  places: Uint32Array;

  constructor(capacity: number) {
    this.kinds = new Uint8Array(capacity);
    this.starts = new Uint32Array(capacity);
    this.ends = new Uint32Array(capacity);
    this.names = new Uint32Array(capacity);
    this.parents = new Uint32Array(capacity);
    this.nexts = new Uint32Array(capacity);
    this.sizes = new Uint32Array(capacity);
    this.places = new Uint32Array(capacity);
  }

  grow(): void {
    const grown = new Columns(this.kinds.length * 2);
    grown.kinds.set(this.kinds);
    grown.starts.set(this.starts);
    grown.ends.set(this.ends);
    grown.names.set(this.names);
    grown.parents.set(this.parents);
    grown.nexts.set(this.nexts);
    grown.sizes.set(this.sizes);
    grown.places.set(this.places);
    Object.assign(this, grown, { count: this.count });
  }

  finish(source: string): JsonText {
    const { count } = this;
    return {
      source,
      count,
      kinds: this.kinds.subarray(0, count),
      starts: this.starts.subarray(0, count),
      ends: this.ends.subarray(0, count),
      names: this.names.subarray(0, count),
      parents: this.parents.subarray(0, count),
      nexts: this.nexts.subarray(0, count),
      sizes: this.sizes.subarray(0, count),
      places: this.places.subarray(0, count),
    };
  }
}

class Scanner implements JsonScanner {
  readonly #source: string;
  readonly #columns: Columns;
  /** Containers still open, outermost first. */
  readonly #open: number[] = [];
  /** Names seen in each open container; null for arrays. */
  readonly #seen: (Set<string> | null)[] = [];
  #offset = 0;
  #expect = VALUE;
  /** The name of the value that comes next. */
  #name = JSON_NONE;
  #nameRepeats = false;
  #error: JsonSyntaxError | null = null;

  constructor(source: string) {
    this.#source = source;
    this.#columns = new Columns(Math.max(16, source.length >> 3));
  }

  run(characters: number): JsonParsed | null {
    const stop = Math.min(this.#source.length, this.#offset + characters);
    do this.#step();
    while (this.#error === null && this.#expect !== END && this.#offset < stop);
    if (this.#expect === END) {
      this.#skipSpace();
      if (this.#offset < this.#source.length) this.#fail('Text after the end of the document');
    }
    if (this.#error !== null) return { ok: false, error: this.#error };
    if (this.#expect === END) return { ok: true, json: this.#columns.finish(this.#source) };
    return null;
  }

  #fail(message: string, offset = this.#offset): null {
    this.#error ??= { offset, message };
    return null;
  }

  #skipSpace(): void {
    for (;;) {
      const code = this.#source.charCodeAt(this.#offset);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      this.#offset += 1;
    }
  }

  #step(): void {
    this.#skipSpace();
    const code = this.#source.charCodeAt(this.#offset);
    if (Number.isNaN(code)) this.#fail('The document ends too early');
    else if (this.#expect === AFTER) this.#after(code);
    else if (this.#expect === FIRST_NAME && code === CLOSE_OBJECT) this.#close();
    else if (this.#expect === NAME || this.#expect === FIRST_NAME) this.#readName(code);
    else if (this.#expect === FIRST_VALUE && code === CLOSE_ARRAY) this.#close();
    else this.#readValue(code);
  }

  #after(code: number): void {
    const container = this.#open.at(-1) ?? 0;
    const isObject = ((this.#columns.kinds[container] ?? 0) & KIND_BITS) === OBJECT;
    if (code === COMMA) {
      this.#offset += 1;
      this.#expect = isObject ? NAME : VALUE;
    } else if (code === (isObject ? CLOSE_OBJECT : CLOSE_ARRAY)) this.#close();
    else this.#fail(isObject ? 'Expected , or }' : 'Expected , or ]');
  }

  #close(): void {
    const node = this.#open.pop() ?? 0;
    this.#seen.pop();
    this.#offset += 1;
    this.#columns.ends[node] = this.#offset;
    this.#columns.nexts[node] = this.#columns.count;
    this.#settle();
  }

  /** A value is complete. */
  #settle(): void {
    this.#expect = this.#open.length === 0 ? END : AFTER;
  }

  #readName(code: number): void {
    const start = this.#offset;
    const end = code === QUOTE ? this.#stringEnd() : this.#fail('Expected a name in double quotes');
    if (end === null) return;
    const seen = this.#seen.at(-1);
    const name = decode(this.#source, start, end);
    this.#nameRepeats = seen?.has(name) === true;
    seen?.add(name);
    this.#name = start;
    this.#offset = end;
    this.#skipSpace();
    if (this.#source.charCodeAt(this.#offset) !== COLON) this.#fail('Expected :');
    this.#offset += 1;
    this.#expect = VALUE;
  }

  #readValue(code: number): void {
    const start = this.#offset;
    if (code === OPEN_OBJECT || code === OPEN_ARRAY) this.#openContainer(code === OPEN_OBJECT);
    else if (code === QUOTE) {
      const end = this.#stringEnd();
      if (end !== null) this.#addScalar(STRING, start, end);
    } else this.#readBare(start);
  }

  #readBare(start: number): void {
    const word = WORDS.find(([text]) => this.#source.startsWith(text, start));
    if (word !== undefined) return this.#addScalar(word[1], start, start + word[0].length);
    NUMBER_PATTERN.lastIndex = start;
    if (NUMBER_PATTERN.test(this.#source)) this.#addScalar(NUMBER, start, NUMBER_PATTERN.lastIndex);
    else this.#fail('Expected a value');
  }

  #openContainer(isObject: boolean): void {
    const node = this.#add(isObject ? OBJECT : ARRAY, this.#offset);
    this.#open.push(node);
    this.#seen.push(isObject ? new Set() : null);
    this.#offset += 1;
    this.#expect = isObject ? FIRST_NAME : FIRST_VALUE;
  }

  #addScalar(kind: number, start: number, end: number): void {
    const node = this.#add(kind, start);
    this.#columns.ends[node] = end;
    this.#columns.nexts[node] = node + 1;
    this.#offset = end;
    this.#settle();
  }

  #add(kind: number, start: number): number {
    const columns = this.#columns;
    if (columns.count === columns.kinds.length) columns.grow();
    const node = columns.count;
    columns.count += 1;
    const parent = this.#open.at(-1) ?? JSON_NONE;
    columns.kinds[node] = this.#nameRepeats ? kind | REPEATED : kind;
    columns.starts[node] = start;
    columns.names[node] = this.#name;
    columns.parents[node] = parent;
    if (parent !== JSON_NONE) {
      const place = columns.sizes[parent] ?? 0;
      columns.places[node] = place;
      columns.sizes[parent] = place + 1;
    }
    this.#name = JSON_NONE;
    this.#nameRepeats = false;
    return node;
  }

  /** Where the string that begins here ends, after its closing quote. */
  #stringEnd(): number | null {
    const source = this.#source;
    for (let at = this.#offset + 1; ; at++) {
      const code = source.charCodeAt(at);
      if (code === QUOTE) return at + 1;
      if (Number.isNaN(code)) return this.#fail('A string has no end', at);
      if (code < 0x20) return this.#fail('A control character inside a string', at);
      if (code !== BACKSLASH) continue;
      at += 1;
      if (SHORT_ESCAPES.includes(source[at] ?? ' ')) continue;
      HEX_PATTERN.lastIndex = at + 1;
      if (source[at] !== 'u' || !HEX_PATTERN.test(source))
        return this.#fail('An escape that JSON does not have', at);
      at += 4;
    }
  }
}

const WORDS: readonly (readonly [string, number])[] = [
  ['true', BOOLEAN],
  ['false', BOOLEAN],
  ['null', NULL],
];

/** The text between two quotes of the source. JSON.parse is exact for one string, lone surrogates included. */
function decode(source: string, start: number, end: number): string {
  const inner = source.slice(start + 1, end - 1);
  return inner.includes('\\') ? String(JSON.parse(source.slice(start, end))) : inner;
}

/** Reads a document piece by piece; see JsonScanner. */
export function createJsonScanner(source: string): JsonScanner {
  return new Scanner(source);
}

/** Reads a whole document at once: for texts known to be small. */
export function parseJsonText(source: string): JsonParsed {
  const scanner = new Scanner(source);
  // A text that ends too early is noticed when the scanner is asked once more.
  for (;;) {
    const parsed = scanner.run(Infinity);
    if (parsed !== null) return parsed;
  }
}

/** What a value is. */
export function jsonKind(json: JsonText, node: number): JsonKind {
  return KINDS[(json.kinds[node] ?? NULL) & KIND_BITS] ?? 'null';
}

/** Whether its object has the same name before it: which one counts is up to the reader of the document. */
export function isRepeatedName(json: JsonText, node: number): boolean {
  return ((json.kinds[node] ?? 0) & REPEATED) !== 0;
}

/** The source text of a value, as written. */
export function jsonSource(json: JsonText, node: number): string {
  return json.source.slice(json.starts[node], json.ends[node]);
}

/** A member's name, decoded; null for elements and the document. */
export function jsonName(json: JsonText, node: number): string | null {
  const start = json.names[node] ?? JSON_NONE;
  if (start === JSON_NONE) return null;
  return decode(json.source, start, nameEnd(json, start));
}

/** A member's name with its quotes, as written; null for elements and the document. */
export function jsonNameSource(json: JsonText, node: number): string | null {
  const start = json.names[node] ?? JSON_NONE;
  return start === JSON_NONE ? null : json.source.slice(start, nameEnd(json, start));
}

function nameEnd({ source }: JsonText, start: number): number {
  for (let at = start + 1; ; at++) {
    const code = source.charCodeAt(at);
    if (code === QUOTE || Number.isNaN(code)) return at + 1;
    if (code === BACKSLASH) at += 1;
  }
}

/** The text of a string value, decoded. */
export function jsonString(json: JsonText, node: number): string {
  return decode(json.source, json.starts[node] ?? 0, json.ends[node] ?? 0);
}

/** How many containers are around a value, counted up to `limit`. */
export function jsonDepth(json: JsonText, node: number, limit: number): number {
  let depth = 0;
  let parent = json.parents[node] ?? JSON_NONE;
  while (parent !== JSON_NONE && depth < limit) {
    depth += 1;
    parent = json.parents[parent] ?? JSON_NONE;
  }
  return depth;
}
