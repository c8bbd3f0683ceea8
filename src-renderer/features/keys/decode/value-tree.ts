import { escapeBytes } from '../../../../src-shared/redis-value.ts';
import { DecodeFailure, type DecodeLimits } from './decoder.ts';
import {
  type Branch,
  BRANCH_KINDS,
  type BranchKind,
  type Entry,
  isBranch,
  TEXT_KINDS,
  type TextKind,
  type TreeNode,
} from './tree-node.ts';

const KINDS = [...BRANCH_KINDS, ...TEXT_KINDS, 'bytes'] as const;
type Kind = (typeof KINDS)[number];

/** A decoded value in columns: it crosses from the worker in a few pieces, whatever it holds. */
export interface ValueTree {
  readonly count: number;
  readonly kinds: Uint8Array;
  readonly levels: Uint16Array;
  /** The root is its own. */
  readonly parents: Uint32Array;
  /** The first node that is not inside this one. */
  readonly nexts: Uint32Array;
  readonly sizes: Uint32Array;
  readonly places: Uint32Array;
  /** 1: the name is a key; 2: an element, whose name is its place. */
  readonly nameKinds: Uint8Array;
  /** Where name, note and text of each node end in `text`, which holds them one after the other. */
  readonly ends: Uint32Array;
  readonly text: string;
  readonly byteEnds: Uint32Array;
  readonly bytes: Uint8Array;
}

interface NodeHead {
  /** null: an element of a list, or the root. */
  readonly name: string | null;
  readonly note: string;
}

/** One node, read out of the columns. */
export type ShownNode = NodeHead &
  (
    | { readonly kind: BranchKind; readonly size: number }
    | { readonly kind: TextKind; readonly text: string }
    | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  );

/** A node by its index. */
export function shownNode(tree: ValueTree, index: number): ShownNode {
  const start = index === 0 ? 0 : (tree.ends[index * 3 - 1] ?? 0);
  const nameEnd = tree.ends[index * 3] ?? start;
  const noteEnd = tree.ends[index * 3 + 1] ?? nameEnd;
  const name = tree.nameKinds[index] === 1 ? tree.text.slice(start, nameEnd) : null;
  const note = tree.text.slice(nameEnd, noteEnd);
  const kind = KINDS[tree.kinds[index] ?? 0] ?? 'null';
  switch (kind) {
    case 'map':
    case 'list':
    case 'object':
    case 'tagged':
      return { kind, name, note, size: tree.sizes[index] ?? 0 };
    case 'bytes': {
      const from = index === 0 ? 0 : (tree.byteEnds[index - 1] ?? 0);
      return { kind, name, note, bytes: tree.bytes.subarray(from, tree.byteEnds[index]) };
    }
    default:
      return { kind, name, note, text: tree.text.slice(noteEnd, tree.ends[index * 3 + 2]) };
  }
}

/** Lays a tree out in columns. A branch met again, or inside itself, becomes a reference to its first place. */
class Columns {
  readonly #limits: DecodeLimits;
  readonly #kinds: number[] = [];
  readonly #levels: number[] = [];
  readonly #parents: number[] = [];
  readonly #nexts: number[] = [];
  readonly #sizes: number[] = [];
  readonly #places: number[] = [];
  readonly #nameKinds: number[] = [];
  readonly #ends: number[] = [];
  readonly #texts: string[] = [];
  #textLength = 0;
  readonly #byteEnds: number[] = [];
  readonly #blobs: Uint8Array[] = [];
  #byteLength = 0;
  readonly #marks: ReadonlyMap<Branch, string>;
  readonly #placed = new Set<Branch>();

  constructor(limits: DecodeLimits, marks: ReadonlyMap<Branch, string>) {
    this.#limits = limits;
    this.#marks = marks;
  }

  #write(text: string): void {
    this.#texts.push(text);
    this.#textLength += text.length;
    if (this.#textLength + this.#byteLength > this.#limits.outputBytes)
      throw new DecodeFailure(`more than ${this.#limits.outputBytes} bytes inside`, 'output');
    this.#ends.push(this.#textLength);
  }

