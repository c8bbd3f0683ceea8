import {
  anyByte,
  anyBytes,
  byteRange,
  type ByteSet,
  end,
  literal,
  type Node,
  start,
} from './nodes.ts';

const STAR = 0x2a;
const MARK = 0x3f;
const OPEN = 0x5b;
const CLOSE = 0x5d;
const BACKSLASH = 0x5c;
const CARET = 0x5e;
const DASH = 0x2d;

/** A glob as Redis reads it (stringmatchlen), also where it is odd: a class that is not closed ends with the pattern. */
export function globNode(glob: Uint8Array): Node {
  const of: Node[] = [start];
  for (let i = 0; i < glob.length; i++) {
    const byte = glob[i] ?? 0;
    if (byte === STAR) of.push(anyBytes);
    else if (byte === MARK) of.push(anyByte);
    else if (byte === OPEN) {
      const { set, last } = classAt(glob, i + 1);
      of.push({ kind: 'byte', of: set });
      i = last;
    } else if (byte === BACKSLASH && i + 1 < glob.length) of.push(literal([glob[++i] ?? 0]));
    else of.push(literal([byte]));
  }
  return { kind: 'sequence', of: [...of, end] };
}

/** The class whose first byte after `[` is at `from`, and where its `]` is. */
function classAt(glob: Uint8Array, from: number): { readonly set: ByteSet; readonly last: number } {
  const isNegated = glob[from] === CARET;
  const set = new Uint8Array(256);
  let i = isNegated ? from + 1 : from;
  for (; i < glob.length; i++) {
    const byte = glob[i] ?? 0;
    if (byte === BACKSLASH && i + 1 < glob.length) set[glob[++i] ?? 0] = 1;
    else if (byte === CLOSE) break;
    else if (i + 2 < glob.length && glob[i + 1] === DASH) {
      const to = glob[i + 2] ?? 0;
      byteRange(Math.min(byte, to), Math.max(byte, to)).forEach((is, at) => {
        if (is === 1) set[at] = 1;
      });
      i += 2;
    } else set[byte] = 1;
  }
  return { set: isNegated ? set.map((is) => 1 - is) : set, last: i };
}
