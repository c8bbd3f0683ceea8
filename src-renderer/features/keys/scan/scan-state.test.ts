import { describe, expect, it } from 'vitest';
import { toBytes } from '../../../../src-shared/redis-value.ts';
import { atLeast, scanWords } from '../sidebar/scan-words.ts';
import { leftMs, type Progress, type ScanState, shareOf } from './scan-state.ts';

const progress = (scanned: number, of: number | null): Progress => ({
  scanned,
  of,
  found: scanned,
});
const stopped = (scanned: number, of: number | null): ScanState => ({
  status: 'stopped',
  progress: progress(scanned, of),
});

describe('how far a scan is', () => {
  it('is never all of it before it is over, whatever was counted', () => {
    expect(shareOf(stopped(60, 100))).toBe(0.6);
    expect(shareOf(stopped(130, 100))).toBe(0.99);
    expect(shareOf(stopped(5, null))).toBeNull();
    expect(shareOf({ status: 'done', progress: progress(5, 9), atMs: 0 })).toBe(1);
  });

  it('tells the time left by the pace of this run', () => {
    expect(leftMs(progress(600_000, 1_000_000), 400_000, 1_000)).toBe(2_000);
    expect(leftMs(progress(600_000, 1_000_000), 600_000, 1_000)).toBeNull();
    expect(leftMs(progress(600_000, null), 0, 1_000)).toBeNull();
    // Too early to know.
    expect(leftMs(progress(10, 1_000_000), 0, 20)).toBeNull();
  });
});

describe('in words', () => {
  it.each<[ScanState, string]>([
    [
      { status: 'running', progress: progress(983_040, 1_024_318), leftMs: 2_100, first: null },
      'Scanned 983,040 of 1,024,318 · 2.1 s left',
    ],
    [{ status: 'running', progress: progress(10, null), leftMs: null, first: null }, 'Scanned 10 '],
    [
      {
        status: 'running',
        progress: progress(10, 90_000),
        leftMs: null,
        first: { prefix: toBytes('user:'), scanned: 4_000, of: 90_000 },
      },
      'Scanning user: first 4,000 of 90,000',
    ],
    [stopped(600, 1_000), 'Stopped at 60% of 1,000'],
    [stopped(600, null), 'Stopped after 600 '],
    [
      {
        status: 'failed',
        progress: progress(1, 4),
        error: { code: 'cancelled', message: 'x' },
      },
      'Failed at 25% of 4',
    ],
  ])('%j', (state, expected) => {
    const { main, rest } = scanWords(state, 7);
    expect(`${main} ${rest}`).toBe(expected);
  });

  it('counts what is listed when it is over', () => {
    const done: ScanState = { status: 'done', progress: progress(9, 9), atMs: Date.now() };
    expect(scanWords(done, 1).main).toBe('1 key listed');
    expect(atLeast(1_234, true)).toBe('1,234');
    expect(atLeast(1_234, false)).toBe('≥ 1,234');
  });
});
