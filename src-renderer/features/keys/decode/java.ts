import { toUtf8 } from '../../../../src-shared/redis-value.ts';
import { ByteReader } from './byte-reader.ts';
import { DecodeFailure, type Decoder } from './decoder.ts';
import {
  collectionMembers,
  type JavaClass,
  type JavaField,
  ownData,
  plainJava,
} from './java-objects.ts';
import { NodeMaker, type TreeNode } from './tree-node.ts';

const NULL = 0x70;
const REFERENCE = 0x71;
const CLASS_DESC = 0x72;
const END_BLOCK = 0x78;
const PROXY_DESC = 0x7d;
const FIRST_HANDLE = 0x7e_0000;

const HAS_WRITE_METHOD = 1;
const IS_SERIALIZABLE = 2;
const IS_EXTERNALIZABLE = 4;
const HAS_BLOCK_DATA = 8;

/** Java's own UTF-8: NUL in two bytes, and halves of a surrogate pair in three each. */
function javaText(bytes: Uint8Array): string {
  const plain = toUtf8(bytes);
  if (plain !== null) return plain;
  let text = '';
  for (let at = 0; at < bytes.byteLength; at++) {
    const byte = bytes[at] ?? 0;
    const more = (by: number): number => (bytes[at + by] ?? 0) & 0x3f;
    if (byte < 0x80) text += String.fromCharCode(byte);
    else if (byte >> 5 === 6) text += String.fromCharCode(((byte & 0x1f) << 6) | more(1));
    else if (byte >> 4 === 14)
      text += String.fromCharCode(((byte & 0x0f) << 12) | (more(1) << 6) | more(2));
    else throw new DecodeFailure('a text that is not in Java’s UTF-8');
    at += byte < 0x80 ? 0 : byte >> 5 === 6 ? 1 : 2;
  }
  return text;
}

type Handle = { readonly node: TreeNode } | { readonly javaClass: JavaClass };

/** The protocol of ObjectOutputStream: classes are described in the stream, and none is loaded. */
class Parser {
  readonly #reader: ByteReader;
  readonly #make: NodeMaker;
  readonly #handles: Handle[] = [];

  constructor(bytes: Uint8Array, make: NodeMaker) {
    this.#reader = new ByteReader(bytes);
    this.#make = make;
  }

  whole(): TreeNode {
    if (this.#reader.u32() !== 0xaced_0005)
      throw new DecodeFailure('it has no header of Java serialization');
    const items: TreeNode[] = [];
    while (this.#reader.left > 0) items.push(this.#content(this.#reader.u8()));
    const [only] = items;
    if (only === undefined) throw new DecodeFailure('it is empty');
    if (items.length === 1) return only;
    const list = this.#make.branch('list', 'several objects');
    for (const value of items) list.entries.push({ key: null, value });
    return list;
  }

  #utf(): string {
    return javaText(this.#reader.take(this.#reader.u16()));
  }

  #handle(): Handle {
    const handle = this.#handles[this.#reader.u32() - FIRST_HANDLE];
    if (handle === undefined) throw new DecodeFailure('it points at an object that is not there');
    return handle;
  }

  #keep<N extends TreeNode>(node: N): N {
    this.#handles.push({ node });
    return node;
  }

