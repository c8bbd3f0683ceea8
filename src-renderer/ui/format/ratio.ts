import { MINUS } from './count.ts';
import { formatFixed } from './fixed.ts';

/** 0.638 as 63.8%; whole for bars: 64%. */
export function formatPercent(
  ratio: number,
  { whole = false, locale }: { whole?: boolean | undefined; locale?: string | undefined } = {},
): string {
  return `${formatFixed(ratio * 100, whole ? 0 : 1, locale)}%`;
}

/** With its sign always, and a true minus: +9.47, −5.11, 0.00. */
export function formatSigned(value: number, places: number, locale?: string): string {
  const figure = formatFixed(Math.abs(value), places, locale);
  if (Number(Math.abs(value).toFixed(places)) === 0) return figure;
  return `${value < 0 ? MINUS : '+'}${figure}`;
}

/** 0.011 as +1.1%, −0.042 as −4.2%, 0 as 0.0%. */
export function formatChange(ratio: number, locale?: string): string {
  return `${formatSigned(ratio * 100, 1, locale)}%`;
}
