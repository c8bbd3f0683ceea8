import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { consumer, pendingEntry, streams } from '../../../src-shared/contract/series.ts';
import { type Reply, UnexpectedReply } from '../../redis/reply.ts';
import {
  nextId,
  previousId,
  readConsumers,
  readEntries,
  readPendingEntries,
  readStreamFacts,
} from './stream-replies.ts';

const replies = fc.letrec<{ reply: Reply }>((tie) => ({
  reply: fc.oneof(
    { maxDepth: 3 },
    fc.uint8Array({ maxLength: 6 }).map((some) => Buffer.from(some)),
    fc.constantFrom<Reply>('name', 'pending', 'idle', 'length', '1-0', '5', null, true, 7),
    fc.array(tie('reply'), { maxLength: 8 }),
  ),
})).reply;

test.each([
  ['XPENDING', readPendingEntries, z.array(pendingEntry)],
  ['XINFO CONSUMERS', readConsumers, z.array(consumer)],
  ['XINFO STREAM', readStreamFacts, streams['streams.facts'].output],
  ['XREVRANGE', readEntries, streams['streams.range'].output.shape.entries],
] as const)(
  '%s: another reply is refused as unexpected, or keeps the contract',
  (_, read, schema) => {
    fc.assert(
      fc.property(replies, (reply) => {
        try {
          expect(schema.safeParse(read(reply)).success).toBe(true);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(UnexpectedReply);
        }
      }),
      { numRuns: 500 },
    );
  },
);

test('the ID after one is the one that has it before', () => {
  const part = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
  fc.assert(
    fc.property(part, part, (ms, sequence) => {
      const id = `${ms}-${sequence}`;
      const next = nextId(id);
      if (next !== null) expect(previousId(next)).toBe(id);
    }),
  );
  expect(nextId('1-18446744073709551615')).toBe('2-0');
  expect(nextId('18446744073709551615-18446744073709551615')).toBeNull();
});
