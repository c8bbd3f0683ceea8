import { toUtf8 } from '../../../../src-shared/redis-value.ts';
import { ByteReader } from './byte-reader.ts';
import { DecodeFailure, type Decoder } from './decoder.ts';
import {
  FIXED_32,
  FIXED_64,
  GROUP,
  GROUP_END,
  LENGTH,
  type Tag,
  tagOf,
  VARINT,
  varint,
} from './proto-wire.ts';
import { type Branch, NodeMaker, type TreeNode } from './tree-node.ts';

// oxlint-disable-next-line no-control-regex -- controls are what it looks for
const control = /[\u0000-\u0008\u000e-\u001f\u007f]/;

/** Whether bytes are fields to their end, without looking into them. */
function looksLikeMessage(bytes: Uint8Array): boolean {
  const reader = new ByteReader(bytes);
  try {
    while (reader.left > 0) {
      const { wire } = tagOf(reader);
      if (wire === VARINT) varint(reader);
      else if (wire === FIXED_64) reader.take(8);
      else if (wire === LENGTH) reader.take(varint(reader));
      else if (wire === FIXED_32) reader.take(4);
      else return false;
    }
    return bytes.byteLength > 0;
  } catch (thrown) {
    if (thrown instanceof DecodeFailure) return false;
    throw thrown;
  }
}

/** What the wire says by itself. */
export class WireParser {
  readonly #make: NodeMaker;

  constructor(make: NodeMaker) {
    this.#make = make;
  }

  message(bytes: Uint8Array, note = 'message'): Branch {
    const branch = this.#make.branch('map', note);
    const reader = new ByteReader(bytes);
    return this.#make.inside(() => {
      while (reader.left > 0) {
        const { field, wire } = tagOf(reader);
        branch.entries.push({ key: String(field), value: this.field(reader, { wire, field }) });
      }
      return branch;
    });
  }

  #group(reader: ByteReader, field: number): TreeNode {
    const branch = this.#make.branch('map', 'group');
    return this.#make.inside(() => {
      for (;;) {
        const tag = tagOf(reader);
        if (tag.wire !== GROUP_END) {
          const value = this.field(reader, tag);
          branch.entries.push({ key: String(tag.field), value });
        } else if (tag.field === field) return branch;
        else throw new DecodeFailure('a group that ends as another one');
      }
    });
  }

  /** The value after a tag. */
  field(reader: ByteReader, { wire, field }: Tag): TreeNode {
    const make = this.#make;
    switch (wire) {
      case VARINT: {
        const value = varint(reader);
        const signed = BigInt.asIntN(64, value);
        return make.number(value, signed === value ? 'varint' : `varint, as int64 ${signed}`);
      }
      case FIXED_64: {
        const bytes = new ByteReader(reader.take(8));
        const value = bytes.u64(true);
        bytes.at = 0;
        return make.number(value, `64 bits, as double ${bytes.f64(true)}`);
      }
      case FIXED_32: {
        const bytes = new ByteReader(reader.take(4));
        const value = bytes.u32(true);
        bytes.at = 0;
        return make.number(value, `32 bits, as float ${bytes.f32(true)}`);
      }
      case LENGTH:
        return this.#counted(reader.take(varint(reader)));
      case GROUP:
        return this.#group(reader, field);
      default:
        throw new DecodeFailure(`a wire type that protobuf does not have (${wire})`);
    }
  }

  /** Text where it reads as such, else a message where it parses as one, else bytes: a schema would know. */
  #counted(bytes: Uint8Array): TreeNode {
    const text = toUtf8(bytes);
    if (text !== null && !control.test(text)) return this.#make.text('text', text);
    if (looksLikeMessage(bytes)) return this.message(bytes, 'message, or bytes');
    return text === null ? this.#make.bytes(bytes) : this.#make.text('text', text);
  }
}

/** What the wire says, without names: any bytes may look like it, so it is used by choice only. */
export const protobuf: Decoder = {
  name: 'protobuf',
  sniff: () => false,
  decode(bytes, limits) {
    if (bytes.byteLength === 0) throw new DecodeFailure('it is empty');
    return { kind: 'tree', root: new WireParser(new NodeMaker(limits)).message(bytes) };
  },
};
