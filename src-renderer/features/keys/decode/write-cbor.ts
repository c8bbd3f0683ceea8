import {
  jsonKind,
  jsonName,
  jsonSource,
  jsonString,
  type JsonText,
} from '../../../../src-shared/json-text.ts';
import { joinBytes } from './join-bytes.ts';
import { doubleOf, isFloatSource, parsedJsonForm, tooLong, utf8Of } from './json-form.ts';

export interface CborStyle {
  /** Floats as most libraries write them, or in the shortest form that holds them (RFC 8949's preferred one). */
  readonly floats: 'double' | 'shortest';
  /** Whether it begins with the tag that says it is CBOR. */
  readonly isSelfDescribed: boolean;
}

const SELF_DESCRIBED = Uint8Array.of(0xd9, 0xd9, 0xf7);
/** Turning digits into bytes takes the square of their length; longer ones are shown as bytes anyway. */
const MOST_DIGITS = 2_400;

/** The head of an item in its shortest form; of an unsigned number below 2^64. */
function head(major: number, value: bigint): Uint8Array {
  const first = major << 5;
  if (value < 24n) return Uint8Array.of(first + Number(value));
  const at = [8n, 16n, 32n, 64n].findIndex((bits) => value < 1n << bits);
  const size = 1 << at;
  const bytes = new Uint8Array(size + 1);
  bytes[0] = first + 24 + at;
  for (let i = 0; i < size; i++) bytes[size - i] = Number((value >> BigInt(8 * i)) & 0xffn);
  return bytes;
}

function* integer(source: string): Generator<Uint8Array> {
  if (source.length > MOST_DIGITS) throw tooLong(source, 'CBOR');
  const value = BigInt(source);
  const magnitude = value < 0n ? -1n - value : value;
  if (magnitude < 1n << 64n) {
    yield head(value < 0n ? 1 : 0, magnitude);
    return;
  }
  const hex = magnitude.toString(16);
  const digits = hex.padStart(hex.length + (hex.length % 2), '0').match(/../g) ?? [];
  yield head(6, value < 0n ? 3n : 2n);
  yield head(2, BigInt(digits.length));
  yield Uint8Array.from(digits, (pair) => Number.parseInt(pair, 16));
}

/** The bits of a half-precision float, of one that single precision holds; null where half does not. */
function halfBits(single: number): number | null {
  const sign = (single >>> 16) & 0x8000;
  const exponent = ((single >>> 23) & 0xff) - 127;
  const fraction = single & 0x7f_ffff;
  if (exponent === -127 && fraction === 0) return sign;
  if (exponent >= -14 && exponent <= 15)
    return (fraction & 0x1fff) === 0 ? sign | ((exponent + 15) << 10) | (fraction >> 13) : null;
  if (exponent < -24 || exponent > 15) return null;
  // Below 2^-14 a half has no leading one: it is shifted in.
  const shift = -exponent - 1;
  const full = fraction | 0x80_0000;
  return (full & ((1 << shift) - 1)) === 0 ? sign | (full >> shift) : null;
}

function float(source: string, style: CborStyle['floats']): Uint8Array {
  const value = doubleOf(source);
  const bytes = new Uint8Array(9);
  const view = new DataView(bytes.buffer);
  if (style === 'shortest' && Math.fround(value) === value) {
    view.setFloat32(1, value);
    const half = halfBits(view.getUint32(1));
    if (half !== null) return Uint8Array.of(0xf9, half >> 8, half & 0xff);
    bytes[0] = 0xfa;
    return bytes.subarray(0, 5);
  }
  bytes[0] = 0xfb;
  view.setFloat64(1, value);
  return bytes;
}

function* textParts(text: string): Generator<Uint8Array> {
  const bytes = utf8Of(text);
  yield head(3, BigInt(bytes.byteLength));
  yield bytes;
}

function* parts(json: JsonText, { floats }: CborStyle): Generator<Uint8Array> {
  for (let node = 0; node < json.count; node++) {
    const name = jsonName(json, node);
    if (name !== null) yield* textParts(name);
    const source = (): string => jsonSource(json, node);
    const size = BigInt(json.sizes[node] ?? 0);
    switch (jsonKind(json, node)) {
      case 'object':
        yield head(5, size);
        break;
      case 'array':
        yield head(4, size);
        break;
      case 'string':
        yield* textParts(jsonString(json, node));
        break;
      case 'null':
        yield Uint8Array.of(0xf6);
        break;
      case 'boolean':
        yield Uint8Array.of(source() === 'true' ? 0xf5 : 0xf4);
        break;
      default:
        if (isFloatSource(source())) yield float(source(), floats);
        else yield* integer(source());
    }
  }
}

/** JSON text as CBOR of definite lengths; throws a DecodeFailure that says what is wrong with the text. */
export function cborBytes(text: string, style: CborStyle): Uint8Array {
  const start = style.isSelfDescribed ? [SELF_DESCRIBED] : [];
  return joinBytes([...start, ...parts(parsedJsonForm(text), style)]);
}
