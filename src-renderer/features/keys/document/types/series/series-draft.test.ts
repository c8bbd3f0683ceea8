import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toBytes } from '../../../../../../src-shared/redis-value.ts';
import { draftOf, labelsText, readDraft, readLabels, readRetention } from './series-draft.ts';

const part = fc.uint8Array({ minLength: 1, maxLength: 20 });

test('labels of any bytes are read back as they are shown', () => {
  const some = fc.uniqueArray(fc.record({ name: part, value: part }), {
    maxLength: 6,
    selector: ({ name }) => String(name),
  });
  fc.assert(
    fc.property(some, (labels) => {
      expect(readLabels(labelsText(labels))).toEqual({ ok: true, value: labels });
    }),
  );
});

test.each([
  ['a', 'a is not written as name=value'],
  ['=b', '=b is not written as name=value'],
  ['a=', 'a= is not written as name=value'],
  ['a=\\q', 'a=\\q is not escaped as \\xff or \\\\'],
  ['a=1\na=2', 'a is there twice'],
  ['Retention=5', 'TS.ALTER would take the label Retention for its option of that name'],
])('%s is not taken for labels', (text, why) => {
  expect(readLabels(text)).toEqual({ ok: false, why });
});

test('a retention is milliseconds, or has units', () => {
  expect(readRetention('90')).toBe('90');
  expect(readRetention('007')).toBe('7');
  expect(readRetention('30 d')).toBe('2592000000');
  expect(readRetention('9223372036854775807')).toBe('9223372036854775807');
  for (const text of ['', '-1', '9223372036854775808', '1 year', '9999999999999 w'])
    expect(readRetention(text)).toBeNull();
});

test('what nobody touched is as it was, even where it could not be written so', () => {
  const labels = [
    { name: toBytes('a'), value: toBytes('1') },
    { name: toBytes('a'), value: toBytes('2') },
  ];
  const before = { retentionMs: '0', duplicatePolicy: 'last', labels };
  expect(readDraft({ ...draftOf(before), retention: '5' }, before)).toEqual({
    ok: true,
    value: { ...before, retentionMs: '5' },
  });
});
