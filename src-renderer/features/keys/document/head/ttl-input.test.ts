import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDuration, parseLocalTime, readTtl, toLocalTime } from './ttl-input.ts';

describe('a TTL as it is written', () => {
  it.each([
    ['90', 90_000],
    ['1.5', 1_500],
    ['15 min', 900_000],
    ['1h 30m', 5_400_000],
    ['1h30m', 5_400_000],
    ['2.5 h', 9_000_000],
    ['2 d', 172_800_000],
    ['500ms', 500],
    [' 1 W ', 604_800_000],
    ['', null],
    ['soon', null],
    ['1 year', null],
    ['-5', null],
    ['5 min ago', null],
    ['1h,30m', null],
  ])('%j is %s ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it('is a local time that comes back the same', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), (seconds) => {
        const text = toLocalTime(seconds * 1_000);
        const atMs = parseLocalTime(text);
        // An hour that the clock shows twice may come back as the other one.
        expect(toLocalTime(atMs ?? 0)).toBe(text);
      }),
    );
    expect(parseLocalTime('2026-02')).not.toBeUndefined();
    expect(parseLocalTime('')).toBeNull();
  });

  it('is refused with what is accepted', () => {
    const now = Date.UTC(2026, 0, 1);
    const draft = { mode: 'in', duration: '1 h', at: '' } as const;
    expect(readTtl(draft, now)).toEqual({ ok: true, ttlMs: 3_600_000 });
    expect(readTtl({ ...draft, mode: 'never' }, now)).toEqual({ ok: true, ttlMs: null });
    expect(readTtl({ ...draft, duration: '0' }, now).ok).toBe(false);
    expect(readTtl({ ...draft, duration: '9999999 d' }, now).ok).toBe(false);
    expect(readTtl({ ...draft, mode: 'at' }, now)).toEqual({
      ok: false,
      error: 'Choose a day and a time',
    });
    expect(readTtl({ ...draft, mode: 'at', at: toLocalTime(now + 5_000) }, now)).toEqual({
      ok: true,
      ttlMs: 5_000,
    });
    expect(readTtl({ ...draft, mode: 'at', at: toLocalTime(now - 5_000) }, now)).toEqual({
      ok: false,
      error: 'That time is over',
    });
  });
});