  #class(): JavaClass | null {
    const type = this.#reader.u8();
    if (type === NULL) return null;
    if (type === REFERENCE) {
      const handle = this.#handle();
      if ('javaClass' in handle) return handle.javaClass;
      throw new DecodeFailure('an object where a class belongs');
    }
    if (type !== CLASS_DESC && type !== PROXY_DESC)
      throw new DecodeFailure('something else where a class belongs');
    return this.#make.inside(() => this.#newClass(type));
  }

  #newClass(type: number): JavaClass {
    const reader = this.#reader;
    const made: JavaClass = { name: 'a proxy', flags: IS_SERIALIZABLE, fields: [], parent: null };
    this.#make.count();
    if (type === CLASS_DESC) {
      made.name = this.#utf();
      reader.take(8);
      this.#handles.push({ javaClass: made });
      made.flags = reader.u8();
      made.fields = this.#fields();
    } else {
      this.#handles.push({ javaClass: made });
      const names: string[] = [];
      for (let left = reader.i32(); left > 0; left--) names.push(this.#utf());
      made.name = `a proxy of ${names.join(', ')}`;
    }
    this.#annotation();
    made.parent = this.#class();
    return made;
  }

  #fields(): readonly JavaField[] {
    const fields: JavaField[] = [];
    for (let left = this.#reader.u16(); left > 0; left--) {
      const type = String.fromCharCode(this.#reader.u8());
      this.#make.count();
      fields.push({ type, name: this.#utf() });
      // The name of the field's class.
      if (type === 'L' || type === '[') this.#content(this.#reader.u8());
    }
    return fields;
  }

  /** What a class wrote beside its fields, up to its end mark. */
  #annotation(): TreeNode[] {
    const items: TreeNode[] = [];
    for (let type = this.#reader.u8(); type !== END_BLOCK; type = this.#reader.u8())
      items.push(this.#content(type));
    return items;
  }

  #object(): TreeNode {
    const javaClass = this.#class();
    if (javaClass === null) throw new DecodeFailure('an object without its class');
    const object = this.#make.branch('object', javaClass.name);
    const at = this.#handles.length;
    this.#keep(object);
    const chain: JavaClass[] = [];
    for (let one: JavaClass | null = javaClass; one !== null; one = one.parent) {
      if (chain.includes(one)) throw new DecodeFailure('a class that descends from itself');
      chain.unshift(one);
    }
    for (const one of chain) {
      if ((one.flags & IS_SERIALIZABLE) !== 0) {
        const fields = one.fields.map(({ name, type }) => ({
          key: name,
          value: this.#value(type),
        }));
        const own = (one.flags & HAS_WRITE_METHOD) === 0 ? [] : this.#annotation();
        const members = collectionMembers(one.name, own);
        // Load factors and counts of a collection say nothing beside what is in it.
        object.entries.push(...(members ?? [...fields, ...ownData(own)]));
      } else if ((one.flags & IS_EXTERNALIZABLE) !== 0) {
        if ((one.flags & HAS_BLOCK_DATA) === 0)
          throw new DecodeFailure(`${one.name} wrote itself in a way only it can read`);
        object.entries.push(...ownData(this.#annotation()));
      }
    }
    const plain = plainJava(this.#make, object);
    this.#handles[at] = { node: plain };
    return plain;
  }

  #array(): TreeNode {
    const javaClass = this.#class();
    if (javaClass === null) throw new DecodeFailure('an array without its class');
    const length = this.#reader.i32();
    const type = javaClass.name[1] ?? 'L';
    if (type === 'B') {
      const bytes = this.#make.bytes(this.#reader.take(length), 'byte[]');
      return this.#keep(bytes);
    }
    const list = this.#keep(this.#make.branch('list', javaClass.name));
    for (let left = length; left > 0; left--)
      list.entries.push({ key: null, value: this.#value(type) });
    return list;
  }

  #value(type: string): TreeNode {
    const reader = this.#reader;
    const make = this.#make;
    switch (type) {
      case 'B':
        return make.number(reader.i8(), 'byte');
      case 'C':
        return make.text('text', String.fromCharCode(reader.u16()), 'char');
      case 'D':
        return make.number(reader.f64(), 'double');
      case 'F':
        return make.number(reader.f32(), 'float');
      case 'I':
        return make.number(reader.i32(), 'int');
      case 'J':
        return make.number(reader.i64(), 'long');
      case 'S':
        return make.number(reader.i16(), 'short');
      case 'Z':
        return make.text('bool', reader.u8() === 0 ? 'false' : 'true');
      case 'L':
      case '[':
        return this.#content(reader.u8());
      default:
        throw new DecodeFailure('a type of field that Java does not have');
    }
  }

  #content(type: number): TreeNode {
    return this.#make.inside(() => this.#any(type));
  }

  #any(type: number): TreeNode {
    const make = this.#make;
    switch (type) {
      case NULL:
        return make.text('null', 'null');
      case REFERENCE: {
        const handle = this.#handle();
        make.count();
        return 'node' in handle ? handle.node : make.text('text', handle.javaClass.name, 'class');
      }
      case CLASS_DESC:
      case PROXY_DESC:
        return make.text('text', this.#newClass(type).name, 'class');
      case 0x73:
        return this.#object();
      case 0x74:
        return this.#keep(make.text('text', this.#utf()));
      case 0x75:
        return this.#array();
      case 0x76:
        return this.#keep(make.text('text', this.#class()?.name ?? '?', 'class'));
      default:
        return this.#rare(type);
    }
  }

  #rare(type: number): TreeNode {
    const reader = this.#reader;
    const make = this.#make;
    switch (type) {
      case 0x77:
        return make.bytes(reader.take(reader.u8()), 'block');
      case 0x7a:
        return make.bytes(reader.take(reader.u32()), 'block');
      case 0x7c:
        return this.#keep(make.text('text', javaText(reader.take(reader.u64()))));
      case 0x7e: {
        const name = this.#class()?.name ?? '?';
        const at = this.#handles.length;
        this.#keep(make.text('text', name, 'enum'));
        const constant = this.#content(reader.u8());
        const text = 'text' in constant ? constant.text : '?';
        const node = make.text('text', text, `enum ${name}`);
        this.#handles[at] = { node };
        return node;
      }
      case 0x79:
        this.#handles.length = 0;
        return make.text('ref', 'reset', 'handles begin again');
      default:
        throw new DecodeFailure(`something Java does not write (${type.toString(16)})`);
    }
  }
}

export const java: Decoder = {
  name: 'Java',
  sniff: (bytes) => bytes.byteLength > 4 && new ByteReader(bytes).u32() === 0xaced_0005,
  decode: (bytes, limits) => ({
    kind: 'tree',
    root: new Parser(bytes, new NodeMaker(limits)).whole(),
  }),
};
