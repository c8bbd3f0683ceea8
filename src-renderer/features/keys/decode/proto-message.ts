import { Enum, type Field, type FieldBase, MapField, Type } from 'protobufjs';
import { toUtf8 } from '../../../../src-shared/redis-value.ts';
import { ByteReader } from './byte-reader.ts';
import { DecodeFailure } from './decoder.ts';
import { WireParser } from './protobuf.ts';
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
import type { Branch, NodeMaker, TreeNode } from './tree-node.ts';

const TIMESTAMP = '.google.protobuf.Timestamp';

/** The scalars that are not bytes or text, by how they stand on the wire. */
const numberWires: Readonly<Record<string, number>> = {
  int32: VARINT,
  int64: VARINT,
  uint32: VARINT,
  uint64: VARINT,
  sint32: VARINT,
  sint64: VARINT,
  bool: VARINT,
  fixed32: FIXED_32,
  sfixed32: FIXED_32,
  float: FIXED_32,
  fixed64: FIXED_64,
  sfixed64: FIXED_64,
  double: FIXED_64,
};

const zigzag = (value: bigint): bigint => (value >> 1n) ^ -(value & 1n);

const isGroup = (field: FieldBase): boolean => 'delimited' in field && field.delimited === true;

/** Reads messages as their definition says; what it does not know is kept in sight. */
export class MessageParser {
  readonly #make: NodeMaker;
  readonly #wire: WireParser;

  constructor(make: NodeMaker) {
    this.#make = make;
    this.#wire = new WireParser(make);
  }

  message(bytes: Uint8Array, type: Type): TreeNode {
    const reader = new ByteReader(bytes);
    const branch = this.#fields(reader, type, null);
    return type.fullName === TIMESTAMP ? this.#timestamp(branch) : branch;
  }

  /** Up to the end of the bytes, or of the group. */
  #fields(reader: ByteReader, type: Type, group: number | null): Branch {
    const make = this.#make;
    const branch = make.branch('map', type.fullName.slice(1));
    const lists = new Map<Field, Branch>();
    return make.inside(() => {
      for (;;) {
        if (group === null && reader.left === 0) return branch;
        const tag = tagOf(reader);
        if (tag.wire === GROUP_END) {
          if (tag.field === group) return branch;
          throw new DecodeFailure('a group that ends as another one');
        }
        const field = type.fieldsById[tag.field];
        if (field === undefined || !this.#isFitting(field, tag.wire)) {
          const note = field === undefined ? 'unknown field' : `unfitting ${field.name}`;
          const value = this.#wire.field(reader, tag);
          branch.entries.push({ key: `${tag.field} (${note})`, value });
        } else if (field instanceof MapField || field.repeated)
          this.#repeated(reader, field, tag, this.#listOf(branch, lists, field));
        else branch.entries.push({ key: field.name, value: this.#value(reader, field, tag) });
      }
    });
  }

  #listOf(branch: Branch, lists: Map<Field, Branch>, field: Field): Branch {
    const known = lists.get(field);
    if (known !== undefined) return known;
    const made = this.#make.branch(field instanceof MapField ? 'map' : 'list');
    branch.entries.push({ key: field.name, value: made });
    lists.set(field, made);
    return made;
  }

