import type { MessageBatch } from '../../../src-shared/contract/pubsub.ts';
import type { PushedMessage } from '../../redis/push-parser.ts';

type ChannelTotals = MessageBatch['channels'];

/** Exact totals by channel of a pattern's tail; the channels beyond `most` are counted together. */
export class ChannelCounts {
  #most: number;
  #indexes = new Map<string, number>();
  #totals: number[] = [];
  #added: Uint8Array<ArrayBuffer>[] = [];
  #changed: number[] = [];
  #isChanged: boolean[] = [];
  #elsewhere = 0;
  #lastName = new Uint8Array(0);
  #lastIndex: number | null = null;

  constructor(most: number) {
    this.#most = most;
  }

  add(message: PushedMessage): void {
    const index = this.#isLast(message) ? this.#lastIndex : this.#indexOf(message);
    if (index === null) {
      this.#elsewhere++;
      return;
    }
    this.#totals[index] = (this.#totals[index] ?? 0) + 1;
    if (this.#isChanged[index] === true) return;
    this.#isChanged[index] = true;
    this.#changed.push(index);
  }

  /** What changed since last asked. */
  take(): ChannelTotals {
    const taken: ChannelTotals = {
      added: this.#added,
      changed: Uint32Array.from(this.#changed),
      totals: Float64Array.from(this.#changed, (index) => this.#totals[index] ?? 0),
      elsewhere: this.#elsewhere,
    };
    for (const index of this.#changed) this.#isChanged[index] = false;
    this.#changed = [];
    this.#added = [];
    return taken;
  }

  /** Messages mostly come many of a channel together: comparing is cheaper than making a string of each name. */
  #isLast({ bytes, channelStart, channelEnd }: PushedMessage): boolean {
    const name = this.#lastName;
    if (this.#lastIndex === null || channelEnd - channelStart !== name.byteLength) return false;
    for (let i = 0; i < name.byteLength; i++) if (name[i] !== bytes[channelStart + i]) return false;
    return true;
  }

  #indexOf({ bytes, channelStart, channelEnd }: PushedMessage): number | null {
    // One code unit a byte: names that are not UTF-8 stay apart.
    const key = bytes.toString('latin1', channelStart, channelEnd);
    const known = this.#indexes.get(key);
    if (known === undefined && this.#totals.length >= this.#most) return null;
    const index = known ?? this.#totals.length;
    // A view would keep the socket's whole buffer.
    const name = Uint8Array.from(bytes.subarray(channelStart, channelEnd));
    this.#lastName = name;
    this.#lastIndex = index;
    if (known === undefined) {
      this.#indexes.set(key, index);
      this.#totals.push(0);
      this.#isChanged.push(false);
      this.#added.push(name);
    }
    return index;
  }
}
