/** What a pattern over bytes is made of, whether it was written as a glob or as a regular expression. */
export type Node =
  | { readonly kind: 'byte'; readonly of: ByteSet }
  | { readonly kind: 'sequence'; readonly of: readonly Node[] }
  | { readonly kind: 'either'; readonly of: readonly Node[] }
  | {
      readonly kind: 'repeat';
      readonly of: Node;
      readonly least: number;
      /** null: without end. */
      readonly most: number | null;
    }
  | { readonly kind: 'start' }
  | { readonly kind: 'end' };

/** 256 entries; 1: the byte is in it. */
export type ByteSet = Uint8Array;

export const start: Node = { kind: 'start' };
export const end: Node = { kind: 'end' };

export function byteRange(from: number, to: number): ByteSet {
  return new Uint8Array(256).fill(1, from, to + 1);
}

export const anyByte: Node = { kind: 'byte', of: byteRange(0, 255) };
export const anyBytes: Node = { kind: 'repeat', of: anyByte, least: 0, most: null };

export function literal(bytes: Iterable<number>): Node {
  const of = Array.from(bytes, (byte): Node => ({ kind: 'byte', of: byteRange(byte, byte) }));
  return { kind: 'sequence', of };
}

/** The pattern cannot be read, or would be too large; the message is for people. */
export class PatternError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'PatternError';
  }
}

/** So many bytes and states take longer than one wants to wait. */
export class TookTooLong extends Error {
  constructor() {
    super('The pattern took too long');
    this.name = 'TookTooLong';
  }
}
