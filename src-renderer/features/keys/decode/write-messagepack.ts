import {
  jsonKind,
  jsonName,
  jsonSource,
  jsonString,
  type JsonText,
} from '../../../../src-shared/json-text.ts';
import { joinBytes } from './join-bytes.ts';
import { doubleOf, isFloatSource, parsedJsonForm, tooLong, utf8Of } from './json-form.ts';

/** Big-endian bytes of an unsigned number. */
function unsigned(type: number, value: bigint, size: number): Uint8Array {
  const bytes = new Uint8Array(size + 1);
  bytes[0] = type;
  for (let at = 0; at < size; at++) bytes[size - at] = Number((value >> BigInt(8 * at)) & 0xffn);
  return bytes;
}

function integer(source: string): Uint8Array {
  if (source.length > 20) throw tooLong(source, 'MessagePack');
  const value = BigInt(source);
  if (value >= 0n) {
    if (value < 0x80n) return Uint8Array.of(Number(value));
    if (value < 0x100n) return unsigned(0xcc, value, 1);
    if (value < 0x1_0000n) return unsigned(0xcd, value, 2);
    if (value < 0x1_0000_0000n) return unsigned(0xce, value, 4);
    if (value < 1n << 64n) return unsigned(0xcf, value, 8);
  } else {
    if (value >= -32n) return Uint8Array.of(Number(value + 256n));
    if (value >= -0x80n) return unsigned(0xd0, value, 1);
    if (value >= -0x8000n) return unsigned(0xd1, value, 2);
    if (value >= -0x8000_0000n) return unsigned(0xd2, value, 4);
    if (value >= -(1n << 63n)) return unsigned(0xd3, value, 8);
  }
  throw tooLong(source, 'MessagePack');
}

function float(source: string): Uint8Array {
  const bytes = new Uint8Array(9);
  bytes[0] = 0xcb;
  new DataView(bytes.buffer).setFloat64(1, doubleOf(source));
  return bytes;
}

/** The head of something of a length: in its first byte where it is small. */
function head(length: number, small: number, most: number, types: readonly number[]): Uint8Array {
  if (length <= most) return Uint8Array.of(small + length);
  const sizes = types.length === 3 ? [1, 2, 4] : [2, 4];
  const at = sizes.findIndex((size) => length < 256 ** size);
  return unsigned(types[at] ?? 0, BigInt(length), sizes[at] ?? 4);
}

const textHead = (length: number): Uint8Array => head(length, 0xa0, 31, [0xd9, 0xda, 0xdb]);

function* parts(json: JsonText): Generator<Uint8Array> {
  for (let node = 0; node < json.count; node++) {
    const name = node === 0 ? null : jsonName(json, node);
    if (name !== null) {
      const bytes = utf8Of(name);
      yield textHead(bytes.byteLength);
      yield bytes;
    }
    const source = (): string => jsonSource(json, node);
    switch (jsonKind(json, node)) {
      case 'object':
        yield head(json.sizes[node] ?? 0, 0x80, 15, [0xde, 0xdf]);
        break;
      case 'array':
        yield head(json.sizes[node] ?? 0, 0x90, 15, [0xdc, 0xdd]);
        break;
      case 'string': {
        const bytes = utf8Of(jsonString(json, node));
        yield textHead(bytes.byteLength);
        yield bytes;
        break;
      }
      case 'null':
        yield Uint8Array.of(0xc0);
        break;
      case 'boolean':
        yield Uint8Array.of(source() === 'true' ? 0xc3 : 0xc2);
        break;
      default:
        yield isFloatSource(source()) ? float(source()) : integer(source());
    }
  }
}

/** JSON text as MessagePack in its shortest form; throws a DecodeFailure that says what is wrong with the text. */
export function messagePackBytes(text: string): Uint8Array {
  return joinBytes([...parts(parsedJsonForm(text))]);
}
