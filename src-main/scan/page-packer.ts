import type { KeyPage } from '../../src-shared/contract/keys.ts';
import { type Reply, toBuffer } from '../redis/reply.ts';

type NodeCursor = KeyPage['cursors'][number];

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
  take(at: NodeCursor, of: number | null): KeyPage {
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
    const scanned = of === null ? at.scanned : Math.min(at.scanned, of);
    return { names, ends, scanned, of, cursors: [at], done: at.done };
  }
}
