import {
  jsonKind,
  jsonName,
  jsonSource,
  jsonString,
  type JsonText,
  parseJsonText,
} from '../../../../src-shared/json-text.ts';
import { ByteReader } from './byte-reader.ts';
import { DecodeFailure, type Decoder, isWhole } from './decoder.ts';
import { type Branch, NodeMaker, type TreeNode } from './tree-node.ts';

type Leave = (json: JsonText, node: number) => TreeNode | null;

function leafOf(make: NodeMaker, json: JsonText, node: number): TreeNode {
  switch (jsonKind(json, node)) {
    case 'string':
      return make.text('text', jsonString(json, node));
    case 'boolean':
      return make.text('bool', jsonSource(json, node));
    case 'null':
      return make.text('null', 'null');
    default:
      return make.text('number', jsonSource(json, node));
  }
}

/** JSON text as a tree, numbers as they are written. `replace` may give another node for a value. */
export function jsonTree(make: NodeMaker, text: string, replace: Leave = () => null): TreeNode {
  const parsed = parseJsonText(text);
  if (!parsed.ok)
    throw new DecodeFailure(`${parsed.error.message} (at character ${parsed.error.offset})`);
  const { json } = parsed;
  const open: { readonly branch: Branch; readonly end: number }[] = [];
  let root: TreeNode | null = null;
  for (let node = 0; node < json.count; node++) {
    while (node >= (open.at(-1)?.end ?? json.count)) open.pop();
    const kind = jsonKind(json, node);
    const isContainer = kind === 'object' || kind === 'array';
    const value = isContainer
      ? make.branch(kind === 'object' ? 'map' : 'list')
      : (replace(json, node) ?? leafOf(make, json, node));
    const key = node === 0 ? null : jsonName(json, node);
    if (root === null) root = value;
    else open.at(-1)?.branch.entries.push({ key, value });
    if (!isContainer || !('entries' in value)) continue;
    open.push({ branch: value, end: json.nexts[node] ?? json.count });
    if (open.length > make.limits.depth)
      throw new DecodeFailure(`nested deeper than ${make.limits.depth} levels`, 'depth');
  }
  if (root === null) throw new DecodeFailure('it is empty');
  return root;
}

const decode: Decoder['decode'] = (bytes, limits) => ({
  kind: 'tree',
  root: jsonTree(new NodeMaker(limits), ByteReader.textOf(bytes, 'it')),
});

const SPACES = [0x20, 0x09, 0x0a, 0x0d];

export const json: Decoder = {
  name: 'JSON',
  sniff(bytes) {
    const first = bytes.find((byte) => !SPACES.includes(byte));
    return (first === 0x7b || first === 0x5b) && isWhole(decode, bytes);
  },
  decode,
};
