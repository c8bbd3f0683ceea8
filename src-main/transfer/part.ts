/** Absolute, by the server's clock; `in`: from when it is imported. null: no expiry. */
export type Expiry = { readonly atMs: number } | { readonly inMs: number } | null;

export interface HashField {
  readonly field: Uint8Array;
  readonly value: Uint8Array;
  /** The field's own, absolute. */
  readonly expiresAtMs: number | null;
}

export interface SeriesOptions {
  readonly retentionMs: string;
  readonly duplicatePolicy: string | null;
  readonly labels: readonly (readonly [name: Uint8Array, value: Uint8Array])[];
}

/** What a key holds, or a page of it: pages of one key follow one another. Numbers are text as the server wrote them. */
export type Piece =
  | { readonly kind: 'dump'; readonly type: string; readonly dump: Uint8Array }
  | { readonly kind: 'string'; readonly bytes: Uint8Array }
  | { readonly kind: 'hash'; readonly fields: readonly HashField[] }
  | { readonly kind: 'list'; readonly elements: readonly Uint8Array[] }
  | { readonly kind: 'set'; readonly members: readonly Uint8Array[] }
  | {
      readonly kind: 'zset';
      readonly members: readonly { readonly member: Uint8Array; readonly score: string }[];
    }
  | {
      readonly kind: 'stream';
      readonly entries: readonly {
        readonly id: string;
        readonly fields: readonly (readonly [field: Uint8Array, value: Uint8Array])[];
      }[];
    }
  | { readonly kind: 'json'; readonly text: Uint8Array }
  | {
      readonly kind: 'series';
      readonly options: SeriesOptions;
      readonly samples: readonly (readonly [atMs: string, value: string])[];
    };
export type PieceOf<K extends Piece['kind']> = Extract<Piece, { kind: K }>;

/** A page of a key as it is written or was read. */
export interface Part {
  readonly key: Uint8Array;
  readonly expiry: Expiry;
  readonly piece: Piece;
  /** Said beside it: what of the key is not in the file. */
  readonly note?: string;
}

/** The type as TYPE answers it. */
export function typeOf(piece: Piece): string {
  if (piece.kind === 'dump') return piece.type;
  if (piece.kind === 'json') return 'ReJSON-RL';
  return piece.kind === 'series' ? 'TSDB-TYPE' : piece.kind;
}

/** What is said of where a file comes from. */
export interface FileAbout {
  readonly content: 'exact' | 'readable';
  readonly serverVersion: string;
  /** Of the DUMPs in it: an older server cannot read them. */
  readonly rdbVersion: number | null;
  readonly exportedAtMs: number;
}

/** One line that was read, or why not. Lines count from 1. */
export type ReadLine =
  | { readonly kind: 'about'; readonly line: number; readonly about: FileAbout }
  | { readonly kind: 'part'; readonly line: number; readonly bytes: number; readonly part: Part }
  /** An expiry in a line of its own, of the key before it or of one of its fields. */
  | {
      readonly kind: 'expiry';
      readonly line: number;
      readonly key: Uint8Array;
      readonly field: Uint8Array | null;
      readonly atMs: number;
    }
  /** Nothing behind it can be read when `isLast`. */
  | {
      readonly kind: 'refused';
      readonly line: number;
      readonly reason: string;
      readonly isLast?: boolean;
    };

export type Chunks = AsyncIterable<Uint8Array>;

/** A DUMP ends in two bytes of version, low one first, and eight of checksum. */
export function rdbVersionOf(dump: Uint8Array): number | null {
  if (dump.byteLength < 11) return null;
  return (dump.at(-10) ?? 0) | ((dump.at(-9) ?? 0) << 8);
}
