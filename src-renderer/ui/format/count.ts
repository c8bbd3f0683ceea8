import { formatFixed } from './fixed.ts';

const suffixes = [
  { from: 1e12, suffix: 'T' },
  { from: 1e9, suffix: 'G' },
  { from: 1e6, suffix: 'M' },
  { from: 1e3, suffix: 'k' },
];

/** What stands where there is no value. */
export const ABSENT = '–';
export const MINUS = '\u2212';

/** 1,024,318 with the separator of the system's locale. */
export function formatCount(count: number | bigint, locale?: string): string {
  return formatFixed(count, 0, locale);
}

/** "1 key", "1,842 keys": `many` where an s does not do. */
export function formatCountOf(count: number | bigint, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${Number(count) === 1 ? one : many}`;
}

/** Three digits for bars and cards: 1.02M, 18.4k, 612. The exact value belongs in the tooltip. */
export function formatShortCount(count: number | bigint, locale?: string): string {
  const value = Number(count);
  const size = Math.abs(value);
  if (size < 999.5) return formatFixed(value, 0, locale);
  // 999,500 rounds to 1.00M at three digits, so the step is chosen after rounding.
  const step = suffixes.find(({ from }) => size >= from * 0.9995) ?? { from: 1e3, suffix: 'k' };
  const scaled = size / step.from;
  const places = scaled < 9.995 ? 2 : scaled < 99.95 ? 1 : 0;
  return formatFixed(value / step.from, places, locale) + step.suffix;
}

/** 412 msg/s, 18.4k ops/s; under 10 with one decimal. */
export function formatRate(perSecond: number, unit: string, locale?: string): string {
  const figure =
    perSecond > 0 && perSecond < 9.95
      ? formatFixed(perSecond, 1, locale)
      : formatShortCount(Math.round(perSecond), locale);
  return `${figure} ${unit}/s`;
}
