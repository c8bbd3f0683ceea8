import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contract } from '../../../../../../src-shared/contract/index.ts';
import { connectionId } from '../../../../../../src-shared/contract/define.ts';
import { commandLine } from '../../../../../../src-shared/edit-commands.ts';
import { escapeBytes, toBytes } from '../../../../../../src-shared/redis-value.ts';
import { similarCommand } from '../../../../../../src-shared/vector-commands.ts';
import { NO_DRAFT, readQuestion } from './question.ts';

const key = toBytes('movies');

test('an element of any bytes is named as it is shown', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 20 }), (element) => {
      const read = readQuestion({ ...NO_DRAFT, text: escapeBytes(element) });
      expect(read.ok && read.question.to).toEqual({ kind: 'element', element });
    }),
  );
});

test('whatever is accepted is within the contract', () => {
  const draft = fc.record({
    by: fc.constantFrom('element' as const, 'vector' as const),
    text: fc.oneof(
      fc.string(),
      fc.string({ unit: fc.constantFrom('1', '0', '.', ',', '-', 'e', '[', ' ') }),
    ),
    filter: fc.string(),
    count: fc.option(fc.integer({ min: 1, max: 500 })),
  });
  fc.assert(
    fc.property(draft, (typed) => {
      const read = readQuestion(typed);
      if (!read.ok) return;
      const input = { connection: connectionId.parse('c'), key, ...read.question };
      expect(contract['vectors.similar'].input.safeParse(input).success).toBe(true);
    }),
  );
});

test('numbers as they are written, and what is not one', () => {
  const read = readQuestion({ ...NO_DRAFT, by: 'vector', text: '[0.10, -1e3\n.5]' });
  expect(read.ok && read.question.to).toEqual({ kind: 'values', values: ['0.10', '-1e3', '.5'] });
  expect(readQuestion({ ...NO_DRAFT, by: 'vector', text: '1 x' })).toEqual({
    ok: false,
    why: 'x is not a number',
  });
  expect(readQuestion({ ...NO_DRAFT, text: '\\q' }).ok).toBe(false);
  expect(readQuestion({ ...NO_DRAFT, text: 'a', count: null }).ok).toBe(false);
});

test('the command as it is sent', () => {
  const read = readQuestion({ ...NO_DRAFT, text: '\\x00', filter: ' .year > 1980 ' });
  if (!read.ok) throw new Error(read.why);
  expect(commandLine(similarCommand(key, read.question))).toBe(
    'VSIM movies ELE "\\x00" WITHSCORES COUNT 20 FILTER ".year > 1980"',
  );
});
