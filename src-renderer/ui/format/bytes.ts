import { formatFixed } from './fixed.ts';

const units = ['bytes', 'KB', 'MB', 'GB', 'TB', 'PB'];

function decimals(value: number, unit: number): number {
  if (unit === 0) return 0;
  if (unit < 3) return value < 99.95 ? 1 : 0;
  return value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
}

/** 1,024 based, as Redis counts: 412 bytes, 2.4 KB, 214 MB, 4.61 GB. */
export function formatBytes(bytes: number | bigint, locale?: string): string {
  let value = Number(bytes);
  let unit = 0;
  // 1023.6 KB would print as "1,024 KB": it is 1.0 MB.
  while (Math.abs(value) >= (unit === 0 ? 1024 : 1023.5) && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const places = decimals(Math.abs(value), unit);
  const figure = formatFixed(value, places, locale);
  return `${figure} ${unit === 0 && value === 1 ? 'byte' : units[unit]}`;
}
