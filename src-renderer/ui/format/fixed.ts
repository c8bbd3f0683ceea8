// Making a NumberFormat costs more than using it, and a table uses it for every cell.
const formats = new Map<string, Intl.NumberFormat>();

/** A number with exactly so many decimals, and the separators of the locale. */
export function formatFixed(value: number | bigint, places: number, locale?: string): string {
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
