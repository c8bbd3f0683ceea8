import { type JsonText, parseJsonText } from '../../../../src-shared/json-text.ts';
import { toBytes } from '../../../../src-shared/redis-value.ts';
import { lineAndColumn } from '../document/json/json-layout.ts';
import { DecodeFailure } from './decoder.ts';
import { type Branch, isBranch, type Leaf, type TreeNode } from './tree-node.ts';

const INDENT = '  ';
const INTEGERS = new Set(['', 'bignum', 'int32', 'int64']);
const FLOATS = new Set(['float', 'float 16', 'float 32', 'double']);

/** What of a format JSON text says in its own way. */
export interface JsonWays {
  /** null: neither, so that JSON text does not say it. */
  readonly shapeOf: (branch: Branch) => 'object' | 'array' | null;
  /** The name of a member; null where the key is none that JSON text says. */
  readonly nameOf: (key: string | Leaf) => string | null;
}

/** Maps with names of text, and lists. */
export const PLAIN_WAYS: JsonWays = {
  shapeOf: ({ kind }) => (kind === 'map' ? 'object' : kind === 'list' ? 'array' : null),
  nameOf: (key) => (typeof key === 'string' ? key : key.kind === 'text' ? key.text : null),
};

function numberText({ text, note }: { readonly text: string; readonly note: string }): string {
  if (INTEGERS.has(note)) return text;
  if (!FLOATS.has(note)) throw new DecodeFailure(`a ${note}`);
  if (!Number.isFinite(Number(text))) throw new DecodeFailure(`the number ${text}`);
  // What is written with a fraction or an exponent is a float again.
  return /[.eE]/.test(text) ? text : `${text}.0`;
}

function leafText(leaf: Leaf): string {
  if (leaf.kind === 'bytes') throw new DecodeFailure('bytes that are not text');
  if (leaf.kind === 'number') return numberText(leaf);
  if (leaf.kind === 'time') throw new DecodeFailure('a time');
  if (leaf.note !== '') throw new DecodeFailure(leaf.note);
  if (leaf.kind === 'text') return JSON.stringify(leaf.text);
  if (leaf.kind === 'bool') return leaf.text;
  if (leaf.kind === 'null' && leaf.text !== 'undefined') return 'null';
  throw new DecodeFailure(leaf.text);
}

/** A decoded value as JSON text that says all of it; throws a DecodeFailure that names what JSON cannot say. */
export function jsonFormOf(root: TreeNode, ways: JsonWays): string {
  // The same node at two places, or inside itself, is a reference: writing it twice would be another value.
  const met = new Set<TreeNode>();
  const write = (node: TreeNode, indent: string): string => {
    if (met.has(node)) throw new DecodeFailure('a reference to another place in it');
    met.add(node);
    if (!isBranch(node)) return leafText(node);
    const shape = ways.shapeOf(node);
    if (shape === null)
      throw new DecodeFailure(node.kind === 'object' ? `an object of ${node.note}` : node.note);
    const inside = indent + INDENT;
    const members = node.entries.map(({ key, value }) => {
      if (shape === 'array') return inside + write(value, inside);
      const name = key === null || (typeof key !== 'string' && isBranch(key)) ? null : key;
      const text = name === null ? null : ways.nameOf(name);
      if (text === null) throw new DecodeFailure('a key that is not text');
      return `${inside}${JSON.stringify(text)}: ${write(value, inside)}`;
    });
    const [open, close] = shape === 'object' ? ['{', '}'] : ['[', ']'];
    return members.length === 0
      ? `${open}${close}`
      : `${open}\n${members.join(',\n')}\n${indent}${close}`;
  };
  return write(root, '');
}

/** JSON text that was typed; throws a DecodeFailure that says what is wrong with it. */
export function parsedJsonForm(text: string): JsonText {
  const parsed = parseJsonText(text);
  if (parsed.ok) return parsed.json;
  const { line, column } = lineAndColumn(text, parsed.error.offset);
  throw new DecodeFailure(`${parsed.error.message}, at line ${line}, column ${column}`);
}

/** What JSON can name and UTF-8 cannot hold would become another character without a word. */
export function utf8Of(text: string): Uint8Array {
  if (/\p{Surrogate}/u.test(text))
    throw new DecodeFailure('Text with half a character (a surrogate without its other half)');
  return toBytes(text);
}

export const isFloatSource = (source: string): boolean => /[.eE]/.test(source);

export function doubleOf(source: string): number {
  const value = Number(source);
  if (!Number.isFinite(value)) throw new DecodeFailure(`${source.slice(0, 40)} is no double`);
  return value;
}

export function tooLong(source: string, format: string): DecodeFailure {
  return new DecodeFailure(`${format} has no integer as long as ${source.slice(0, 40)}`);
}
