/** Type 7: a value of a module, its parts marked. Then the name "vectorset" and ten bits of version, as 64 bits. */
const START = Buffer.from([0x07, 0x81, 0xbd, 0xe7, 0x2d, 0xa2, 0xbb, 0x1e, 0xb4]);
const VERSION_BITS = 0x03;
/** Behind the value: two bytes of RDB version, and eight of a checksum over all, order included. */
const FOOTER = 10;
const CHECKSUM = 8;
/** Element, attributes and vector of a node; numbers follow. */
const NODE_STRINGS = 3;

type Kind = 'end' | 'number' | 'string';

class Reader {
  at = START.byteLength + 1;
  readonly #dump: Buffer;

  constructor(dump: Buffer) {
    this.#dump = dump;
  }

  /** What is not read as expected is thrown as a RangeError, as Buffer does itself. */
  part(): Kind {
    const code = this.#length();
    switch (code) {
      case 0:
        return 'end';
      case 1:
      case 2:
        this.#length();
        return 'number';
      case 3:
        this.#skip(4);
        return 'number';
      case 4:
        this.#skip(8);
        return 'number';
      case 5:
        this.#string();
        return 'string';
      default:
        throw new RangeError('not a part of a module');
    }
  }

  #skip(count: number): void {
    this.at += count;
    if (this.at > this.#dump.byteLength - FOOTER) throw new RangeError('cut');
  }

  #length(): number {
    const first = this.#dump.readUInt8(this.at);
    this.#skip(1);
    const rest = this.at;
    if (first < 0x40) return first;
    if (first < 0x80) {
      this.#skip(1);
      return ((first & 0x3f) << 8) | this.#dump.readUInt8(rest);
    }
    if (first === 0x80) {
      this.#skip(4);
      return this.#dump.readUInt32BE(rest);
    }
    if (first !== 0x81) throw new RangeError('not a length');
    this.#skip(8);
    return Number(this.#dump.readBigUInt64BE(rest));
  }

  #string(): void {
    const first = this.#dump.readUInt8(this.at);
    if (first < 0xc0) {
      this.#skip(this.#length());
      return;
    }
    this.#skip(1);
    // A small integer in 1, 2 or 4 bytes, or compressed.
    if (first <= 0xc2) this.#skip(1 << (first - 0xc0));
    else if (first === 0xc3) {
      const compressed = this.#length();
      this.#length();
      this.#skip(compressed);
    } else throw new RangeError('not a string');
  }
}

/** Where nodes begin, and where the last one ends. */
function boundsOf(dump: Buffer): number[] {
  const reader = new Reader(dump);
  const bounds = [0];
  // Of the strings that stand together: a projection matrix may be before the first node's.
  let strings: number[] = [];
  for (;;) {
    const start = reader.at;
    const kind = reader.part();
    if (kind === 'string') {
      strings.push(start);
      continue;
    }
    const first = strings.at(-NODE_STRINGS);
    if (first !== undefined) bounds.push(first);
    strings = [];
    if (kind === 'end') return [...bounds, start];
  }
}

/**
 * The DUMP of a vector set without its checksum and in an order of its own, in parts: each RESTORE turns the order of
 * its nodes around. null: it is something else, or written in another way.
 */
export function orderedVectorDump(dump: Buffer): Buffer[] | null {
  const version = dump[START.byteLength];
  const isVectorSet =
    dump.subarray(0, START.byteLength - 1).equals(START.subarray(0, -1)) &&
    ((dump[START.byteLength - 1] ?? 0) & ~VERSION_BITS) === START.at(-1) &&
    version !== undefined;
  if (!isVectorSet) return null;
  try {
    const bounds = boundsOf(dump);
    const parts = bounds.slice(1).map((end, i) => dump.subarray(bounds[i], end));
    const [head = Buffer.of(), ...nodes] = parts;
    const foot = dump.subarray(bounds.at(-1), dump.byteLength - CHECKSUM);
    return [head, ...nodes.sort(Buffer.compare), foot];
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
