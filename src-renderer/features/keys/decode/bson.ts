import { toUtf8 } from '../../../../src-shared/redis-value.ts';
import { ByteReader } from './byte-reader.ts';
import { decimal128 } from './decimal128.ts';
import { DecodeFailure, type Decoder, isWhole } from './decoder.ts';
import { NodeMaker, type TreeNode } from './tree-node.ts';

const subtypes: Readonly<Record<number, string>> = {
  0: '',
  1: 'function',
  3: 'UUID, old',
  4: 'UUID',
  5: 'MD5',
  6: 'encrypted',
  8: 'sensitive',
  9: 'vector',
};

class Parser {
  readonly #reader: ByteReader;
  readonly #make: NodeMaker;

  constructor(bytes: Uint8Array, make: NodeMaker) {
    this.#reader = new ByteReader(bytes);
    this.#make = make;
  }

  whole(): TreeNode {
    const root = this.#document('map');
    this.#reader.expectEnd();
    return root;
  }

  #document(kind: 'map' | 'list'): TreeNode {
    const reader = this.#reader;
    const end = reader.at + reader.i32(true);
    if (end > reader.bytes.byteLength) throw new DecodeFailure('it ends too early');
    const branch = this.#make.branch(kind);
    return this.#make.inside(() => {
      for (let type = reader.u8(); type !== 0; type = reader.u8()) {
        const name = ByteReader.textOf(reader.until(0), 'a name');
        branch.entries.push({ key: kind === 'list' ? null : name, value: this.#value(type) });
      }
      if (reader.at !== end) throw new DecodeFailure('a document that is not as long as it says');
      return branch;
    });
  }

  #string(note = ''): TreeNode {
    const length = this.#reader.i32(true);
    if (length < 1) throw new DecodeFailure('a string without its end');
    const bytes = this.#reader.take(length - 1);
    if (this.#reader.u8() !== 0) throw new DecodeFailure('a string without its end');
    const text = toUtf8(bytes);
    return text === null ? this.#make.bytes(bytes, note) : this.#make.text('text', text, note);
  }

  #objectId(): TreeNode {
    const bytes = this.#reader.take(12);
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
    return this.#make.text('text', hex, 'ObjectId');
  }

  #binary(): TreeNode {
    const length = this.#reader.i32(true);
    const subtype = this.#reader.u8();
    return this.#make.bytes(this.#reader.take(length), subtypes[subtype] ?? `subtype ${subtype}`);
  }

  #value(type: number): TreeNode {
    const reader = this.#reader;
    const make = this.#make;
    switch (type) {
      case 0x01:
        return make.number(reader.f64(true), 'double');
      case 0x02:
        return this.#string();
      case 0x03:
        return this.#document('map');
      case 0x04:
        return this.#document('list');
      case 0x05:
        return this.#binary();
      case 0x07:
        return this.#objectId();
      case 0x08:
        return make.text('bool', reader.u8() === 0 ? 'false' : 'true');
      case 0x09: {
        const milliseconds = reader.i64(true);
        return make.time(Number(milliseconds), `${milliseconds} ms`);
      }
      case 0x10:
        return make.number(reader.i32(true), 'int32');
      case 0x12:
        return make.number(reader.i64(true), 'int64');
      case 0x13:
        return make.text('number', decimal128(reader.u64(true), reader.u64(true)), 'decimal');
      default:
        return this.#rare(type);
    }
  }

  #rare(type: number): TreeNode {
    const reader = this.#reader;
    const make = this.#make;
    switch (type) {
      case 0x06:
        return make.text('null', 'undefined');
      case 0x0a:
        return make.text('null', 'null');
      case 0x0b: {
        const pattern = ByteReader.textOf(reader.until(0), 'a pattern');
        const flags = ByteReader.textOf(reader.until(0), 'its flags');
        return make.text('text', `/${pattern}/${flags}`, 'regular expression');
      }
      case 0x0c: {
        const pointer = make.branch('tagged', 'DBPointer');
        pointer.entries.push(
          { key: 'collection', value: this.#string() },
          { key: 'id', value: this.#objectId() },
        );
        return pointer;
      }
      case 0x0d:
        return this.#string('JavaScript');
      case 0x0e:
        return this.#string('symbol');
      case 0x0f: {
        reader.i32(true);
        const code = make.branch('tagged', 'JavaScript with scope');
        code.entries.push(
          { key: 'code', value: this.#string('JavaScript') },
          { key: 'scope', value: this.#document('map') },
        );
        return code;
      }
      case 0x11: {
        const count = reader.u32(true);
        return make.time(reader.u32(true) * 1_000, `timestamp, ${count}`);
      }
      case 0x7f:
        return make.text('text', 'greatest', 'MaxKey');
      case 0xff:
        return make.text('text', 'least', 'MinKey');
      default:
        throw new DecodeFailure(`a type that BSON does not have (${type})`);
    }
  }
}

const decode: Decoder['decode'] = (bytes, limits) => ({
  kind: 'tree',
  root: new Parser(bytes, new NodeMaker(limits)).whole(),
});

/** Begins with its own length, ends with NUL, and parses to the last byte. */
export const bson: Decoder = {
  name: 'BSON',
  sniff: (bytes) =>
    bytes.byteLength > 7 &&
    new ByteReader(bytes).u32(true) === bytes.byteLength &&
    bytes.at(-1) === 0 &&
    isWhole(decode, bytes),
  decode,
};
