import type { KeyPage } from '../../src-shared/contract/keys.ts';
import { type Reply, toBuffer } from '../redis/reply.ts';
import { packNames } from './page-names.ts';

type Cursors = KeyPage['cursors'];

/** Gathers names and gives them out as one block of bytes: an object a name would cost ten times as much to send. */
export class PagePacker {
  #names: Buffer[] = [];

  get size(): number {
    return this.#names.length;
  }

  add(names: readonly Reply[]): void {
    for (const reply of names) this.#names.push(toBuffer(reply));
  }

  /** What was gathered since the last page. */
  take(cursors: Cursors, of: number | null, done: boolean): Omit<KeyPage, 'isAnew'> {
    const { names, ends } = packNames(this.#names);
    this.#names = [];
    const walked = cursors.reduce((sum, one) => sum + one.scanned, 0);
    const scanned = of === null ? walked : Math.min(walked, of);
    return { names, ends, scanned, of, cursors, done };
  }
}