  #row(kind: Kind, name: string | null, note: string, text: string, at: Place): number {
    const index = this.#kinds.length;
    if (index >= this.#limits.nodes)
      throw new DecodeFailure(`more than ${this.#limits.nodes} values inside`, 'nodes');
    if (at.level > this.#limits.depth)
      throw new DecodeFailure(`nested deeper than ${this.#limits.depth} levels`, 'depth');
    this.#kinds.push(KINDS.indexOf(kind));
    this.#levels.push(at.level);
    this.#parents.push(at.parent);
    this.#places.push(at.place);
    this.#nexts.push(index + 1);
    this.#sizes.push(0);
    this.#nameKinds.push(name === null ? 2 : 1);
    this.#write(name ?? '');
    this.#write(note);
    this.#write(text);
    this.#byteEnds.push(this.#byteLength);
    return index;
  }

  add(node: TreeNode, name: string | null, at: Place): void {
    if (isBranch(node)) this.#addBranch(node, name, at);
    else if (node.kind === 'bytes') {
      this.#byteLength += node.bytes.byteLength;
      this.#blobs.push(node.bytes);
      this.#row('bytes', name, node.note, '', at);
    } else this.#row(node.kind, name, node.note, node.text, at);
  }

  #addBranch(branch: Branch, name: string | null, at: Place): void {
    const mark = this.#marks.get(branch);
    if (mark !== undefined && this.#placed.has(branch)) {
      this.#row('ref', name, branch.note, mark, at);
      return;
    }
    this.#placed.add(branch);
    const note = [branch.note, mark ?? ''].filter(Boolean).join(' ');
    const index = this.#row(branch.kind, name, note, '', at);
    this.#sizes[index] = branch.entries.length;
    let place = 0;
    for (const entry of branch.entries)
      this.#addEntry(entry, { level: at.level + 1, parent: index, place: place++ });
    this.#nexts[index] = this.#kinds.length;
  }

  #addEntry({ key, value }: Entry, at: Place): void {
    if (key === null || typeof key === 'string') this.add(value, key, at);
    else if (isBranch(key)) {
      // A key that is itself a list or an object: both parts in a pair.
      const index = this.#row('list', null, 'key and value', '', at);
      this.#sizes[index] = 2;
      this.add(key, 'key', { level: at.level + 1, parent: index, place: 0 });
      this.add(value, 'value', { level: at.level + 1, parent: index, place: 1 });
      this.#nexts[index] = this.#kinds.length;
    } else this.add(value, key.kind === 'bytes' ? escapeBytes(key.bytes) : key.text, at);
  }

  finish(): ValueTree {
    const bytes = new Uint8Array(this.#byteLength);
    let at = 0;
    for (const blob of this.#blobs) {
      bytes.set(blob, at);
      at += blob.byteLength;
    }
    return {
      count: this.#kinds.length,
      kinds: Uint8Array.from(this.#kinds),
      levels: Uint16Array.from(this.#levels),
      parents: Uint32Array.from(this.#parents),
      nexts: Uint32Array.from(this.#nexts),
      sizes: Uint32Array.from(this.#sizes),
      places: Uint32Array.from(this.#places),
      nameKinds: Uint8Array.from(this.#nameKinds),
      ends: Uint32Array.from(this.#ends),
      text: this.#texts.join(''),
      byteEnds: Uint32Array.from(this.#byteEnds),
      bytes,
    };
  }
}

interface Place {
  readonly level: number;
  readonly parent: number;
  readonly place: number;
}

/** Branches that are there more than once, each with its mark. */
function findShared(root: TreeNode): ReadonlyMap<Branch, string> {
  const met = new Set<Branch>();
  const marks = new Map<Branch, string>();
  const open: TreeNode[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (!isBranch(node)) continue;
    if (met.has(node)) {
      if (!marks.has(node)) marks.set(node, `#${marks.size + 1}`);
      continue;
    }
    met.add(node);
    for (const { key, value } of node.entries) {
      if (key !== null && typeof key !== 'string') open.push(key);
      open.push(value);
    }
  }
  return marks;
}

/** A tree in columns; fails where it is too deep, too long, or has too many nodes. */
export function layOutTree(root: TreeNode, limits: DecodeLimits): ValueTree {
  const columns = new Columns(limits, findShared(root));
  columns.add(root, null, { level: 1, parent: 0, place: 0 });
  return columns.finish();
}
