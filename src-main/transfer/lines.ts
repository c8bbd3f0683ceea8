import { LIMITS } from '../../src-shared/limits.ts';
import type { Chunks } from './part.ts';

/** Lines count from 1. */
export type RawLine =
  | { readonly number: number; readonly bytes: Uint8Array; readonly end: '\n' | '\r\n' }
  | { readonly number: number; readonly refused: string; readonly isLast?: boolean };

const NEWLINE = 10;
const RETURN = 13;
const BOM = [0xef, 0xbb, 0xbf] as const;

const tooLong = (number: number, most: number): RawLine => ({
  number,
  refused: `The line is longer than ${Math.floor(most / 1_048_576)} MB`,
});

/** Without a mark at the beginning that says UTF-8; one that says UTF-16 is refused. */
export async function* withoutMark(chunks: Chunks): AsyncGenerator<Uint8Array | 'utf-16'> {
  let head: Uint8Array | null = new Uint8Array();
  for await (const chunk of chunks) {
    if (head === null) {
      yield chunk;
      continue;
    }
    head = Buffer.concat([head, chunk]);
    if (head.byteLength < BOM.length) continue;
    const isWide = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
    if (isWide) {
      yield 'utf-16';
      return;
    }
    yield BOM.every((byte, i) => head?.[i] === byte) ? head.subarray(BOM.length) : head;
    head = null;
  }
  if (head !== null && head.byteLength > 0) yield head;
}

export const NOT_UTF8 = 'The file is in UTF-16: save it as UTF-8';

/**
 * Lines of a file, without their ends (LF or CRLF). One that is too long is refused and skipped without being kept.
 */
export async function* readLines(
  chunks: Chunks,
  most: number = LIMITS.transferLineBytes,
): AsyncGenerator<RawLine> {
  let number = 1;
  let held: Uint8Array[] = [];
  let size = 0;
  let isSkipping = false;
  const take = (last: Uint8Array): RawLine => {
    const bytes = held.length === 0 ? last : Buffer.concat([...held, last]);
    held = [];
    size = 0;
    return bytes.at(-1) === RETURN
      ? { number, bytes: bytes.subarray(0, -1), end: '\r\n' }
      : { number, bytes, end: '\n' };
  };
  for await (const chunk of withoutMark(chunks)) {
    if (chunk === 'utf-16') {
      yield { number, refused: NOT_UTF8, isLast: true };
      return;
    }
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, from)) {
      const last = chunk.subarray(from, end);
      if (isSkipping) isSkipping = false;
      else if (size + last.byteLength > most) {
        held = [];
        size = 0;
        yield tooLong(number, most);
      } else yield take(last);
      number += 1;
      from = end + 1;
    }
    const rest = chunk.subarray(from);
    if (isSkipping || rest.byteLength === 0) continue;
    size += rest.byteLength;
    if (size <= most) held.push(rest);
    else {
      held = [];
      size = 0;
      isSkipping = true;
      yield tooLong(number, most);
    }
  }
  if (size > 0) yield take(new Uint8Array());
}
