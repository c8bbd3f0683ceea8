import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toUtf8 } from '../../../src-shared/redis-value.ts';
import { RowLog } from './row-log.ts';
import { type GapRow, type LiveRow, type MessageRow, payloadOf } from './segment.ts';
import { StreamRows } from './stream-rows.ts';
import { rowsOf, segmentOf } from './test-support/segment-of.ts';

const at = (...times: readonly number[]): MessageRow[] =>
  rowsOf(segmentOf(times.map((atMs) => ({ channel: 'c', payload: `m${atMs}`, atMs }))));
const payloads = (rows: readonly LiveRow[]): (string | null)[] =>
  rows.map((row) => (row.kind === 'gap' ? 'gap' : toUtf8(payloadOf(row.segment, row.index))));
const gap: GapRow = { kind: 'gap', id: 'gap', atMs: 5, untilMs: 8, reason: 'closed' };
const noBreath = (): Promise<void> => Promise.resolve();

describe('rows in order of time', () => {
  test('whatever the order in which batches come', () => {
    const batch = fc
      .array(fc.nat(50), { maxLength: 10 })
      .map((times) => times.toSorted((a, b) => a - b));
    fc.assert(
      fc.property(
        fc.array(batch, { maxLength: 20 }),
        fc.integer({ min: 1, max: 60 }),
        (batches, rows) => {
          const log = new RowLog({ rows, bytes: 10_000 });
          for (const times of batches) log.append(at(...times));
          const kept = log.oldestFirst().map(({ atMs }) => atMs);
          expect(kept).toEqual(kept.toSorted((a, b) => a - b));
          expect(kept.length + log.fallen).toBe(batches.flat().length);
          expect(kept.length).toBeLessThanOrEqual(rows);
          if (log.fallen === 0) expect(kept).toEqual(batches.flat().toSorted((a, b) => a - b));
          expect(log.newestFirst()).toEqual(log.oldestFirst().reverse());
        },
      ),
    );
  });

  test('the oldest fall out when there are too many bytes', () => {
    const log = new RowLog({ rows: 100, bytes: 25 });
    for (let i = 0; i < 10; i++) log.append(at(i));
    // Each record is "c" and "mN".
    expect(payloads(log.oldestFirst())).toEqual(['m2', 'm3', 'm4', 'm5', 'm6', 'm7', 'm8', 'm9']);
    expect(log.fallen).toBe(2);
  });
});

describe('the rows of the stream', () => {
  const isOdd = (segment: { readonly atMs: Float64Array }, index: number): boolean =>
    (segment.atMs[index] ?? 0) % 2 === 1;

  test('with a filter: those that were there and those that come, and the count of both', async () => {
    const rows = new StreamRows();
    rows.add(at(1, 2, 3), []);
    expect(await rows.setTest(isOdd, noBreath)).toBe(true);
    rows.add(at(4, 5, 6, 7), []);
    expect(payloads(rows.newestFirst())).toEqual(['m7', 'm5', 'm3', 'm1']);
    expect([rows.matched, rows.added]).toEqual([4, 4]);
    await rows.setTest(null, noBreath);
    expect(payloads(rows.newestFirst())).toEqual(['m7', 'm6', 'm5', 'm4', 'm3', 'm2', 'm1']);
    expect([rows.matched, rows.added]).toEqual([null, 7]);
  });

  test('gaps pass every filter', async () => {
    const rows = new StreamRows();
    rows.add(at(2), [gap]);
    await rows.setTest(isOdd, noBreath);
    expect(payloads(rows.newestFirst())).toEqual(['gap']);
    expect(rows.matched).toBe(0);
  });

  test('a match keeps its own bytes and not those of its batch', async () => {
    const rows = new StreamRows();
    await rows.setTest(isOdd, noBreath);
    rows.add(at(1, 2, 2, 2, 2, 2, 2, 4, 6), []);
    const [row] = rows.newestFirst();
    expect(row?.kind === 'message' ? row.segment.records.byteLength : 0).toBe('cm1'.length);
  });

  test('what comes while a filter is being set is neither lost nor counted twice', async () => {
    const rows = new StreamRows();
    for (let i = 0; i < 30; i++)
      rows.add(at(...Array.from({ length: 400 }, (_, k) => i * 400 + k)), []);
    const slow = performance.now.bind(performance);
    let ticks = 0;
    // Every look at the clock finds the step's time used up.
    performance.now = () => (ticks += 100);
    let breaths = 0;
    try {
      await rows.setTest(isOdd, () => {
        if (breaths++ === 1) rows.add(at(20_001, 20_002), []);
        return Promise.resolve();
      });
    } finally {
      performance.now = slow;
    }
    expect(breaths).toBeGreaterThan(2);
    expect(rows.matched).toBe(6_001);
    expect(rows.newestFirst().length).toBe(6_001);
    expect(payloads(rows.newestFirst().slice(0, 2))).toEqual(['m20001', 'm11999']);
  });

  test('of a muted subscription are forgotten', () => {
    const rows = new StreamRows();
    rows.add(at(1, 2), []);
    rows.add(rowsOf(segmentOf([{ channel: 'other', payload: 'x', atMs: 3 }], 2)), []);
    rows.forget(1);
    expect(payloads(rows.newestFirst())).toEqual(['x']);
    expect(rows.fallen).toBe(0);
  });
});
