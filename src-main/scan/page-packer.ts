import type { KeyPage } from '../../src-shared/contract/keys.ts';
import { type Reply, toBuffer } from '../redis/reply.ts';

type Cursors = KeyPage['cursors'];

/** Gathers names and gives them out as one block of bytes: an object a name would cost ten times as much to send. */
export class PagePacker {
  #names: Buffer[] = [];
  #bytes = 0;

  get size(): number {
    return this.#names.length;
  }

  add(names: readonly Reply[]): void {
    for (const reply of names) {
      const name = toBuffer(reply);
      this.#names.push(name);
      this.#bytes += name.byteLength;
    }
  }

  /** What was gathered since the last page. */
  take(cursors: Cursors, of: number | null, done: boolean): Omit<KeyPage, 'isAnew'> {
    // Memory of its own, of exactly this size: sending a view would send all that is behind it.
    const names = new Uint8Array(this.#bytes);
    const ends = new Uint32Array(this.#names.length);
    let end = 0;
    this.#names.forEach((name, i) => {
      names.set(name, end);
      end += name.byteLength;
      ends[i] = end;
    });
    this.#names = [];
    this.#bytes = 0;
    const walked = cursors.reduce((sum, one) => sum + one.scanned, 0);
    const scanned = of === null ? walked : Math.min(walked, of);
    return { names, ends, scanned, of, cursors, done };
  }
}
