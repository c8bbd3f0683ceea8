// Making a NumberFormat costs more than using it, and a table uses it for every cell.
const formats = new Map<string, Intl.NumberFormat>();

/** Where whole numbers are grouped by three with a comma. */
const commaLocales: ReadonlySet<string> = new Set(['en', 'en-US', 'en-GB']);

const isWhole = (value: number | bigint): boolean =>
  typeof value === 'bigint' || (Number.isSafeInteger(value) && !Object.is(value, -0));

/** A number with exactly so many decimals, and the separators of the locale. */
export function formatFixed(value: number | bigint, places: number, locale?: string): string {
  // The first NumberFormat of all loads the data of every locale: the first screen, which only counts, need not wait for it.
  if (places === 0 && isWhole(value) && commaLocales.has(locale ?? navigator.language))
    return String(value).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
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
