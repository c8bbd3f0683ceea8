import { escapeBytes } from '../../../../src-shared/redis-value.ts';
import { isBranchKind } from './tree-node.ts';
import { type ShownNode, shownNode, type ValueTree } from './value-tree.ts';

/** Branches are open from the start while they are few and near the root. */
const OPEN_LEVELS = 3;
const SMALL = 50;

/** Whether a branch's members are shown; `toggled` holds those that are not as they were at first. */
export function isOpenBranch(tree: ValueTree, node: number, toggled: ReadonlySet<number>): boolean {
  const size = tree.sizes[node] ?? 0;
  if (size === 0) return false;
  const isOpenFirst = node === 0 || ((tree.levels[node] ?? 0) <= OPEN_LEVELS && size <= SMALL);
  return isOpenFirst !== toggled.has(node);
}

/** The nodes to be seen, from top to bottom. */
export function visibleRows(tree: ValueTree, toggled: ReadonlySet<number>): Uint32Array {
  const rows = new Uint32Array(tree.count);
  let count = 0;
  for (let node = 0; node < tree.count;) {
    rows[count++] = node;
    const isClosed = (tree.sizes[node] ?? 0) > 0 && !isOpenBranch(tree, node, toggled);
    node = isClosed ? (tree.nexts[node] ?? tree.count) : node + 1;
  }
  return rows.subarray(0, count);
}

/** A leaf's value as it is copied and shown. */
export function leafText(node: ShownNode, mostBytes = Number.POSITIVE_INFINITY): string {
  if (node.kind === 'bytes')
    return escapeBytes(
      node.bytes.byteLength > mostBytes ? node.bytes.subarray(0, mostBytes) : node.bytes,
    );
  return 'text' in node ? node.text : '';
}

/** The class or tag of a branch, and its mark where it is at several places. */
function branchText({ kind, note }: ShownNode): string {
  return note === '' || note.startsWith('#') ? `${kind} ${note}`.trim() : note;
}

/** More is not put on the clipboard as an outline. */
const MOST_CHARACTERS = 4_000_000;

/** A node as text: the value alone, or the outline of a branch. */
export function nodeText(tree: ValueTree, node: number): string {
  const root = shownNode(tree, node);
  if (!isBranchKind(root.kind)) return leafText(root);
  const lines: string[] = [];
  let length = 0;
  const end = tree.nexts[node] ?? tree.count;
  for (let at = node; at < end && length < MOST_CHARACTERS; at++) {
    const one = shownNode(tree, at);
    const indent = '  '.repeat((tree.levels[at] ?? 1) - (tree.levels[node] ?? 1));
    const name = one.name ?? (at === node ? '' : String(tree.places[at] ?? 0));
    const value = isBranchKind(one.kind) ? branchText(one) : leafText(one);
    const line = `${indent}${name === '' ? '' : `${name}: `}${value}`;
    lines.push(line);
    length += line.length + 1;
  }
  if (length >= MOST_CHARACTERS) lines.push('…');
  return lines.join('\n');
}
