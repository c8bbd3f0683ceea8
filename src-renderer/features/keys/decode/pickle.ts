import { ByteReader } from './byte-reader.ts';
import { DECODE_LIMITS, DecodeFailure, type Decoder, isWhole } from './decoder.ts';
import { pickleAtom } from './pickle-atoms.ts';
import { appendNodes, buildNode, callNode, GLOBAL, setNodes } from './pickle-objects.ts';
import { PickleStack } from './pickle-stack.ts';
import { lineOf } from './pickle-text.ts';
import { type BranchKind, isBranch, NodeMaker, type TreeNode } from './tree-node.ts';

/** All that Python writes in protocol 0. */
const TEXT_INSTRUCTIONS: ReadonlySet<string> = new Set('(012FILNPRSVabcdgilpst');

/** Python's pickle machine over symbols: classes and calls are named, never looked up. */
class Machine {
  readonly #reader: ByteReader;
  readonly #make: NodeMaker;
  readonly #stack: PickleStack;

  constructor(bytes: Uint8Array, make: NodeMaker) {
    this.#reader = new ByteReader(bytes);
    this.#make = make;
    this.#stack = new PickleStack(make);
  }

  run(): TreeNode {
    this.#toStop(null);
    return this.#stack.pop();
  }

  /** Whether it is one value and nothing else, in instructions that are text, some of what it holds kept as Python does. */
  isTextual(): boolean {
    this.#toStop(TEXT_INSTRUCTIONS);
    const root = this.#stack.pop();
    // A text or a class alone could as well be a few lines of prose.
    const isTold = isBranch(root) || root.kind !== 'text';
    return isTold && this.#stack.isEmpty && this.#stack.hasKept;
  }

  #toStop(allowed: ReadonlySet<string> | null): void {
    for (;;) {
      const op = String.fromCharCode(this.#reader.u8());
      if (op === '.') break;
      if (allowed?.has(op) === false) throw new DecodeFailure('an instruction of a later protocol');
      if (this.#atom(op) || this.#container(op) || this.#object(op) || this.#machine(op)) continue;
      throw new DecodeFailure(`an instruction that pickle does not have (${JSON.stringify(op)})`);
    }
    this.#reader.expectEnd();
  }

  #index(): number {
    const line = this.#line();
    if (!/^\d{1,10}$/.test(line)) throw new DecodeFailure('a place in its memo that is no number');
    return Number(line);
  }

