import { DecodeFailure, type DecodeLimits } from './decoder.ts';

export const BRANCH_KINDS = ['map', 'list', 'object', 'tagged'] as const;
export type BranchKind = (typeof BRANCH_KINDS)[number];
export const TEXT_KINDS = ['text', 'number', 'bool', 'null', 'time', 'ref'] as const;
export type TextKind = (typeof TEXT_KINDS)[number];

export type Leaf =
  /** A number is its digits; a reference is the mark of a branch elsewhere. */
  | { readonly kind: TextKind; readonly text: string; readonly note: string }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array; readonly note: string };

export interface Entry {
  /** A name, a key of any kind, or none: an element. */
  readonly key: string | TreeNode | null;
  readonly value: TreeNode;
}

/** A branch is filled while it is read; the same one may be at several places, and inside itself. */
export interface Branch {
  readonly kind: BranchKind;
  /** The class of an object, the tag of a tagged value. */
  note: string;
  readonly entries: Entry[];
}

export type TreeNode = Leaf | Branch;

export function isBranchKind(kind: string): kind is BranchKind {
  return BRANCH_KINDS.some((one) => one === kind);
}

export function isBranch(node: TreeNode): node is Branch {
  return 'entries' in node;
}

/** Longer integers are shown as bytes: turning them into digits takes the square of their length. */
const INTEGER_BYTES = 1_024;

/** Makes the nodes of one value, and stops where there are too many or they are too deep. */
export class NodeMaker {
  readonly limits: DecodeLimits;
  #count = 0;
  #depth = 0;

  constructor(limits: DecodeLimits) {
    this.limits = limits;
  }

  count(): void {
    this.#count += 1;
    if (this.#count > this.limits.nodes)
      throw new DecodeFailure(`more than ${this.limits.nodes} values inside`, 'nodes');
  }

  text(kind: TextKind, text: string, note = ''): Leaf {
    this.count();
    return { kind, text, note };
  }

  bytes(bytes: Uint8Array, note = ''): Leaf {
    this.count();
    return { kind: 'bytes', bytes, note };
  }

  branch(kind: BranchKind, note = ''): Branch {
    this.count();
    return { kind, note, entries: [] };
  }

  number(value: number | bigint, note = ''): Leaf {
    return this.text('number', Object.is(value, -0) ? '-0' : String(value), note);
  }

  /** An integer of any length, most significant byte first. */
  bigInteger(bytes: Uint8Array, toValue: (magnitude: bigint) => bigint, note = ''): Leaf {
    if (bytes.byteLength > INTEGER_BYTES) return this.bytes(bytes, `integer${note && `, ${note}`}`);
    let hex = '0x0';
    for (const byte of bytes) hex += byte.toString(16).padStart(2, '0');
    return this.number(toValue(BigInt(hex)), note);
  }

  /** Milliseconds since 1970; no time where no calendar goes. */
  time(milliseconds: number, note: string): Leaf {
    const date = new Date(milliseconds);
    if (Number.isNaN(date.getTime())) return this.text('number', String(milliseconds), note);
    return this.text('time', date.toISOString(), note);
  }

  /** What is inside a branch. The count of levels keeps every parser's own recursion short. */
  inside<T>(read: () => T): T {
    this.#depth += 1;
    if (this.#depth > this.limits.depth)
      throw new DecodeFailure(`nested deeper than ${this.limits.depth} levels`, 'depth');
    const result = read();
    this.#depth -= 1;
    return result;
  }
}
