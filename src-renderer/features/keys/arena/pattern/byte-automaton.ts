import { grown, newUint8 } from '../growing.ts';
import { anyBytes, type ByteSet, type Node, PatternError, TookTooLong } from './nodes.ts';

/** Steps of a program: a counted repetition is written out, and is not to fill memory. */
const MOST_STEPS = 20_000;
/** States made while names are read; beyond them they are made anew. */
const MOST_STATES = 2_000;

/**
 * Ends of a run: nothing can match any more, or all that follows does not matter. Other states are where their row of
 * the table begins, so that one comparison in the loop tells them apart.
 */
const DEAD = 0;
const MATCHED = 1;
const UNKNOWN = -1;

type Step =
  | { readonly kind: 'byte'; readonly of: ByteSet; next: number }
  | { readonly kind: 'fork'; to: number[] }
  | { readonly kind: 'start' | 'end'; next: number }
  | { readonly kind: 'matched' };

/**
 * Looks for a pattern in bytes, each of which is read once: no pattern takes longer than its length times theirs,
 * which a backtracking engine does not promise. States are made as they are met (as RE2 does), so most bytes cost one
 * look into a table.
 */
export class ByteAutomaton {
  readonly #steps: Step[] = [];
  readonly #entry: number;
  #sets: (readonly number[])[] = [];
  #known = new Map<string, number>();
  /** By state and byte, 256 for each state. */
  #next = new Int32Array(0);
  /** By state: it is a match if the bytes end here. */
  #matchesAtEnd = newUint8(64);
  #first = DEAD;
  /** By `performance.now`: what is not known by then throws TookTooLong. */
  deadline = Infinity;

  constructor(pattern: Node) {
    const matched = this.#add({ kind: 'matched' });
    const inside = this.#compile(pattern, matched);
    // What can only begin at the start is not tried again at every byte.
    const isAnchored = this.#reach([inside], false).length === 0;
    this.#entry = isAnchored
      ? inside
      : this.#compile({ kind: 'sequence', of: [anyBytes, pattern] }, matched);
    this.#forget();
  }

  /** Whether it is in the bytes from `from` to `to`. */
  test(bytes: Uint8Array, from: number, to: number): boolean {
    let state = this.#first;
    if (state <= MATCHED) return state === MATCHED;
    let next = this.#next;
    for (let at = from; at < to; at++) {
      const byte = bytes[at] ?? 0;
      let follows = next[state | byte] ?? UNKNOWN;
      if (follows <= MATCHED) {
        if (follows === UNKNOWN) {
          follows = this.#follow(state, byte);
          next = this.#next;
        }
        if (follows <= MATCHED) return follows === MATCHED;
      }
      state = follows;
    }
    return this.#matchesAtEnd[state >>> 8] === 1;
  }

  #add(step: Step): number {
    if (this.#steps.length >= MOST_STEPS) throw new PatternError('The pattern is too large');
    return this.#steps.push(step) - 1;
  }

  /** Steps for a part of the pattern, which go on at `next`; the first of them. */
  #compile(node: Node, next: number): number {
    switch (node.kind) {
      case 'byte':
        return this.#add({ kind: 'byte', of: node.of, next });
      case 'sequence':
        return node.of.reduceRight((after, part) => this.#compile(part, after), next);
      case 'either':
        return this.#add({ kind: 'fork', to: node.of.map((part) => this.#compile(part, next)) });
      case 'repeat':
        return this.#repeat(node, next);
      default:
        return this.#add({ kind: node.kind, next });
    }
  }

  #repeat({ of, least, most }: Extract<Node, { kind: 'repeat' }>, next: number): number {
    let first = next;
    if (most === null) {
      const fork: Step & { kind: 'fork' } = { kind: 'fork', to: [next] };
      first = this.#add(fork);
      fork.to.push(this.#compile(of, first));
    } else
      for (let i = least; i < most; i++)
        first = this.#add({ kind: 'fork', to: [next, this.#compile(of, first)] });
    for (let i = 0; i < least; i++) first = this.#compile(of, first);
    return first;
  }

  /** The steps that wait for a byte, or for the end, when one is at these. */
  #reach(from: readonly number[], isStart: boolean, isEnd = false): number[] {
    const met = new Set<number>();
    const todo = [...from];
    const found: number[] = [];
    for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
      const step = this.#steps[at];
      if (step === undefined || met.has(at)) continue;
      met.add(at);
      if (step.kind === 'fork') todo.push(...step.to);
      else if (step.kind === 'start' || (step.kind === 'end' && isEnd)) {
        if (step.kind === 'end' || isStart) todo.push(step.next);
      } else found.push(at);
    }
    return found.toSorted((a, b) => a - b);
  }

  #isMatched(reached: readonly number[]): boolean {
    return reached.some((at) => this.#steps[at]?.kind === 'matched');
  }

  /** The state of these steps, made where it is new. */
  #stateOf(from: readonly number[], isStart: boolean): number {
    const reached = this.#reach(from, isStart);
    if (reached.length === 0) return DEAD;
    if (this.#isMatched(reached)) return MATCHED;
    // What `^` lets through differs: `$^` is in an empty name alone.
    const name = `${isStart ? '^' : ''}${reached.join()}`;
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const number = this.#sets.push(reached) - 1;
    const state = number << 8;
    this.#known.set(name, state);
    this.#matchesAtEnd = grown(this.#matchesAtEnd, number + 1, newUint8);
    this.#matchesAtEnd[number] = this.#isMatched(this.#reach(from, isStart, true)) ? 1 : 0;
    const room = state + 256;
    if (room > this.#next.length) {
      const table = new Int32Array(Math.max(room, this.#next.length * 2)).fill(UNKNOWN);
      table.set(this.#next);
      this.#next = table;
    }
    return state;
  }

  #follow(state: number, byte: number): number {
    if (performance.now() > this.deadline) throw new TookTooLong();
    const from: number[] = [];
    for (const at of this.#sets[state >>> 8] ?? []) {
      const step = this.#steps[at];
      if (step?.kind === 'byte' && step.of[byte] === 1) from.push(step.next);
    }
    if (this.#sets.length >= MOST_STATES) {
      this.#forget();
      return this.#stateOf(from, false);
    }
    const next = this.#stateOf(from, false);
    this.#next[state | byte] = next;
    return next;
  }

  #forget(): void {
    this.#sets = [[], []];
    this.#known = new Map();
    this.#next = new Int32Array(64 << 8).fill(UNKNOWN);
    this.#first = this.#stateOf([this.#entry], true);
  }
}
