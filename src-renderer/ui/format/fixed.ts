// Making a NumberFormat costs more than using it, and a table uses it for every cell.
const formats = new Map<string, Intl.NumberFormat>();

/** Where a number is grouped by three with a comma, and its decimals come after a point. */
const commaLocales: ReadonlySet<string> = new Set(['en', 'en-US', 'en-GB']);

const grouped = (digits: string): string => digits.replaceAll(/\B(?=(?:\d{3})+$)/g, ',');

/**
 * As NumberFormat rounds: half away from zero, of the shortest decimal that reads as this number. Null for what is not written
 * as plain digits: below 1e-6, from 1e21 on, and what is not a number.
 */
function inEnglish(value: number | bigint, places: number): string | null {
  const parts = /^(-?)(\d+)(?:\.(\d+))?$/.exec(Object.is(value, -0) ? '-0' : String(value));
  if (parts === null) return null;
  const [, sign = '', whole = '', fraction = ''] = parts;
  const kept = BigInt(whole + fraction.slice(0, places).padEnd(places, '0'));
  const rounded = fraction.charAt(places) >= '5' ? kept + 1n : kept;
  const digits = String(rounded).padStart(places + 1, '0');
  const point = digits.length - places;
  return `${sign}${grouped(digits.slice(0, point))}${places === 0 ? '' : `.${digits.slice(point)}`}`;
}

/** A number with exactly so many decimals, and the separators of the locale. */
export function formatFixed(value: number | bigint, places: number, locale?: string): string {
  // The first NumberFormat of all loads the data of every locale, 30 ms for which the first screen need not wait.
  if (commaLocales.has(locale ?? navigator.language)) {
    const text = inEnglish(value, places);
    if (text !== null) return text;
  }
  const key = `${locale ?? ''} ${places}`;
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.NumberFormat(locale, {
      minimumFractionDigits: places,
      maximumFractionDigits: places,
    });
    formats.set(key, format);
  }
  return format.format(value);
}
