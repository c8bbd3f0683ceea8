import { formatChange } from '../../../../ui/format/ratio.ts';
import { MINUS } from '../../../../ui/format/count.ts';

interface Decimal {
  /** The number is `digits` divided by ten to the power of `scale`. */
  readonly digits: bigint;
  readonly scale: number;
}

const DECIMAL = /^(-?)(0|[1-9]\d*)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;
/** Beyond the exponents of doubles; 1e999999999 must not become a bigint of a billion digits. */
const LARGEST_EXPONENT = 400;

function parseDecimal(text: string): Decimal | null {
  const match = DECIMAL.exec(text);
  if (match === null) return null;
  const [, sign = '', whole = '', part = '', exponent = '0'] = match;
  const shift = Number(exponent);
  if (Math.abs(shift) > LARGEST_EXPONENT) return null;
  const scale = part.length - shift;
  const digits = BigInt(sign + whole + part);
  return scale < 0 ? { digits: digits * 10n ** BigInt(-scale), scale: 0 } : { digits, scale };
}

const atScale = ({ digits, scale }: Decimal, to: number): bigint =>
  digits * 10n ** BigInt(to - scale);

function print({ digits, scale }: Decimal): string {
  const all = String(digits < 0n ? -digits : digits).padStart(scale + 1, '0');
  const whole = scale === 0 ? all : all.slice(0, -scale);
  const part = scale === 0 ? '' : `.${all.slice(-scale)}`;
  return `${digits < 0n ? MINUS : '+'}${whole}${part}`;
}

/** How far one number is from another, exactly, with the share: "−50.00, −4.2%"; null where it cannot be said. */
export function describeDelta(before: string, after: string): string | null {
  const from = parseDecimal(before);
  const to = parseDecimal(after);
  if (from === null || to === null) return null;
  const scale = Math.max(from.scale, to.scale);
  const digits = atScale(to, scale) - atScale(from, scale);
  if (digits === 0n) return null;
  const ratio = (Number(after) - Number(before)) / Math.abs(Number(before));
  const change = print({ digits, scale });
  return Number.isFinite(ratio) ? `${change}, ${formatChange(ratio)}` : change;
}

/**
 * What RedisJSON makes of a number: it keeps 64-bit integers and doubles. `as` is what it will hold when that differs in
 * value from what was written; `outOfRange` is refused by it.
 */
export function storedNumber(
  text: string,
):
  | { readonly kind: 'exact' }
  | { readonly kind: 'rounded'; readonly as: string }
  | { readonly kind: 'outOfRange' } {
  if (!Number.isFinite(Number(text))) return { kind: 'outOfRange' };
  if (/^-?\d+$/.test(text)) {
    const integer = BigInt(text);
    if (integer >= -(2n ** 63n) && integer < 2n ** 64n) return { kind: 'exact' };
  }
  const written = parseDecimal(text);
  const stored = String(Number(text)).replace('e+', 'e');
  const kept = parseDecimal(stored);
  if (written === null || kept === null) return { kind: 'rounded', as: stored };
  const scale = Math.max(written.scale, kept.scale);
  return atScale(written, scale) === atScale(kept, scale)
    ? { kind: 'exact' }
    : { kind: 'rounded', as: stored };
}
