/** A number as JSON writes it. */
const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const INTEGER = /^-?\d+$/;

/** Whether this is a number as JSON writes it. */
export const isJsonNumber = (text: string): boolean => JSON_NUMBER.test(text);

const isLong = (value: bigint): boolean => BigInt.asIntN(64, value) === value;

function toLong(text: string): bigint | null {
  const value = INTEGER.test(text) ? BigInt(text) : null;
  return value !== null && isLong(value) ? value : null;
}

/**
 * What JSON.NUMINCRBY leaves: integers of 64 bits exactly, else the sum of two doubles as RedisJSON writes it. null where
 * one is no number, where the sum is no double, and where two integers leave 64 bits: RedisJSON 2.8 would wrap around.
 */
export function addJsonNumbers(one: string, other: string): string | null {
  if (!isJsonNumber(one) || !isJsonNumber(other)) return null;
  const [long, by] = [toLong(one), toLong(other)];
  if (long !== null && by !== null) return isLong(long + by) ? String(long + by) : null;
  const sum = Number(one) + Number(other);
  return Number.isFinite(sum) ? writeDouble(sum) : null;
}

/** A double in RedisJSON's layout: always with a point or an exponent. */
function writeDouble(value: number): string {
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const [mantissa = '0', exponent = '0'] = Math.abs(value).toExponential().split('e');
  const digits = mantissa.replace('.', '');
  const point = Number(exponent) + 1;
  if (point > 16 || point <= -5) {
    const rest = digits.length === 1 ? '' : `.${digits.slice(1)}`;
    return `${sign}${digits.slice(0, 1)}${rest}e${point - 1}`;
  }
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return `${sign}${digits.slice(0, point).padEnd(point, '0')}.${digits.slice(point) || '0'}`;
}
