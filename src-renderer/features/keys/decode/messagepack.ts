import { toUtf8 } from '../../../../src-shared/redis-value.ts';
import { ByteReader } from './byte-reader.ts';
import { DecodeFailure, type Decoder, isWhole } from './decoder.ts';
import { NodeMaker, type TreeNode } from './tree-node.ts';

/** MessagePack's own timestamp: extension -1 of 4, 8 or 12 bytes. */
function timestamp(make: NodeMaker, data: Uint8Array): TreeNode | null {
  const reader = new ByteReader(data);
  let seconds: bigint;
  let nanoseconds = 0n;
  if (data.byteLength === 4) seconds = BigInt(reader.u32());
  else if (data.byteLength === 8) {
    const packed = reader.u64();
    nanoseconds = packed >> 34n;
    seconds = packed & 0x3_ffff_ffffn;
  } else if (data.byteLength === 12) {
    nanoseconds = BigInt(reader.u32());
    seconds = reader.i64();
  } else return null;
  const fraction = nanoseconds === 0n ? '' : `.${String(nanoseconds).padStart(9, '0')}`;
  return make.time(
    Number(seconds) * 1_000 + Number(nanoseconds / 1_000_000n),
    `timestamp ${seconds}${fraction}`,
  );
}

class Parser {
  readonly #reader: ByteReader;
  readonly #make: NodeMaker;

  constructor(bytes: Uint8Array, make: NodeMaker) {
    this.#reader = new ByteReader(bytes);
    this.#make = make;
  }

  whole(): TreeNode {
    const value = this.#value();
    this.#reader.expectEnd();
    return value;
  }

  #string(length: number): TreeNode {
    const bytes = this.#reader.take(length);
    const text = toUtf8(bytes);
    return text === null
      ? this.#make.bytes(bytes, 'string, not UTF-8')
      : this.#make.text('text', text);
  }

  #extension(length: number): TreeNode {
    const type = this.#reader.i8();
    const data = this.#reader.take(length);
    const time = type === -1 ? timestamp(this.#make, data) : null;
    return time ?? this.#make.bytes(data, `extension ${type}`);
  }

  #list(length: number): TreeNode {
    const list = this.#make.branch('list');
    return this.#make.inside(() => {
      for (let i = 0; i < length; i++) list.entries.push({ key: null, value: this.#value() });
      return list;
    });
  }

  #map(length: number): TreeNode {
    const map = this.#make.branch('map');
    return this.#make.inside(() => {
      for (let i = 0; i < length; i++) {
        const key = this.#value();
        map.entries.push({ key, value: this.#value() });
      }
      return map;
    });
  }

  #value(): TreeNode {
    const make = this.#make;
    const type = this.#reader.u8();
    if (type <= 0x7f) return make.number(type);
    if (type <= 0x8f) return this.#map(type & 0x0f);
    if (type <= 0x9f) return this.#list(type & 0x0f);
    if (type <= 0xbf) return this.#string(type & 0x1f);
    if (type >= 0xe0) return make.number(type - 0x100);
    return type <= 0xc9 ? this.#small(type) : this.#sized(type);
  }

  #small(type: number): TreeNode {
    const reader = this.#reader;
    const make = this.#make;
    switch (type) {
      case 0xc0:
        return make.text('null', 'nil');
      case 0xc2:
        return make.text('bool', 'false');
      case 0xc3:
        return make.text('bool', 'true');
      case 0xc4:
        return make.bytes(reader.take(reader.u8()));
      case 0xc5:
        return make.bytes(reader.take(reader.u16()));
      case 0xc6:
        return make.bytes(reader.take(reader.u32()));
      case 0xc7:
        return this.#extension(reader.u8());
      case 0xc8:
        return this.#extension(reader.u16());
      case 0xc9:
        return this.#extension(reader.u32());
      default:
        throw new DecodeFailure('the byte c1, which MessagePack does not use');
    }
  }

  #sized(type: number): TreeNode {
    const reader = this.#reader;
    const make = this.#make;
    switch (type) {
      case 0xca:
        return make.number(reader.f32(), 'float 32');
      case 0xcb:
        return make.number(reader.f64(), 'float');
      case 0xcc:
        return make.number(reader.u8());
      case 0xcd:
        return make.number(reader.u16());
      case 0xce:
        return make.number(reader.u32());
      case 0xcf:
        return make.number(reader.u64());
      case 0xd0:
        return make.number(reader.i8());
      case 0xd1:
        return make.number(reader.i16());
      case 0xd2:
        return make.number(reader.i32());
      case 0xd3:
        return make.number(reader.i64());
      case 0xd9:
        return this.#string(reader.u8());
      case 0xda:
        return this.#string(reader.u16());
      case 0xdb:
        return this.#string(reader.u32());
      case 0xdc:
        return this.#list(reader.u16());
      case 0xdd:
        return this.#list(reader.u32());
      case 0xde:
        return this.#map(reader.u16());
      case 0xdf:
        return this.#map(reader.u32());
      default:
        return this.#extension(1 << (type - 0xd4));
    }
  }
}

const decode: Decoder['decode'] = (bytes, limits) => ({
  kind: 'tree',
  root: new Parser(bytes, new NodeMaker(limits)).whole(),
});

/** Has no mark of its own: a map or a list that ends with the last byte. */
export const messagePack: Decoder = {
  name: 'MessagePack',
  sniff(bytes) {
    const first = bytes[0] ?? 0;
    const isContainer =
      (first > 0x80 && first <= 0x9f && first !== 0x90) || (first & 0xfc) === 0xdc;
    return isContainer && bytes.byteLength > 2 && isWhole(decode, bytes);
  },
  decode,
};