  #isFitting(field: Field, wire: number): boolean {
    if (field instanceof MapField) return wire === LENGTH;
    const own = this.#wireOf(field);
    return wire === own || (field.repeated && wire === LENGTH && own !== GROUP);
  }

  #wireOf(field: FieldBase): number {
    if (field.resolvedType instanceof Enum) return VARINT;
    if (field.resolvedType instanceof Type) return isGroup(field) ? GROUP : LENGTH;
    return numberWires[field.type] ?? LENGTH;
  }

  #repeated(reader: ByteReader, field: Field, tag: Tag, into: Branch): void {
    this.#make.inside(() => {
      if (field instanceof MapField)
        into.entries.push(this.#pair(reader.take(varint(reader)), field));
      else if (tag.wire === LENGTH && this.#wireOf(field) !== LENGTH) {
        const packed = new ByteReader(reader.take(varint(reader)));
        while (packed.left > 0)
          into.entries.push({ key: null, value: this.#value(packed, field, tag) });
      } else into.entries.push({ key: null, value: this.#value(reader, field, tag) });
    });
  }

  /** An entry of a map is a message of its own: key 1, value 2. */
  #pair(bytes: Uint8Array, field: MapField): { key: TreeNode | null; value: TreeNode } {
    const reader = new ByteReader(bytes);
    let key: TreeNode | null = null;
    let value: TreeNode | null = null;
    while (reader.left > 0) {
      const tag = tagOf(reader);
      if (tag.field === 1 && tag.wire === (numberWires[field.keyType] ?? LENGTH))
        key = this.#scalar(reader, field.keyType);
      else if (tag.field === 2 && tag.wire === this.#wireOf(field))
        value = this.#value(reader, field, tag);
      else throw new DecodeFailure(`an entry of ${field.name} with something else inside`);
    }
    // What is left out has the default of its type.
    return {
      key: key ?? this.#absent(),
      value: value ?? this.#absent(),
    };
  }

  #absent(): TreeNode {
    return this.#make.text('null', 'default', 'left out');
  }

  #value(reader: ByteReader, field: FieldBase, { field: id }: Tag): TreeNode {
    const type = field.resolvedType;
    const oneof = field.partOf === null ? '' : `oneof ${field.partOf.name}`;
    if (type instanceof Enum) {
      const number = Number(BigInt.asIntN(32, varint(reader)));
      const name = type.valuesById[number];
      return name === undefined
        ? this.#make.number(number, `not in ${type.name}`)
        : this.#make.text('ref', name, `${type.name} ${number}`);
    }
    if (type instanceof Type)
      return isGroup(field)
        ? this.#fields(reader, type, id)
        : this.message(reader.take(varint(reader)), type);
    return this.#scalar(reader, field.type, oneof);
  }

  #scalar(reader: ByteReader, type: string, more = ''): TreeNode {
    const make = this.#make;
    const note = more === '' ? type : `${type}, ${more}`;
    switch (type) {
      case 'string': {
        const bytes = reader.take(varint(reader));
        const text = toUtf8(bytes);
        return text === null
          ? make.bytes(bytes, 'string, not UTF-8')
          : make.text('text', text, more);
      }
      case 'bytes':
        return make.bytes(reader.take(varint(reader)), more);
      case 'bool':
        return make.text('bool', varint(reader) === 0n ? 'false' : 'true', more);
      case 'float':
        return make.number(reader.f32(true), note);
      case 'double':
        return make.number(reader.f64(true), note);
      case 'fixed32':
        return make.number(reader.u32(true), note);
      case 'sfixed32':
        return make.number(reader.i32(true), note);
      case 'fixed64':
        return make.number(reader.u64(true), note);
      case 'sfixed64':
        return make.number(reader.i64(true), note);
      default:
        return make.number(this.#integer(varint(reader), type), note);
    }
  }

  #integer(value: bigint, type: string): bigint {
    switch (type) {
      case 'int32':
        return BigInt.asIntN(32, value);
      case 'int64':
        return BigInt.asIntN(64, value);
      case 'uint32':
        return BigInt.asUintN(32, value);
      case 'sint32':
        return zigzag(BigInt.asUintN(32, value));
      case 'sint64':
        return zigzag(value);
      default:
        return value;
    }
  }

  /** As a time where seconds and nanoseconds are all it holds. */
  #timestamp(branch: Branch): TreeNode {
    const parts = { seconds: '0', nanos: '0' };
    for (const { key, value } of branch.entries) {
      if ((key !== 'seconds' && key !== 'nanos') || value.kind !== 'number') return branch;
      parts[key] = value.text;
    }
    const { seconds, nanos } = parts;
    const milliseconds = Number(seconds) * 1_000 + Math.trunc(Number(nanos) / 1_000_000);
    return this.#make.time(milliseconds, `Timestamp ${seconds} s ${nanos} ns`);
  }
}
