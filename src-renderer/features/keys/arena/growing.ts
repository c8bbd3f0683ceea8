/** Typed arrays that grow: by half, so that a million entries never hold much more than they need. */
type Numbers = Uint8Array | Uint16Array | Uint32Array;

function roomFor(length: number, held: number): number {
  return Math.max(length, held + (held >> 1), 64);
}

/** The same array, or a longer copy that has room for `length` entries. */
export function grown<A extends Numbers>(
  array: A,
  length: number,
  create: (length: number) => A,
): A {
  if (length <= array.length) return array;
  const next = create(roomFor(length, array.length));
  next.set(array);
  return next;
}

export const newUint8 = (length: number): Uint8Array<ArrayBuffer> => new Uint8Array(length);
export const newUint16 = (length: number): Uint16Array<ArrayBuffer> => new Uint16Array(length);
export const newUint32 = (length: number): Uint32Array<ArrayBuffer> => new Uint32Array(length);

/** A list of 32-bit numbers in one typed array. */
export class Uint32List {
  #data = newUint32(64);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    this.#data = grown(this.#data, this.#length + 1, newUint32);
    this.#data[this.#length++] = value;
  }

  clear(): void {
    this.#length = 0;
  }

  /** What was pushed, as a view: not valid after the next push. */
  view(): Uint32Array<ArrayBuffer> {
    return this.#data.subarray(0, this.#length);
  }
}
