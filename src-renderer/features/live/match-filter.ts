import { toBytes } from '../../../src-shared/redis-value.ts';
import { type FieldTest, type Filter, lower } from './filter.ts';
import {
  FIELD_CONTAINER,
  FIELD_NUMBER,
  FIELD_STRING,
  JsonFields,
  jsonSourceText,
  jsonStringText,
} from './json-fields.ts';
import { payloadStart, recordEnd, recordStart, type Segment } from './segment.ts';

export type MessageTest = (segment: Segment, index: number) => boolean;

function containsText(bytes: Uint8Array, start: number, end: number, needle: Uint8Array): boolean {
  const last = end - needle.byteLength;
  const head = needle[0];
  for (let at = start; at <= last; at++) {
    if (lower(bytes[at] ?? 0) !== head) continue;
    let same = 1;
    while (same < needle.byteLength && lower(bytes[at + same] ?? 0) === needle[same]) same++;
    if (same === needle.byteLength) return true;
  }
  return false;
}

const INTEGER = /^-?\d+$/;

/** Below, equal or above; integers beyond 2^53 are compared digit for digit. */
function compareNumbers(a: string, b: string): number {
  if (INTEGER.test(a) && INTEGER.test(b)) {
    const [x, y] = [BigInt(a), BigInt(b)];
    return x < y ? -1 : x > y ? 1 : 0;
  }
  return Number(a) - Number(b);
}

const isNumber = (text: string): boolean => text.trim() !== '' && Number.isFinite(Number(text));

interface Found {
  readonly kind: number;
  readonly text: string;
}

function holds({ operator, value, isQuoted }: FieldTest, found: Found | null): boolean {
  // A message without the field does not have that value.
  if (found === null) return operator === '!=' || operator === '!~';
  const { kind, text } = found;
  if (operator === '~') return text.toLowerCase().includes(value.toLowerCase());
  if (operator === '!~') return !text.toLowerCase().includes(value.toLowerCase());
  const asNumbers = kind === FIELD_NUMBER && !isQuoted && isNumber(value);
  if (operator === '=' || operator === '!=') {
    const isSame = asNumbers ? compareNumbers(text, value) === 0 : text === value;
    // Quoted, it is meant as text; a container is never equal to one.
    const isEqual = isSame && !(isQuoted && kind !== FIELD_STRING);
    return isEqual === (operator === '=');
  }
  if (!asNumbers) {
    if (kind !== FIELD_STRING) return false;
    return order(text < value ? -1 : text > value ? 1 : 0, operator);
  }
  return order(compareNumbers(text, value), operator);
}

function order(difference: number, operator: '>' | '>=' | '<' | '<='): boolean {
  switch (operator) {
    case '>':
      return difference > 0;
    case '>=':
      return difference >= 0;
    case '<':
      return difference < 0;
    case '<=':
      return difference <= 0;
  }
}

/** Scans a payload once for all tests, and again inside a value for a path that leads there. */
class FieldFinder {
  #top = new JsonFields();
  #inner = new JsonFields();
  #bytes: Uint8Array = new Uint8Array(0);

  begin(bytes: Uint8Array, start: number, end: number): boolean {
    this.#bytes = bytes;
    return this.#top.scan(bytes, start, end);
  }

  find(path: readonly Uint8Array[]): Found | null {
    const bytes = this.#bytes;
    let fields = this.#top;
    for (const [depth, name] of path.entries()) {
      const i = fields.find(name);
      if (i < 0) return null;
      const kind = fields.kinds[i] ?? 0;
      const start = fields.valueStarts[i] ?? 0;
      const end = fields.valueEnds[i] ?? 0;
      if (depth === path.length - 1) {
        const toText = kind === FIELD_STRING ? jsonStringText : jsonSourceText;
        return { kind, text: toText(bytes, start, end) };
      }
      if (kind !== FIELD_CONTAINER || !this.#inner.scan(bytes, start, end)) return null;
      fields = this.#inner;
    }
    return null;
  }
}

/** The filter as a function; null when it lets everything through. */
export function compileFilter(filter: Filter): MessageTest | null {
  if (filter.kind === 'none') return null;
  if (filter.kind === 'text') {
    const { needle } = filter;
    return (segment, index) => {
      const { channel, records } = segment;
      const start = payloadStart(segment, index);
      return (
        (channel !== null && containsText(channel, 0, channel.byteLength, needle)) ||
        containsText(records, recordStart(segment, index), start, needle) ||
        containsText(records, start, recordEnd(segment, index), needle)
      );
    };
  }
  const finder = new FieldFinder();
  const anyOf = filter.anyOf.map((tests) =>
    tests.map((test) => ({ test, path: test.path.map(toBytes) })),
  );
  return (segment, index) => {
    const start = payloadStart(segment, index);
    // Without fields there is nothing that a test could be true or false of.
    if (!finder.begin(segment.records, start, recordEnd(segment, index))) return false;
    return anyOf.some((tests) => tests.every(({ test, path }) => holds(test, finder.find(path))));
  };
}
