import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pushedMessage } from '../../test-support/pushed-message.ts';
import { TailRing, type TakenMessages } from './tail-ring.ts';

interface Message {
  readonly atMs: number;
  readonly name: string;
  readonly payload: string;
}

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

function unpack({ atMs, records, ends, nameLengths }: TakenMessages): Message[] {
  return Array.from(atMs, (at, i) => {
    const start = ends[i - 1] ?? 0;
    const nameEnd = start + (nameLengths[i] ?? 0);
    return {
      atMs: at,
      name: text(records.subarray(start, nameEnd)),
      payload: text(records.subarray(nameEnd, ends[i])),
    };
  });
}

const push = (ring: TailRing, { atMs, name, payload }: Message): void =>
  ring.push(atMs, pushedMessage(Buffer.from(name, 'latin1'), Buffer.from(payload, 'latin1')));

const anyText = fc.uint8Array({ maxLength: 80 }).map(text);
const anyStep = fc.oneof(
  { weight: 5, arbitrary: fc.record({ name: anyText, payload: anyText }) },
  { weight: 1, arbitrary: fc.record({ take: fc.nat(12), bytes: fc.nat(400) }) },
);

describe('the ring of a tail', () => {
  test('loses none but those it counts, keeps order and bytes, and stays within its bounds', () => {
    fc.assert(
      fc.property(
        fc.array(anyStep, { maxLength: 120 }),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 30, max: 900 }),
        (steps, messages, bytes) => {
          const ring = new TailRing({ messages, bytes, hasNames: true });
          const sent: Message[] = [];
          const got: Message[] = [];
          for (const step of steps) {
            if ('take' in step) got.push(...unpack(ring.take(step.take, step.bytes)));
            else {
              const message = { ...step, atMs: sent.length };
              sent.push(message);
              push(ring, message);
            }
            expect(ring.received).toBe(sent.length);
            expect(got.length + ring.dropped + ring.size).toBe(sent.length);
            expect(ring.size).toBeLessThanOrEqual(messages);
            expect(ring.byteSize).toBeLessThanOrEqual(bytes);
          }
          while (ring.size > 0) got.push(...unpack(ring.take(3, 50)));
          expect(got).toEqual(got.map(({ atMs }) => sent[atMs]));
          expect(got.length + ring.dropped).toBe(sent.length);
        },
      ),
    );
  });

  test('drops the oldest, and a message larger than the ring itself', () => {
    const ring = new TailRing({ messages: 2, bytes: 10, hasNames: false });
    for (const [atMs, payload] of ['one', 'two', 'three', 'far too long'].entries())
      push(ring, { atMs, name: 'n', payload });
    expect(ring.dropped).toBe(2);
    expect(unpack(ring.take(10, 10))).toEqual([
      { atMs: 1, name: '', payload: 'two' },
      { atMs: 2, name: '', payload: 'three' },
    ]);
  });

  test('grows for a slow reader and gives batches that own their memory', () => {
    const ring = new TailRing({ messages: 10_000, bytes: 33_554_432, hasNames: true });
    const payload = 'x'.repeat(10_000);
    for (let i = 0; i < 1_000; i++) push(ring, { atMs: i, name: `channel:${i}`, payload });
    expect(ring.dropped).toBe(0);
    const taken = ring.take(500, 262_144);
    expect(taken.atMs.length).toBe(26);
    expect(taken.records.buffer.byteLength).toBe(taken.records.byteLength);
    expect(unpack(taken)[25]).toEqual({ atMs: 25, name: 'channel:25', payload });
  });

  test('gives a message above the batch size alone', () => {
    const ring = new TailRing({ messages: 10, bytes: 1_000, hasNames: false });
    push(ring, { atMs: 0, name: '', payload: 'y'.repeat(500) });
    push(ring, { atMs: 1, name: '', payload: 'z' });
    expect(unpack(ring.take(10, 100)).map(({ payload }) => payload.length)).toEqual([500]);
  });
});
