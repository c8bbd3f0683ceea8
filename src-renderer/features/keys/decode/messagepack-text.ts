import {
  jsonKind,
  jsonName,
  jsonSource,
  jsonString,
  type JsonText,
  parseJsonText,
} from '../../../../src-shared/json-text.ts';
import { toBytes } from '../../../../src-shared/redis-value.ts';
import { lineAndColumn } from '../document/json/json-layout.ts';
import { DecodeFailure } from './decoder.ts';
import { isBranch, type TreeNode } from './tree-node.ts';

const INDENT = '  ';

function numberText(text: string, note: string): string {
  if (note === '') return text;
  if (!Number.isFinite(Number(text))) throw new DecodeFailure(`JSON text has no ${text}`);
  // What is written with a fraction or an exponent is a float again.
  return /[.e]/.test(text) ? text : `${text}.0`;
}

/** MessagePack as JSON text that says all of it; throws a DecodeFailure where JSON cannot. */
export function messagePackText(node: TreeNode, indent = ''): string {
  if (isBranch(node)) {
    const inside = indent + INDENT;
    const members = node.entries.map(({ key, value }) => {
      if (key === null) return inside + messagePackText(value, inside);
      if (typeof key === 'string' || key.kind !== 'text')
        throw new DecodeFailure('a key that is not text');
      return `${inside}${JSON.stringify(key.text)}: ${messagePackText(value, inside)}`;
    });
    const [open, close] = node.kind === 'map' ? ['{', '}'] : ['[', ']'];
    return members.length === 0
      ? `${open}${close}`
      : `${open}\n${members.join(',\n')}\n${indent}${close}`;
  }
  switch (node.kind) {
    case 'text':
      return JSON.stringify(node.text);
    case 'number':
      return numberText(node.text, node.note);
    case 'bool':
      return node.text;
    case 'null':
      return 'null';
    default:
      throw new DecodeFailure(node.kind === 'time' ? 'a time' : 'bytes that are not text');
  }
}

/** Big-endian bytes of an unsigned number. */
function unsigned(type: number, value: bigint, size: number): Uint8Array {
  const bytes = new Uint8Array(size + 1);
  bytes[0] = type;
  for (let at = 0; at < size; at++) bytes[size - at] = Number((value >> BigInt(8 * at)) & 0xffn);
  return bytes;
}

function integer(source: string): Uint8Array {
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
  throw new DecodeFailure(`MessagePack has no integer as long as ${source.slice(0, 40)}`);
}

function float(source: string): Uint8Array {
  const value = Number(source);
  if (!Number.isFinite(value)) throw new DecodeFailure(`${source.slice(0, 40)} is no double`);
  const bytes = new Uint8Array(9);
  bytes[0] = 0xcb;
  new DataView(bytes.buffer).setFloat64(1, value);
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

function countInside({ nexts, count }: JsonText, node: number): number {
  const end = nexts[node] ?? count;
  let members = 0;
  for (let at = node + 1; at < end; at = nexts[at] ?? end) members += 1;
  return members;
}

function* parts(json: JsonText): Generator<Uint8Array> {
  for (let node = 0; node < json.count; node++) {
    const name = node === 0 ? null : jsonName(json, node);
    if (name !== null) {
      const bytes = toBytes(name);
      yield textHead(bytes.byteLength);
      yield bytes;
    }
    const source = (): string => jsonSource(json, node);
    switch (jsonKind(json, node)) {
      case 'object':
        yield head(countInside(json, node), 0x80, 15, [0xde, 0xdf]);
        break;
      case 'array':
        yield head(countInside(json, node), 0x90, 15, [0xdc, 0xdd]);
        break;
      case 'string': {
        const bytes = toBytes(jsonString(json, node));
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
        yield /[.eE]/.test(source()) ? float(source()) : integer(source());
    }
  }
}

/** JSON text as MessagePack in its shortest form; throws a DecodeFailure that says what is wrong with the text. */
export function messagePackBytes(text: string): Uint8Array {
  const parsed = parseJsonText(text);
  if (!parsed.ok) {
    const { line, column } = lineAndColumn(text, parsed.error.offset);
    throw new DecodeFailure(`${parsed.error.message}, at line ${line}, column ${column}`);
  }
  const all = [...parts(parsed.json)];
  const bytes = new Uint8Array(all.reduce((size, part) => size + part.byteLength, 0));
  let at = 0;
  for (const part of all) {
    bytes.set(part, at);
    at += part.byteLength;
  }
  return bytes;
}
