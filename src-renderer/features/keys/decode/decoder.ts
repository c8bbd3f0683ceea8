import { DECODE_STEPS } from '../../../../src-shared/decoder-names.ts';
import type { TreeNode } from './tree-node.ts';

export interface DecodeLimits {
  /** What one step may unpack or show. */
  readonly outputBytes: number;
  readonly depth: number;
  readonly nodes: number;
  /** Formats inside each other. */
  readonly steps: number;
  readonly milliseconds: number;
}

/** A value in a key is somebody else's: small enough to look at, or it is refused with a reason. */
export const DECODE_LIMITS: DecodeLimits = {
  outputBytes: 16_777_216,
  depth: 512,
  nodes: 200_000,
  steps: DECODE_STEPS,
  milliseconds: 2_000,
};

/** Bytes again, where another decoder goes on, or a tree of plain data in which nothing is constructed. */
export type Decoded =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'tree'; readonly root: TreeNode };

export interface Decoder {
  readonly name: string;
  /** Recognised only to offer a view of it: what it shows says no more than the text. */
  readonly isHint?: boolean;
  /** Whether the bytes are surely of this format; never true for one that is used by choice only. */
  readonly sniff: (bytes: Uint8Array) => boolean;
  /** Throws a DecodeFailure. */
  readonly decode: (bytes: Uint8Array, limits: DecodeLimits) => Decoded;
}

/** Why bytes were not decoded. The limit that was met, where it was one. */
export class DecodeFailure extends Error {
  readonly limit: 'output' | 'depth' | 'nodes' | 'steps' | null;

  constructor(reason: string, limit: DecodeFailure['limit'] = null) {
    super(reason);
    this.name = 'DecodeFailure';
    this.limit = limit;
  }
}

/** Whether the whole of the bytes is of a format; so is what is only nested too deep. */
export function isWhole(decode: Decoder['decode'], bytes: Uint8Array): boolean {
  try {
    decode(bytes, DECODE_LIMITS);
    return true;
  } catch (thrown) {
    if (thrown instanceof DecodeFailure) return thrown.limit === 'depth';
    throw thrown;
  }
}
