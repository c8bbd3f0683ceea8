import type { PushedMessage } from '../../redis/push-parser.ts';

const FIRST_BYTES = 262_144;
/** An idle ring that has grown beyond this gives its memory back. */
const IDLE_BYTES = 1_048_576;
/** Up to this length a loop is faster than the call that copies. */
const SHORT_BYTES = 24;

export interface TailRingLimits {
  readonly messages: number;
  readonly bytes: number;
  /** Records begin with the channel's name. */
  readonly hasNames: boolean;
}

/** Messages taken out, packed as the contract's MessageBatch has them; all arrays own their memory. */
export interface TakenMessages {
  readonly atMs: Float64Array<ArrayBuffer>;
  readonly records: Uint8Array<ArrayBuffer>;
  readonly ends: Uint32Array<ArrayBuffer>;
  readonly nameLengths: Uint32Array<ArrayBuffer>;
}

/**
 * What a slow reader has not taken yet: bounded in messages and bytes, the oldest leave first and are counted. Packed,
 * since an object a message would cost more than receiving it. Always `received = taken + dropped + size`.
 */
export class TailRing {
  #limits: TailRingLimits;
  #at: Float64Array<ArrayBuffer>;
  #nameLengths: Uint32Array<ArrayBuffer>;
  #lengths: Uint32Array<ArrayBuffer>;
  #first = 0;
  #size = 0;
  #bytes = new Uint8Array(FIRST_BYTES);
  #firstByte = 0;
  #byteSize = 0;
  #received = 0;
  #dropped = 0;

  constructor(limits: TailRingLimits) {
    this.#limits = limits;
    this.#at = new Float64Array(limits.messages);
    this.#nameLengths = new Uint32Array(limits.messages);
    this.#lengths = new Uint32Array(limits.messages);
  }

  get received(): number {
    return this.#received;
  }

  get dropped(): number {
    return this.#dropped;
  }

  get size(): number {
    return this.#size;
  }

  get byteSize(): number {
    return this.#byteSize;
  }

  push(atMs: number, message: PushedMessage): void {
    const { bytes, channelStart, channelEnd, payloadStart, payloadEnd } = message;
    const nameLength = this.#limits.hasNames ? channelEnd - channelStart : 0;
    const length = nameLength + payloadEnd - payloadStart;
    this.#received++;
    if (length > this.#limits.bytes) {
      this.#dropped++;
      return;
    }
    if (this.#size === this.#limits.messages) this.#dropOldest();
    while (this.#byteSize + length > this.#limits.bytes) this.#dropOldest();
    if (this.#byteSize + length > this.#bytes.byteLength) this.#grow(this.#byteSize + length);
    const slot = this.#slot(this.#size);
    this.#at[slot] = atMs;
    this.#nameLengths[slot] = nameLength;
    this.#lengths[slot] = length;
    this.#size++;
    if (nameLength > 0) this.#write(bytes, channelStart, channelEnd);
    this.#write(bytes, payloadStart, payloadEnd);
  }

  /** The oldest messages, at most so many and so many bytes, but at least one if there is any. */
  take(mostMessages: number, mostBytes: number): TakenMessages {
    let count = 0;
    let length = 0;
    const limit = Math.min(mostMessages, this.#size);
    while (count < limit) {
      const next = this.#lengths[this.#slot(count)] ?? 0;
      if (count > 0 && length + next > mostBytes) break;
      length += next;
      count++;
    }
    const taken: TakenMessages = {
      atMs: new Float64Array(count),
      records: new Uint8Array(length),
      ends: new Uint32Array(count),
      nameLengths: new Uint32Array(count),
    };
    let end = 0;
    for (let i = 0; i < count; i++) {
      const slot = this.#slot(i);
      end += this.#lengths[slot] ?? 0;
      taken.atMs[i] = this.#at[slot] ?? 0;
      taken.ends[i] = end;
      taken.nameLengths[i] = this.#nameLengths[slot] ?? 0;
    }
    this.#read(taken.records);
    this.#advance(count, length);
    return taken;
  }

  #slot(offset: number): number {
    const slot = this.#first + offset;
    return slot >= this.#limits.messages ? slot - this.#limits.messages : slot;
  }

  #dropOldest(): void {
    this.#advance(1, this.#lengths[this.#first] ?? 0);
    this.#dropped++;
  }

  #advance(count: number, length: number): void {
    this.#first = this.#slot(count);
    this.#size -= count;
    this.#firstByte = (this.#firstByte + length) % this.#bytes.byteLength;
    this.#byteSize -= length;
    if (this.#size === 0 && this.#bytes.byteLength > IDLE_BYTES) {
      this.#bytes = new Uint8Array(FIRST_BYTES);
      this.#firstByte = 0;
    }
  }

  #write(source: Buffer, start: number, end: number): void {
    const target = this.#bytes;
    const length = end - start;
    let at = this.#firstByte + this.#byteSize;
    if (at >= target.byteLength) at -= target.byteLength;
    this.#byteSize += length;
    const room = target.byteLength - at;
    if (length > room) {
      source.copy(target, at, start, start + room);
      source.copy(target, 0, start + room, end);
    } else if (length > SHORT_BYTES) source.copy(target, at, start, end);
    else for (let i = 0; i < length; i++) target[at + i] = source[start + i] ?? 0;
  }

  /** Fills `target` from the oldest byte on. */
  #read(target: Uint8Array): void {
    const start = this.#firstByte;
    const whole = this.#bytes.subarray(start, start + target.byteLength);
    target.set(whole);
    if (whole.byteLength < target.byteLength)
      target.set(this.#bytes.subarray(0, target.byteLength - whole.byteLength), whole.byteLength);
  }

  #grow(needed: number): void {
    let capacity = this.#bytes.byteLength;
    while (capacity < needed) capacity *= 2;
    const bytes = new Uint8Array(Math.min(capacity, this.#limits.bytes));
    this.#read(bytes.subarray(0, this.#byteSize));
    this.#bytes = bytes;
    this.#firstByte = 0;
  }
}
