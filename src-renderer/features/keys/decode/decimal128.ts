const BIAS = 6_176;
/** 34 digits: what a decimal128 may hold. */
const MOST = 10n ** 34n;

/** The digits of an IEEE 754 decimal128 as General Decimal Arithmetic writes them. */
export function decimal128(low: bigint, high: bigint): string {
  const sign = high >> 63n === 1n ? '-' : '';
  const combination = Number((high >> 58n) & 31n);
  if (combination === 30) return `${sign}Infinity`;
  if (combination === 31) return 'NaN';
  // The other form has digits beyond 34, which count as zero.
  const isLarge = combination >> 3 === 3;
  const exponent = Number((high >> (isLarge ? 47n : 49n)) & 0x3fffn) - BIAS;
  const written = isLarge ? MOST : ((high & 0x1_ffff_ffff_ffffn) << 64n) | low;
  const digits = String(written >= MOST ? 0n : written);
  const scientific = exponent + digits.length - 1;
  if (exponent > 0 || scientific < -6) {
    const fraction = digits.length > 1 ? `.${digits.slice(1)}` : '';
    return `${sign}${digits[0]}${fraction}E${scientific < 0 ? '' : '+'}${scientific}`;
  }
  if (exponent === 0) return sign + digits;
  const padded = digits.padStart(1 - exponent, '0');
  return `${sign}${padded.slice(0, exponent)}.${padded.slice(exponent)}`;
}
