import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ticketId } from '../../src-shared/contract/define.ts';
import { type ChangeRecord, decodeRecords, encodeRecords, entryOf } from './change-record.ts';

const record: ChangeRecord = {
  id: ticketId.parse('t'),
  scope: 'here/0',
  server: null,
  title: 'Deleted a',
  command: 'UNLINK a',
  atMs: 1_000,
  keys: 1,
  expiresAtMs: 2_000,
  survivesQuit: true,
  never: null,
  end: null,
  lastUndo: null,
};
const now = { kept: null, connection: null, nowMs: 1_500 };

test('any record comes back as it was', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'binary' }),
      fc.array(fc.record({ key: fc.uint8Array({ maxLength: 40 }), reason: fc.string() })),
      (title, command, conflicts) => {
        const lastUndo = { atMs: 5, restored: 0, conflictCount: conflicts.length, conflicts };
        const records = [{ ...record, title, command, lastUndo }, record];
        expect(decodeRecords(encodeRecords(records))).toEqual(records);
      },
    ),
  );
});

test.each<[ChangeRecord['end'], string | null, number, string]>([
  ['undone', null, 1_500, 'undone'],
  ['forgotten', null, 3_000, 'forgotten'],
  [null, null, 3_000, 'expired'],
  [null, null, 1_500, 'lost'],
  [null, 'No DUMP', 1_500, 'never'],
])('without a ticket: end %s, reason %s at %i is %s', (end, never, nowMs, is) => {
  const expiresAtMs = never === null ? 2_000 : null;
  const entry = entryOf({ ...record, end, never, expiresAtMs }, { ...now, nowMs });
  expect(entry).toMatchObject({ state: { is }, bytes: 0 });
});
