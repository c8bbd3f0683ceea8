import { assert, integer, maxSafeInteger, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatBytes } from './bytes.ts';
import { formatClock, formatClockTitle, formatTime, formatTimeFraction } from './clock.ts';
import { formatCount, formatCountOf, formatRate, formatShortCount } from './count.ts';
import { formatAgo, formatDuration, formatTtl, formatTtlClock } from './duration.ts';
import { formatChange, formatPercent, formatSigned } from './ratio.ts';

const EN = 'en-US';

describe('counts', () => {
  it.each([
    [0, '0'],
    [1_024_318, '1,024,318'],
    [9_007_199_254_740_993n, '9,007,199,254,740,993'],
  ])('%s with separators is %s', (count, text) => {
    expect(formatCount(count, EN)).toBe(text);
  });

  it('writes whole numbers as the locale does', () => {
    const format = new Intl.NumberFormat(EN);
    assert(
      property(maxSafeInteger(), (count) => {
        expect(formatCount(count, EN)).toBe(format.format(count));
      }),
    );
  });

  it('takes the separator of the locale', () => {
    expect(formatCount(1_024_318, 'de-DE')).toBe('1.024.318');
  });

  it('counts things', () => {
    expect(formatCountOf(1, 'key')).toBe('1 key');
    expect(formatCountOf(2, 'key')).toBe('2 keys');
    expect(formatCountOf(0, 'reply', 'replies')).toBe('0 replies');
  });

  it.each([
    [612, '612'],
    [999, '999'],
    [1_000, '1.00k'],
    [18_432, '18.4k'],
    [999_499, '999k'],
    [999_600, '1.00M'],
    [1_024_318, '1.02M'],
    [-18_432, '-18.4k'],
  ])('%s in three digits is %s', (count, text) => {
    expect(formatShortCount(count, EN)).toBe(text);
  });

  it('never shows more than three digits', () => {
    assert(
      property(integer({ min: 0, max: 999_000_000_000_000 }), (count) => {
        expect(formatShortCount(count, EN).replace(/\D/g, '').length).toBeLessThanOrEqual(3);
      }),
    );
  });

  it.each([
    [0, 'msg', '0 msg/s'],
    [7.21, 'msg', '7.2 msg/s'],
    [9.96, 'msg', '10 msg/s'],
    [412, 'msg', '412 msg/s'],
    [18_400, 'ops', '18.4k ops/s'],
  ])('%s %s is %s', (rate, unit, text) => {
    expect(formatRate(rate, unit, EN)).toBe(text);
  });
});

describe('bytes', () => {
  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [412, '412 bytes'],
    [1_023, '1,023 bytes'],
    [1_024, '1.0 KB'],
    [2_458, '2.4 KB'],
    [1_048_500, '1.0 MB'],
    [22_440_000, '21.4 MB'],
    [214 * 1_048_576, '214 MB'],
    [4_950_000_000, '4.61 GB'],
  ])('%s is %s', (bytes, text) => {
    expect(formatBytes(bytes, EN)).toBe(text);
  });
});

describe('durations', () => {
  it.each([
    [0, '0 ms'],
    [0.01, '<0.1 ms'],
    [0.31, '0.3 ms'],
    [240, '240 ms'],
    [999.6, '1.0 s'],
    [57_600, '57.6 s'],
    [59_960, '1 min 00 s'],
    [192_000, '3 min 12 s'],
    [14 * 3_600_000 + 59 * 60_000, '14 h 59 min'],
    [27 * 3_600_000, '1 d 3 h'],
  ])('%s ms is %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });

  it.each([
    [200, 'just now'],
    [17_000, '17 s ago'],
    [54 * 60_000, '54 min ago'],
    [78 * 60_000, '1 h 18 min ago'],
  ])('%s ms over is %s', (ms, text) => {
    expect(formatAgo(ms)).toBe(text);
  });

  it.each([
    [null, 'no expiry', 'no expiry'],
    [0, 'expired', 'expired'],
    [-5, 'expired', 'expired'],
    [400, '00:00:01', '1 s'],
    [63_248_000, '17:34:08', '17 h 34 min'],
    [42 * 60_000 + 59_000, '00:42:59', '42 min'],
    [118 * 60_000, '01:58:00', '1 h 58 min'],
    [3 * 86_400_000 + 15_129_000, '3 d 04:12:09', '3 d 4 h'],
  ])('a TTL of %s is %s in a header and %s in a row', (ttl, header, row) => {
    expect(formatTtlClock(ttl)).toBe(header);
    expect(formatTtl(ttl)).toBe(row);
  });
});

describe('the clock', () => {
  const now = new Date(2025, 10, 23, 14, 22, 7, 418).getTime();
  it.each([
    [new Date(2025, 10, 23, 14, 22, 7), '14:22:07'],
    [new Date(2025, 10, 23, 0, 0, 0), '00:00:00'],
    [new Date(2025, 10, 22, 23, 23, 59), 'yesterday 23:23'],
    [new Date(2025, 10, 21, 22, 36), '21 Nov 22:36'],
    [new Date(2024, 1, 29, 8, 5), '29 Feb 2024 08:05'],
  ])('%s is %s', (at, text) => {
    expect(formatClock(at.getTime(), now)).toBe(text);
  });

  it('splits off the fraction', () => {
    expect(formatTime(now) + formatTimeFraction(now)).toBe('14:22:07.418');
  });

  it('gives UTC and the epoch', () => {
    expect(formatClockTitle(1_763_908_927_418)).toBe(
      '2025-11-23 14:42:07.418 UTC, epoch 1763908927418 ms',
    );
  });
});

describe('ratios', () => {
  it.each([
    [0.011, '+1.1%'],
    [-0.042, '\u22124.2%'],
    [0, '0.0%'],
    [-0.0001, '0.0%'],
  ])('a change of %s is %s', (ratio, text) => {
    expect(formatChange(ratio, EN)).toBe(text);
  });

  it('signs plain numbers', () => {
    expect(formatSigned(-1_263.02, 2, EN)).toBe('\u22121,263.02');
    expect(formatSigned(9.471, 2, EN)).toBe('+9.47');
  });

  it('shows shares with one decimal, or whole', () => {
    expect(formatPercent(0.6382, { locale: EN })).toBe('63.8%');
    expect(formatPercent(0.6382, { whole: true, locale: EN })).toBe('64%');
  });
});
