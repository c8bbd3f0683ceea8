export const FIELD_STRING = 1;
export const FIELD_NUMBER = 2;
export const FIELD_BOOLEAN = 3;
export const FIELD_NULL = 4;
export const FIELD_CONTAINER = 5;

/** Fields beyond this many are counted and not indexed: columns are made of the first ones anyway. */
const MOST_FIELDS = 64;

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPEN = 0x7b;
const CLOSE = 0x7d;
const literals = [
  { kind: FIELD_BOOLEAN, text: 'true' },
  { kind: FIELD_BOOLEAN, text: 'false' },
  { kind: FIELD_NULL, text: 'null' },
] as const;

const isDigit = (byte: number | undefined): boolean =>
  byte !== undefined && byte >= 0x30 && byte <= 0x39;
const isSpace = (byte: number | undefined): boolean =>
  byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/**
 * Where the fields of a JSON object are in its bytes. It makes nothing: thousands of messages a second pass through it, and
 * JSON.parse would also round their numbers. What is inside nested values is skipped, not checked.
 */
export class JsonFields {
  /** Of the last object scanned: how many fields, of which at most the first 64 are indexed. */
  total = 0;
  readonly nameStarts = new Int32Array(MOST_FIELDS);
  readonly nameEnds = new Int32Array(MOST_FIELDS);
  /** Of strings the content, without the quotes. */
  readonly valueStarts = new Int32Array(MOST_FIELDS);
  readonly valueEnds = new Int32Array(MOST_FIELDS);
  readonly kinds = new Uint8Array(MOST_FIELDS);
  #bytes: Uint8Array = new Uint8Array(0);
  #at = 0;
  #end = 0;
  #kind = 0;

  get count(): number {
    return Math.min(this.total, MOST_FIELDS);
  }

  /** Whether the range is one JSON object; its fields are then here until the next scan. */
  scan(bytes: Uint8Array, start: number, end: number): boolean {
    this.#bytes = bytes;
    this.#at = start;
    this.#end = end;
    this.total = 0;
    this.#skipSpace();
    if (!this.#take(OPEN)) return false;
    this.#skipSpace();
    if (!this.#take(CLOSE)) {
      do {
        if (!this.#field()) return false;
      } while (this.#take(COMMA));
      if (!this.#take(CLOSE)) return false;
    }
    this.#skipSpace();
    return this.#at === end;
  }

  /** The index of a field by its name as written; -1 when there is none. */
  find(name: Uint8Array): number {
    const bytes = this.#bytes;
    for (let i = 0; i < this.count; i++) {
      const start = this.nameStarts[i] ?? 0;
      if ((this.nameEnds[i] ?? 0) - start !== name.byteLength) continue;
      let same = 0;
      while (same < name.byteLength && bytes[start + same] === name[same]) same++;
      if (same === name.byteLength) return i;
    }
    return -1;
  }

  #field(): boolean {
    const i = this.total++;
    this.#skipSpace();
    const nameStart = this.#at + 1;
    if (!this.#string()) return false;
    const nameEnd = this.#at - 1;
    this.#skipSpace();
    if (!this.#take(COLON)) return false;
    this.#skipSpace();
    const start = this.#at;
    if (!this.#value()) return false;
    if (i < MOST_FIELDS) {
      const inner = this.#kind === FIELD_STRING ? 1 : 0;
      this.nameStarts[i] = nameStart;
      this.nameEnds[i] = nameEnd;
      this.valueStarts[i] = start + inner;
      this.valueEnds[i] = this.#at - inner;
      this.kinds[i] = this.#kind;
    }
    this.#skipSpace();
    return true;
  }

  #value(): boolean {
    const byte = this.#at < this.#end ? this.#bytes[this.#at] : undefined;
    if (byte === QUOTE) {
      this.#kind = FIELD_STRING;
      return this.#string();
    }
    if (byte === OPEN || byte === 0x5b) {
      this.#kind = FIELD_CONTAINER;
      return this.#container();
    }
    if (byte === 0x2d || isDigit(byte)) {
      this.#kind = FIELD_NUMBER;
      return this.#number();
    }
    return literals.some(({ kind, text }) => {
      this.#kind = kind;
      return this.#literal(text);
    });
  }

  #string(): boolean {
    if (!this.#take(QUOTE)) return false;
    const bytes = this.#bytes;
    for (let at = this.#at; at < this.#end; at++) {
      const byte = bytes[at] ?? 0;
      if (byte === QUOTE) {
        this.#at = at + 1;
        return true;
      }
      if (byte < 0x20) return false;
      if (byte === BACKSLASH) at++;
    }
    return false;
  }

  #container(): boolean {
    let depth = 0;
    while (this.#at < this.#end) {
      const byte = this.#bytes[this.#at];
      if (byte === QUOTE) {
        if (!this.#string()) return false;
        continue;
      }
      this.#at++;
      if (byte === OPEN || byte === 0x5b) depth++;
      else if ((byte === CLOSE || byte === 0x5d) && --depth === 0) return true;
    }
    return false;
  }

  #number(): boolean {
    this.#take(0x2d);
    if (!this.#take(0x30) && !this.#digits()) return false;
    if (this.#take(0x2e) && !this.#digits()) return false;
    if (this.#take(0x65) || this.#take(0x45)) {
      if (!this.#take(0x2b)) this.#take(0x2d);
      if (!this.#digits()) return false;
    }
    return true;
  }

  #digits(): boolean {
    const start = this.#at;
    while (this.#at < this.#end && isDigit(this.#bytes[this.#at])) this.#at++;
    return this.#at > start;
  }

  #literal(text: string): boolean {
    if (this.#at + text.length > this.#end) return false;
    for (let i = 0; i < text.length; i++)
      if (this.#bytes[this.#at + i] !== text.charCodeAt(i)) return false;
    this.#at += text.length;
    return true;
  }

  #take(byte: number): boolean {
    if (this.#at >= this.#end || this.#bytes[this.#at] !== byte) return false;
    this.#at++;
    return true;
  }

  #skipSpace(): void {
    while (this.#at < this.#end && isSpace(this.#bytes[this.#at])) this.#at++;
  }
}

/** Short ASCII without a decoder, whose call costs more than such a text. */
function asciiText(bytes: Uint8Array, start: number, end: number): string | null {
  let text = '';
  for (let i = start; i < end; i++) {
    const byte = bytes[i] ?? 0;
    if (byte >= 0x80 || byte === BACKSLASH) return null;
    text += String.fromCharCode(byte);
  }
  return text;
}

const decoder = new TextDecoder();

/** A name, or the content of a string, with its escapes resolved. */
export function jsonStringText(bytes: Uint8Array, start: number, end: number): string {
  if (end - start <= 64) {
    const text = asciiText(bytes, start, end);
    if (text !== null) return text;
  }
  const written = decoder.decode(bytes.subarray(start, end));
  if (!written.includes('\\')) return written;
  try {
    return String(JSON.parse(`"${written}"`));
  } catch {
    // An escape that JSON does not have: as written.
    return written;
  }
}

/** A number, true, false, null or container as it was written. */
export function jsonSourceText(bytes: Uint8Array, start: number, end: number): string {
  return asciiText(bytes, start, end) ?? decoder.decode(bytes.subarray(start, end));
}
