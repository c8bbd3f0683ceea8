import { toUtf8 } from '../../../../src-shared/redis-value.ts';
import { DecodeFailure } from './decoder.ts';
import { type Branch, isBranch, type NodeMaker, type TreeNode } from './tree-node.ts';

/** The mark of a class or function that a pickle only names. */
export const GLOBAL = 'global';

const textOf = (node: TreeNode | undefined): string | null =>
  node !== undefined && 'text' in node ? node.text : null;

const listItems = (node: TreeNode): readonly TreeNode[] =>
  isBranch(node) ? node.entries.map(({ value }) => value) : [node];

/** The ten bytes inside a datetime, as Python's datetime module packs them. */
function datetimeOf(make: NodeMaker, node: TreeNode | undefined): TreeNode | null {
  if (node?.kind !== 'bytes' || node.bytes.byteLength !== 10) return null;
  const view = new DataView(node.bytes.buffer, node.bytes.byteOffset, 10);
  // The top bit of the month is "fold": the second time around when clocks go back.
  const month = view.getUint8(2) & 0x7f;
  const micros = (view.getUint16(7) << 8) | view.getUint8(9);
  const [day, hour, minute, second] = [3, 4, 5, 6].map((at) => view.getUint8(at));
  const two = (value: number | undefined): string => String(value ?? 0).padStart(2, '0');
  const fraction = micros === 0 ? '' : `.${String(micros).padStart(6, '0')}`;
  const date = `${String(view.getUint16(0)).padStart(4, '0')}-${two(month)}-${two(day)}`;
  const text = `${date}T${two(hour)}:${two(minute)}:${two(second)}${fraction}`;
  return make.text('time', text, 'datetime.datetime, no zone');
}

/** What a call would make, where that is plain data; else null. Nothing is ever called. */
function plainResult(make: NodeMaker, callee: string, args: readonly TreeNode[]): TreeNode | null {
  const [first] = args;
  if (callee === 'datetime.datetime' && args.length === 1) return datetimeOf(make, first);
  const text = textOf(first);
  if (callee === 'decimal.Decimal' && args.length === 1 && text !== null)
    return make.text('number', text, callee);
  if (callee === '_codecs.encode' && args.length === 2 && text !== null) {
    // How protocols 0 to 2 of Python 3 write bytes.
    if (textOf(args[1]) !== 'latin1' || /[\u0100-\uffff]/.test(text)) return null;
    return make.bytes(Uint8Array.from(text, (character) => character.charCodeAt(0)));
  }
  return null;
}

/** An object as its class and what it would be called with. */
export function callNode(
  make: NodeMaker,
  callee: TreeNode,
  args: TreeNode,
  keywords?: TreeNode,
): TreeNode {
  const name = textOf(callee);
  const items = listItems(args);
  if (name !== null && keywords === undefined) {
    const plain = plainResult(make, name, items);
    if (plain !== null) return plain;
  }
  const object = make.branch('object', name ?? 'a call');
  if (name === null) object.entries.push({ key: 'called', value: callee });
  if (!isBranch(args) || items.length > 0) object.entries.push({ key: 'arguments', value: args });
  if (keywords !== undefined) object.entries.push({ key: 'keywords', value: keywords });
  return object;
}

function branchOf(node: TreeNode): Branch {
  if (!isBranch(node)) throw new DecodeFailure('it fills a value that holds nothing');
  return node;
}

/** BUILD: what an object would be given as its state. */
export function buildNode(target: TreeNode, state: TreeNode): void {
  branchOf(target).entries.push({ key: 'state', value: state });
}

export function appendNodes(target: TreeNode, items: readonly TreeNode[]): void {
  const { entries } = branchOf(target);
  for (const value of items) entries.push({ key: null, value });
}

export function setNodes(target: TreeNode, items: readonly TreeNode[]): void {
  const { entries } = branchOf(target);
  if (items.length % 2 !== 0) throw new DecodeFailure('a key without its value');
  for (let at = 0; at < items.length; at += 2) {
    const [key, value] = [items[at], items[at + 1]];
    if (key !== undefined && value !== undefined) entries.push({ key, value });
  }
}

/** Text of a pickle; Python keeps lone surrogates, which UTF-8 does not have. */
export function pickleText(make: NodeMaker, bytes: Uint8Array): TreeNode {
  const text = toUtf8(bytes);
  return text === null ? make.bytes(bytes, 'text, not UTF-8') : make.text('text', text);
}

/** A little-endian two's complement of any length. */
export function pickleLong(make: NodeMaker, bytes: Uint8Array): TreeNode {
  if (bytes.byteLength === 0) return make.number(0);
  const isNegative = (bytes.at(-1) ?? 0) >= 0x80;
  const bits = BigInt(bytes.byteLength * 8);
  return make.bigInteger(bytes.toReversed(), (value) =>
    isNegative ? value - (1n << bits) : value,
  );
}
