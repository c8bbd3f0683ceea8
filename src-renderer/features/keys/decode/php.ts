import { toUtf8 } from '../../../../src-shared/redis-value.ts';
import { ByteReader } from './byte-reader.ts';
import { DecodeFailure, type Decoder, isWhole } from './decoder.ts';
import { type Branch, NodeMaker, type TreeNode } from './tree-node.ts';

const COLON = 0x3a;
const SEMICOLON = 0x3b;

/** A property: private ones carry their class, protected ones a star, between NULs. */
function propertyName(text: string): string {
  const [, owner, name] = /^\0([^\0]*)\0(.*)$/s.exec(text) ?? [];
  if (owner === undefined || name === undefined) return text;
  return owner === '*' ? `${name} (protected)` : `${name} (private to ${owner})`;
}

class Parser {
  readonly #reader: ByteReader;
  readonly #make: NodeMaker;
  /** By PHP's own count, from 1: what `r:` and `R:` point at. */
  readonly #slots: TreeNode[] = [];

  constructor(bytes: Uint8Array, make: NodeMaker) {
    this.#reader = new ByteReader(bytes);
    this.#make = make;
  }

  whole(): TreeNode {
    const value = this.#value(true);
    this.#reader.expectEnd();
    return value;
  }

  /** What PHP's session handler writes: `name|value` one after the other. */
  session(): TreeNode {
    const map = this.#make.branch('map', 'PHP session');
    while (this.#reader.left > 0) {
      const key = ByteReader.textOf(this.#reader.until(0x7c), 'a name');
      this.#slots.length = 0;
      map.entries.push({ key, value: this.#value(true) });
    }
    return map;
  }

  #expect(character: string): void {
    if (this.#reader.u8() !== character.charCodeAt(0))
      throw new DecodeFailure(`${character} is missing at byte ${this.#reader.at - 1}`);
  }

  #word(end: number): string {
    const start = this.#reader.at;
    const stop = this.#reader.bytes.subarray(start, start + 400).indexOf(end);
    if (stop < 0) throw new DecodeFailure(`it is not PHP at byte ${start}`);
    return ByteReader.textOf(this.#reader.until(end), 'it');
  }

  #count(end = COLON): number {
    const word = this.#word(end);
    if (!/^\d{1,10}$/.test(word))
      throw new DecodeFailure(`it is not PHP at byte ${this.#reader.at}`);
    return Number(word);
  }

  #quoted(): Uint8Array {
    const length = this.#count();
    this.#expect('"');
    const bytes = this.#reader.take(length);
    this.#expect('"');
    return bytes;
  }

  #text(bytes: Uint8Array, note = ''): TreeNode {
    const text = toUtf8(bytes);
    return text === null ? this.#make.bytes(bytes, note) : this.#make.text('text', text, note);
  }

  #number(pattern: RegExp, note = ''): TreeNode {
    const word = this.#word(SEMICOLON);
    if (!pattern.test(word))
      throw new DecodeFailure(`a number that is none (${word.slice(0, 20)})`);
    return this.#make.text('number', word, note);
  }

  #members(branch: Branch): Branch {
    const length = this.#count();
    const isObject = branch.kind === 'object';
    this.#expect('{');
    this.#make.inside(() => {
      for (let i = 0; i < length; i++) {
        const key = this.#value(false);
        const name = isObject && 'text' in key ? propertyName(key.text) : key;
        branch.entries.push({ key: name, value: this.#value(true) });
      }
    });
    this.#expect('}');
    return branch;
  }

  #keep(node: TreeNode, isSlot: boolean): TreeNode {
    if (isSlot) this.#slots.push(node);
    return node;
  }

  #value(isSlot: boolean): TreeNode {
    const type = String.fromCharCode(this.#reader.u8());
    const make = this.#make;
    if (type === 'N') {
      this.#expect(';');
      return this.#keep(make.text('null', 'null'), isSlot);
    }
    this.#expect(':');
    switch (type) {
      case 'b': {
        const word = this.#word(SEMICOLON);
        if (word !== '0' && word !== '1') throw new DecodeFailure('a boolean that is none');
        return this.#keep(make.text('bool', word === '1' ? 'true' : 'false'), isSlot);
      }
      case 'i':
        return this.#keep(this.#number(/^[+-]?\d+$/), isSlot);
      case 'd':
        return this.#keep(
          this.#number(/^(?:[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|-?INF|NAN)$/, 'float'),
          isSlot,
        );
      case 's': {
        const node = this.#text(this.#quoted());
        this.#expect(';');
        return this.#keep(node, isSlot);
      }
      case 'R':
      case 'r':
        return this.#reference(type, isSlot);
      default:
        return this.#compound(type, isSlot);
    }
  }

  #reference(type: string, isSlot: boolean): TreeNode {
    const at = this.#count(SEMICOLON);
    const target = this.#slots[at - 1];
    if (target === undefined)
      throw new DecodeFailure(`it points at value ${at}, which is not there`);
    this.#make.count();
    // `R:` shares a slot, `r:` takes one of its own.
    return type === 'r' ? this.#keep(target, isSlot) : target;
  }

  #compound(type: string, isSlot: boolean): TreeNode {
    const make = this.#make;
    switch (type) {
      case 'a': {
        const array = make.branch('map');
        this.#keep(array, isSlot);
        return this.#members(array);
      }
      case 'O': {
        const object = make.branch('object', ByteReader.textOf(this.#quoted(), 'a class'));
        this.#expect(':');
        this.#keep(object, isSlot);
        return this.#members(object);
      }
      case 'E': {
        const text = ByteReader.textOf(this.#quoted(), 'a case');
        this.#expect(';');
        return this.#keep(make.text('text', text, 'enum'), isSlot);
      }
      case 'C': {
        const object = make.branch('object', ByteReader.textOf(this.#quoted(), 'a class'));
        this.#expect(':');
        const length = this.#count();
        this.#expect('{');
        const value = this.#text(this.#reader.take(length), 'in its own format');
        object.entries.push({ key: 'data', value });
        this.#expect('}');
        return this.#keep(object, isSlot);
      }
      default:
        throw new DecodeFailure(`it is not PHP at byte ${this.#reader.at - 2}`);
    }
  }
}

const SESSION = /^\w+\|[abisdNOCE][:;]/;
const VALUE = /^(?:N;|[abisdOCE]:)/;

const head = (bytes: Uint8Array): string =>
  String.fromCharCode(...bytes.subarray(0, Math.min(80, bytes.byteLength)));

/** Whether it begins as PHP's session handler writes it. */
export const isSession = (bytes: Uint8Array): boolean => SESSION.test(head(bytes));

const decode: Decoder['decode'] = (bytes, limits) => {
  const parser = new Parser(bytes, new NodeMaker(limits));
  return { kind: 'tree', root: isSession(bytes) ? parser.session() : parser.whole() };
};

/** serialize() of PHP, and its sessions. */
export const php: Decoder = {
  name: 'PHP',
  sniff(bytes) {
    return (VALUE.test(head(bytes)) || isSession(bytes)) && isWhole(decode, bytes);
  },
  decode,
};
