import { DecodeFailure } from './decoder.ts';
import type { NodeMaker, TreeNode } from './tree-node.ts';

/** Most values a pickle may have waiting, and of its memo: what is never shown counts, too. */
export class PickleStack {
  readonly #make: NodeMaker;
  #items: TreeNode[] = [];
  readonly #below: TreeNode[][] = [];
  readonly #memo = new Map<number, TreeNode>();

  constructor(make: NodeMaker) {
    this.#make = make;
  }

  /** No value is left, and no mark waits for its values. */
  get isEmpty(): boolean {
    return this.#items.length === 0 && this.#below.length === 0;
  }

  /** It keeps something, to name it again. */
  get hasKept(): boolean {
    return this.#memo.size > 0;
  }

  push(node: TreeNode): void {
    this.#items.push(node);
  }

  pop(): TreeNode {
    const node = this.#items.pop();
    if (node === undefined) throw new DecodeFailure('it takes a value where there is none');
    return node;
  }

  top(): TreeNode {
    const node = this.#items.at(-1);
    if (node === undefined) throw new DecodeFailure('it takes a value where there is none');
    return node;
  }

  mark(): void {
    this.#make.count();
    this.#below.push(this.#items);
    this.#items = [];
  }

  /** What was pushed since the last mark. */
  sinceMark(): TreeNode[] {
    const items = this.#items;
    const below = this.#below.pop();
    if (below === undefined) throw new DecodeFailure('a mark is missing');
    this.#items = below;
    return items;
  }

  /** POP takes the mark where nothing is above it. */
  drop(): void {
    if (this.#items.length === 0) this.sinceMark();
    else this.#items.pop();
  }

  remember(at: number): void {
    this.#make.count();
    this.#memo.set(at, this.top());
  }

  /** Python numbers them by how many there are. */
  memoize(): void {
    this.remember(this.#memo.size);
  }

  recall(at: number): void {
    const node = this.#memo.get(at);
    if (node === undefined) throw new DecodeFailure(`it recalls value ${at}, which was never kept`);
    this.#make.count();
    this.push(node);
  }
}
