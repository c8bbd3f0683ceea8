import { toUtf8 } from '../../../../src-shared/redis-value.ts';
import { ByteReader } from './byte-reader.ts';
import { DecodeFailure, type Decoder, isWhole } from './decoder.ts';
import { joinBytes } from './join-bytes.ts';
import { isBranch, NodeMaker, type TreeNode } from './tree-node.ts';

const BREAK = 0xff;

const tagNames: Readonly<Record<string, string>> = {
  0: 'time as text',
  1: 'time',
  4: 'decimal fraction',
  24: 'CBOR inside',
  28: 'shared value',
  29: 'reference to a shared value',
  32: 'URI',
  37: 'UUID',
  258: 'set',
  55799: 'CBOR',
};

function half(bits: number): number {
  const sign = bits >= 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return exponent === 0
    ? sign * fraction * 2 ** -24
    : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
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

  /** null: of no definite length. */
  #argument(info: number): bigint | null {
    if (info < 24) return BigInt(info);
    switch (info) {
      case 24:
        return BigInt(this.#reader.u8());
      case 25:
        return BigInt(this.#reader.u16());
      case 26:
        return BigInt(this.#reader.u32());
      case 27:
        return this.#reader.u64();
      case 31:
        return null;
      default:
        throw new DecodeFailure('a length that CBOR does not have');
    }
  }

  #isBreak(): boolean {
    if (this.#reader.bytes[this.#reader.at] !== BREAK) return false;
    this.#reader.at += 1;
    return true;
  }

  /** A string, in one piece or in chunks that are put together. */
  #string(major: number, length: bigint | null): TreeNode {
    let bytes: Uint8Array;
    if (length === null) {
      const parts: Uint8Array[] = [];
      while (!this.#isBreak()) {
        const initial = this.#reader.u8();
        const part = initial >> 5 === major ? this.#argument(initial & 31) : null;
        if (part === null) throw new DecodeFailure('a string with chunks of another kind');
        parts.push(this.#reader.take(part));
      }
      bytes = joinBytes(parts);
    } else bytes = this.#reader.take(length);
    const text = major === 3 ? toUtf8(bytes) : null;
    if (text !== null) return this.#make.text('text', text);
    return this.#make.bytes(bytes, major === 3 ? 'text, not UTF-8' : '');
  }

  #members(kind: 'list' | 'map', length: bigint | null): TreeNode {
    const branch = this.#make.branch(kind);
    return this.#make.inside(() => {
      for (let at = 0n; length === null ? !this.#isBreak() : at < length; at++) {
        const first = this.#value();
        branch.entries.push(
          kind === 'list' ? { key: null, value: first } : { key: first, value: this.#value() },
        );
      }
      return branch;
    });
  }

  #tagged(tag: bigint): TreeNode {
    const make = this.#make;
    return make.inside(() => {
      const value = this.#value();
      if ((tag === 2n || tag === 3n) && value.kind === 'bytes')
        return make.bigInteger(value.bytes, (size) => (tag === 2n ? size : -1n - size), 'bignum');
      if (tag === 1n && value.kind === 'number')
        return make.time(Number(value.text) * 1_000, `epoch ${value.text}`);
      if (tag === 0n && value.kind === 'text') return make.text('time', value.text, 'time as text');
      if (tag === 37n && value.kind === 'bytes') return make.bytes(value.bytes, 'UUID');
      if (tag === 55_799n) return value;
      const branch = make.branch('tagged', tagNames[String(tag)] ?? `tag ${tag}`);
      if (tag === 258n && isBranch(value)) branch.entries.push(...value.entries);
      else branch.entries.push({ key: null, value });
      return branch;
    });
  }

  #simple(info: number): TreeNode {
    const make = this.#make;
    switch (info) {
      case 20:
        return make.text('bool', 'false');
      case 21:
        return make.text('bool', 'true');
      case 22:
        return make.text('null', 'null');
      case 23:
        return make.text('null', 'undefined');
      case 25:
        return make.number(half(this.#reader.u16()), 'float 16');
      case 26:
        return make.number(this.#reader.f32(), 'float 32');
      case 27:
        return make.number(this.#reader.f64(), 'float');
      case 31:
        throw new DecodeFailure('an end where nothing was begun');
      default:
        return make.text('ref', String(this.#argument(info)), 'simple value');
    }
  }

  #value(): TreeNode {
    const initial = this.#reader.u8();
    const major = initial >> 5;
    const info = initial & 31;
    if (major === 7) return this.#simple(info);
    const argument = this.#argument(info);
    if (major === 2 || major === 3) return this.#string(major, argument);
    if (major === 4) return this.#members('list', argument);
    if (major === 5) return this.#members('map', argument);
    if (argument === null) throw new DecodeFailure('a number without its digits');
    if (major === 6) return this.#tagged(argument);
    return this.#make.number(major === 0 ? argument : -1n - argument);
  }
}

const decode: Decoder['decode'] = (bytes, limits) => ({
  kind: 'tree',
  root: new Parser(bytes, new NodeMaker(limits)).whole(),
});

export const isSelfDescribed = (bytes: Uint8Array): boolean =>
  bytes[0] === 0xd9 && bytes[1] === 0xd9 && bytes[2] === 0xf7;

/** By its own tag, or a map or list that ends with the last byte. */
export const cbor: Decoder = {
  name: 'CBOR',
  sniff(bytes) {
    const first = bytes[0] ?? 0;
    const isContainer = first > 0x80 && first <= 0xbf && first !== 0xa0;
    return (
      bytes.byteLength > 3 && (isContainer || isSelfDescribed(bytes)) && isWhole(decode, bytes)
    );
  },
  decode,
};