  #push(node: TreeNode): true {
    this.#stack.push(node);
    return true;
  }

  #line(): string {
    return lineOf(this.#reader);
  }

  #atom(op: string): boolean {
    const atom = pickleAtom(op, this.#reader, this.#make);
    return atom !== null && this.#push(atom);
  }

  #filled(kind: BranchKind, note: string, items: readonly TreeNode[]): true {
    const branch = this.#make.branch(kind, note);
    if (kind === 'map') setNodes(branch, items);
    else appendNodes(branch, items);
    return this.#push(branch);
  }

  #last(count: number): TreeNode[] {
    return Array.from({ length: count }, () => this.#stack.pop()).toReversed();
  }

  #container(op: string): boolean {
    const stack = this.#stack;
    switch (op) {
      case ']':
        return this.#filled('list', '', []);
      case 'l':
        return this.#filled('list', '', stack.sinceMark());
      case ')':
        return this.#filled('list', 'tuple', []);
      case 't':
        return this.#filled('list', 'tuple', stack.sinceMark());
      case '\x85':
        return this.#filled('list', 'tuple', this.#last(1));
      case '\x86':
        return this.#filled('list', 'tuple', this.#last(2));
      case '\x87':
        return this.#filled('list', 'tuple', this.#last(3));
      case '}':
        return this.#filled('map', '', []);
      case 'd':
        return this.#filled('map', '', stack.sinceMark());
      case '\x8f':
        return this.#filled('list', 'set', []);
      case '\x91':
        return this.#filled('list', 'frozenset', stack.sinceMark());
      default:
        return this.#fill(op);
    }
  }

  #fill(op: string): boolean {
    const stack = this.#stack;
    switch (op) {
      case 'a':
      case 'e':
      case '\x90': {
        const items = op === 'a' ? this.#last(1) : stack.sinceMark();
        appendNodes(stack.top(), items);
        return true;
      }
      case 's':
      case 'u': {
        const items = op === 's' ? this.#last(2) : stack.sinceMark();
        setNodes(stack.top(), items);
        return true;
      }
      default:
        return false;
    }
  }

  #global(module: TreeNode, name: TreeNode): TreeNode {
    const word = (node: TreeNode): string => ('text' in node ? node.text : '?');
    return this.#make.text('text', `${word(module)}.${word(name)}`, GLOBAL);
  }

  #named(): TreeNode {
    const make = this.#make;
    const module = make.text('text', this.#line());
    return this.#global(module, make.text('text', this.#line()));
  }

  /** An argument list of what was pushed since the mark. */
  #tuple(items: readonly TreeNode[]): TreeNode {
    const tuple = this.#make.branch('list', 'tuple');
    appendNodes(tuple, items);
    return tuple;
  }

  #object(op: string): boolean {
    const stack = this.#stack;
    const make = this.#make;
    switch (op) {
      case 'c':
        return this.#push(this.#named());
      case '\x93': {
        const [module, name] = [stack.pop(), stack.pop()].toReversed();
        if (module === undefined || name === undefined) return false;
        return this.#push(this.#global(module, name));
      }
      case 'i': {
        const args = stack.sinceMark();
        return this.#push(callNode(make, this.#named(), this.#tuple(args)));
      }
      case 'o': {
        const [callee, ...args] = stack.sinceMark();
        if (callee === undefined) throw new DecodeFailure('an object without its class');
        return this.#push(callNode(make, callee, this.#tuple(args)));
      }
      case 'R':
      case '\x81': {
        const args = stack.pop();
        return this.#push(callNode(make, stack.pop(), args));
      }
      case '\x92': {
        const keywords = stack.pop();
        const args = stack.pop();
        return this.#push(callNode(make, stack.pop(), args, keywords));
      }
      case 'b': {
        const state = stack.pop();
        buildNode(stack.top(), state);
        return true;
      }
      default:
        return this.#outside(op);
    }
  }

  /** What a pickle says is found elsewhere. */
  #outside(op: string): boolean {
    const make = this.#make;
    const reader = this.#reader;
    switch (op) {
      case 'P':
        return this.#push(make.text('ref', this.#line(), 'persistent id'));
      case 'Q':
        return this.#filled('tagged', 'persistent id', this.#last(1));
      case '\x82':
        return this.#push(make.text('ref', String(reader.u8()), 'extension'));
      case '\x83':
        return this.#push(make.text('ref', String(reader.u16(true)), 'extension'));
      case '\x84':
        return this.#push(make.text('ref', String(reader.i32(true)), 'extension'));
      case '\x97':
        return this.#push(make.text('ref', 'next', 'buffer outside of the pickle'));
      default:
        return false;
    }
  }

  #machine(op: string): boolean {
    const stack = this.#stack;
    const reader = this.#reader;
    switch (op) {
      case '\x80':
        if (reader.u8() > 5) throw new DecodeFailure('a protocol later than 5');
        return true;
      case '\x95':
        reader.take(8);
        return true;
      case '(':
        stack.mark();
        return true;
      case '0':
        stack.drop();
        return true;
      case '1':
        stack.sinceMark();
        return true;
      case '2':
        this.#make.count();
        return this.#push(stack.top());
      case '\x98':
        return true;
      default:
        return this.#memo(op);
    }
  }

  #memo(op: string): boolean {
    const stack = this.#stack;
    const reader = this.#reader;
    switch (op) {
      case 'p':
        stack.remember(this.#index());
        return true;
      case 'q':
        stack.remember(reader.u8());
        return true;
      case 'r':
        stack.remember(reader.u32(true));
        return true;
      case '\x94':
        stack.memoize();
        return true;
      case 'g':
        stack.recall(this.#index());
        return true;
      case 'h':
        stack.recall(reader.u8());
        return true;
      case 'j':
        stack.recall(reader.u32(true));
        return true;
      default:
        return false;
    }
  }
}

const decode: Decoder['decode'] = (bytes, limits) => ({
  kind: 'tree',
  root: new Machine(bytes, new NodeMaker(limits)).run(),
});

const hasProtocol = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x80 &&
  (bytes[1] ?? 0) >= 2 &&
  (bytes[1] ?? 0) <= 5 &&
  bytes.at(-1) === 0x2e &&
  bytes.byteLength > 3;

/** How protocol 0 begins what is more than a string: with a mark or a class. */
const TEXT_BEGINNINGS: ReadonlySet<number> = new Set(['(', 'c'].map((op) => op.charCodeAt(0)));

/** Protocol 0 has no mark of its own: all of it has to be a program that leaves one value. */
function isTextual(bytes: Uint8Array): boolean {
  if (bytes.at(-1) !== 0x2e || !TEXT_BEGINNINGS.has(bytes[0] ?? 0)) return false;
  try {
    return new Machine(bytes, new NodeMaker(DECODE_LIMITS)).isTextual();
  } catch (thrown) {
    if (thrown instanceof DecodeFailure) return false;
    throw thrown;
  }
}

/** Protocol 1 looks like nothing else, and like nothing: it is read by choice. */
export const pickle: Decoder = {
  name: 'pickle',
  sniff: (bytes) => (hasProtocol(bytes) ? isWhole(decode, bytes) : isTextual(bytes)),
  decode,
};

/** Flask-Caching (cachelib) puts `!` before its pickles, to tell them from plain integers. */
export const cachelib: Decoder = {
  name: 'cachelib',
  sniff: (bytes) => bytes[0] === 0x21 && hasProtocol(bytes.subarray(1)),
  decode(bytes) {
    if (bytes[0] !== 0x21) throw new DecodeFailure('it does not begin with !');
    return { kind: 'bytes', bytes: bytes.slice(1) };
  },
};
