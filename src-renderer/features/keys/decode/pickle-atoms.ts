import type { ByteReader } from './byte-reader.ts';
import { DecodeFailure } from './decoder.ts';
import { pickleLong, pickleText } from './pickle-objects.ts';
import { lineOf, quotedBytes, rawUnicode } from './pickle-text.ts';
import type { NodeMaker, TreeNode } from './tree-node.ts';

/** In decimal; Python 2 wrote its booleans so, too. */
function integer(reader: ByteReader, make: NodeMaker): TreeNode {
  const line = lineOf(reader);
  if (line === '00' || line === '01') return make.text('bool', line === '01' ? 'True' : 'False');
  if (!/^-?\d{1,5000}L?$/.test(line)) throw new DecodeFailure('an integer that is none');
  return make.text('number', line.replace('L', ''));
}

/** As Python's repr() writes it. */
function floatLine(reader: ByteReader): string {
  const line = lineOf(reader);
  if (!/^-?(?:\d+(?:\.\d+)?(?:e[-+]?\d+)?|inf|nan)$/.test(line))
    throw new DecodeFailure('a number that is none');
  return line;
}

/** The value that an instruction holds in itself; null where it is another kind of instruction. */
export function pickleAtom(op: string, reader: ByteReader, make: NodeMaker): TreeNode | null {
  switch (op) {
    case 'N':
      return make.text('null', 'None');
    case '\x88':
      return make.text('bool', 'True');
    case '\x89':
      return make.text('bool', 'False');
    case 'I':
    case 'L':
      return integer(reader, make);
    case 'J':
      return make.number(reader.i32(true));
    case 'K':
      return make.number(reader.u8());
    case 'M':
      return make.number(reader.u16(true));
    case '\x8a':
      return pickleLong(make, reader.take(reader.u8()));
    case '\x8b':
      return pickleLong(make, reader.take(reader.i32(true)));
    case 'F':
      return make.text('number', floatLine(reader), 'float');
    case 'G':
      return make.number(reader.f64(), 'float');
    default:
      return string(op, reader, make);
  }
}

function string(op: string, reader: ByteReader, make: NodeMaker): TreeNode | null {
  switch (op) {
    case 'S':
      return make.bytes(quotedBytes(lineOf(reader)), 'str of Python 2');
    case 'T':
      return make.bytes(reader.take(reader.i32(true)), 'str of Python 2');
    case 'U':
      return make.bytes(reader.take(reader.u8()), 'str of Python 2');
    case 'B':
      return make.bytes(reader.take(reader.u32(true)));
    case 'C':
      return make.bytes(reader.take(reader.u8()));
    case '\x8e':
      return make.bytes(reader.take(reader.u64(true)));
    case '\x96':
      return make.bytes(reader.take(reader.u64(true)), 'bytearray');
    case 'V':
      return make.text('text', rawUnicode(lineOf(reader)));
    case 'X':
      return pickleText(make, reader.take(reader.u32(true)));
    case '\x8c':
      return pickleText(make, reader.take(reader.u8()));
    case '\x8d':
      return pickleText(make, reader.take(reader.u64(true)));
    default:
      return null;
  }
}
