import { toUtf8 } from '../../../../src-shared/redis-value.ts';
import { createBase64 } from './base64.ts';
import { bson } from './bson.ts';
import { cbor } from './cbor.ts';
import { brotli, lz4, zstd } from './compressed.ts';
import {
  type Decoded,
  DecodeFailure,
  type DecodeLimits,
  DECODE_LIMITS,
  type Decoder,
} from './decoder.ts';
import type { DecoderName } from '../../../../src-shared/decoder-names.ts';
import { deflate, gzip, zlib } from './flate.ts';
import { java } from './java.ts';
import { json } from './json.ts';
import { jwt } from './jwt.ts';
import { messagePack } from './messagepack.ts';
import { php } from './php.ts';
import { cachelib, pickle } from './pickle.ts';
import { unixTime, uuid } from './plain-times.ts';
import { protobufOf, type ProtoMessage } from './proto-decoder.ts';
import { protobuf } from './protobuf.ts';
import { snappy, snappyRaw } from './snappy.ts';
import { layOutTree, type ValueTree } from './value-tree.ts';

/** In the order they are tried: those with a mark of their own first. */
const marked: readonly Decoder[] = [
  pickle,
  gzip,
  zlib,
  zstd,
  lz4,
  snappy,
  java,
  php,
  json,
  cachelib,
  messagePack,
  bson,
  cbor,
];
const base64 = createBase64((bytes) => marked.some((decoder) => decoder.sniff(bytes)));
const sniffed: readonly Decoder[] = [...marked, jwt, uuid, unixTime, base64];
const byName: ReadonlyMap<string, Decoder> = new Map(
  [...sniffed, deflate, brotli, snappyRaw, protobuf].map((decoder) => [decoder.name, decoder]),
);

export type DecodeOutcome =
  | {
      readonly status: 'decoded';
      /** "gzip", "JSON": from the outside in. */
      readonly chain: readonly string[];
      readonly isHint: boolean;
      readonly content: DecodedContent;
    }
  | { readonly status: 'unknown' }
  /** The last of the chain is the one that failed. */
  | { readonly status: 'failed'; readonly chain: readonly string[]; readonly reason: string };

export type DecodedContent =
  | { readonly kind: 'tree'; readonly tree: ValueTree }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array };

export interface Wanted {
  /** Decoders from the outside in; empty: by what the bytes look like. */
  readonly chain: readonly DecoderName[];
  /** What protobuf in the chain holds; null: fields without names. */
  readonly message?: ProtoMessage | null;
}

const decoderOf = (name: DecoderName, message: ProtoMessage | null): Decoder | undefined =>
  name === 'protobuf' && message !== null ? protobufOf(message) : byName.get(name);

function run(decoder: Decoder, bytes: Uint8Array, limits: DecodeLimits): Decoded {
  try {
    return decoder.decode(bytes, limits);
  } catch (thrown) {
    if (thrown instanceof DecodeFailure) throw thrown;
    // A library met what it was not made for.
    throw new DecodeFailure(`it is damaged (${String(thrown)})`);
  }
}

function contentOf(bytes: Uint8Array): DecodedContent {
  const text = toUtf8(bytes);
  return text === null ? { kind: 'bytes', bytes } : { kind: 'text', text };
}

/**
 * What bytes are, through all that is around it. Begins with the decoders of a chain; what these leave is taken for
 * what it looks like.
 */
export function decodeValue(
  value: Uint8Array,
  { chain: wanted, message = null }: Wanted = { chain: [] },
  limits: DecodeLimits = DECODE_LIMITS,
): DecodeOutcome {
  const chain: string[] = [];
  let isHint = false;
  let bytes = value;
  try {
    for (;;) {
      const isFirst = chain.length === 0;
      const name = wanted[chain.length];
      const decoder =
        name === undefined ? sniffed.find((one) => one.sniff(bytes)) : decoderOf(name, message);
      if (decoder === undefined)
        return isFirst
          ? { status: 'unknown' }
          : { status: 'decoded', chain, isHint, content: contentOf(bytes) };
      chain.push(decoder.name);
      isHint = isFirst && name === undefined && decoder.isHint === true;
      if (chain.length > limits.steps)
        throw new DecodeFailure(`more than ${limits.steps} formats inside each other`, 'steps');
      const decoded = run(decoder, bytes, limits);
      if (decoded.kind === 'tree') {
        const next = wanted[chain.length];
        if (next !== undefined)
          throw new DecodeFailure(`nothing is packed inside, and ${next} was to follow`);
        const content = { kind: 'tree', tree: layOutTree(decoded.root, limits) } as const;
        return { status: 'decoded', chain, isHint, content };
      }
      bytes = decoded.bytes;
    }
  } catch (thrown) {
    if (!(thrown instanceof DecodeFailure)) throw thrown;
    return { status: 'failed', chain, reason: thrown.message };
  }
}
