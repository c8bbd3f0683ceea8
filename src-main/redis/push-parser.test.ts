import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PushParser } from './push-parser.ts';

interface Heard {
  readonly pattern: string | null;
  readonly channel: string;
  readonly payload: string;
}
type Event = Heard | { readonly reply: string | null };

const bulk = (bytes: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from(`$${bytes.byteLength}\r\n`), bytes, Buffer.from('\r\n')]);
const array = (...items: readonly Buffer[]): Buffer =>
  Buffer.concat([Buffer.from(`*${items.length}\r\n`), ...items]);
const word = (text: string): Buffer => bulk(Buffer.from(text));
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** Writes the bytes in pieces of these lengths and gives what came of them. */
function parse(bytes: Buffer, lengths: readonly number[] = []): Event[] {
  const events: Event[] = [];
  const parser = new PushParser({
    message: (one) => {
      const cut = (start: number, end: number): string => hex(one.bytes.subarray(start, end));
      events.push({
        pattern: one.isPattern ? cut(one.patternStart, one.patternEnd) : null,
        channel: cut(one.channelStart, one.channelEnd),
        payload: cut(one.payloadStart, one.payloadEnd),
      });
    },
    reply: (reply) => events.push({ reply }),
  });
  let at = 0;
  for (const length of lengths) {
    if (at < bytes.byteLength) parser.write(bytes.subarray(at, at + length));
    at += length;
  }
  if (at < bytes.byteLength) parser.write(bytes.subarray(at));
  return events;
}

const anyBytes = fc.uint8Array({ maxLength: 300 });
const anyFrame: fc.Arbitrary<{ readonly bytes: Buffer; readonly event: Event }> = fc.oneof(
  fc.tuple(anyBytes, anyBytes).map(([channel, payload]) => ({
    bytes: array(word('message'), bulk(channel), bulk(payload)),
    event: { pattern: null, channel: hex(channel), payload: hex(payload) },
  })),
  fc.tuple(anyBytes, anyBytes, anyBytes).map(([pattern, channel, payload]) => ({
    bytes: array(word('pmessage'), bulk(pattern), bulk(channel), bulk(payload)),
    event: { pattern: hex(pattern), channel: hex(channel), payload: hex(payload) },
  })),
  fc
    .tuple(fc.constantFrom('subscribe', 'punsubscribe'), anyBytes, fc.nat())
    .map(([kind, name, count]) => ({
      bytes: array(word(kind), bulk(name), Buffer.from(`:${count}\r\n`)),
      event: { reply: null },
    })),
  fc.constantFrom(
    { bytes: array(word('pong'), word('')), event: { reply: null } },
    {
      bytes: array(word('unsubscribe'), Buffer.from('$-1\r\n'), Buffer.from(':0\r\n')),
      event: { reply: null },
    },
    { bytes: Buffer.from('+PONG\r\n'), event: { reply: null } },
    { bytes: Buffer.from('-NOPERM no channel\r\n'), event: { reply: 'NOPERM no channel' } },
  ),
);

describe('what a server sends to a subscriber', () => {
  test('is read the same however the socket cuts it', () => {
    fc.assert(
      fc.property(
        fc.array(anyFrame, { maxLength: 12 }),
        fc.array(fc.integer({ min: 1, max: 90 }), { maxLength: 200 }),
        (frames, lengths) => {
          const bytes = Buffer.concat(frames.map((frame) => frame.bytes));
          expect(parse(bytes, lengths)).toEqual(frames.map(({ event }) => event));
        },
      ),
    );
  });

  test('is read the same byte by byte', () => {
    const bytes = Buffer.concat([
      array(word('message'), word('c'), word('\r\n*3\r\n')),
      Buffer.from('-ERR no\r\n'),
      array(word('pmessage'), bulk(Uint8Array.of(0xff, 0x2a)), word(''), word('')),
    ]);
    expect(
      parse(
        bytes,
        Array.from(bytes, () => 1),
      ),
    ).toEqual(parse(bytes));
    expect(parse(bytes)[2]).toEqual({ pattern: 'ff2a', channel: '', payload: '' });
  });

  test('that is not RESP is refused', () => {
    expect(() => parse(Buffer.from('HTTP/1.1 400 Bad Request\r\n'))).toThrow(/Protocol error/);
    expect(() => parse(Buffer.from('*3\r\n+x\r\n'))).toThrow(/Protocol error/);
    expect(() => parse(Buffer.from('*99\r\n'))).toThrow(/Protocol error/);
  });
});
