import { deflateSync } from 'fflate';
import { LIMITS } from '../../../../src-shared/limits.ts';
import { equalBytes, toBinaryString, toBytes, toUtf8 } from '../../../../src-shared/redis-value.ts';
import { fromBase64 } from './base64.ts';
import { adler32, crc32 } from './checksums.ts';
import { DECODE_LIMITS, DecodeFailure } from './decoder.ts';
import { deflate, gzip, zlib } from './flate.ts';
import { contentText, type EditContent, encodeContent, formatOf } from './edit-content.ts';
import { joinBytes } from './join-bytes.ts';

const LEVELS = [6, 9, 1, 0, 2, 3, 4, 5, 7, 8] as const;
/** Packing is tried at each level: more would take the time that decoding may take. */
const EDIT_LIMITS = { ...DECODE_LIMITS, outputBytes: LIMITS.valueChunkBytes };
const packers = { gzip, zlib, deflate };
type Packer = keyof typeof packers;

/** One thing around a value, with all that is needed to put it around another one. */
type Wrap =
  | { readonly kind: 'base64'; readonly isUrl: boolean; readonly isPadded: boolean }
  | {
      readonly kind: Packer;
      readonly level: (typeof LEVELS)[number];
      /** As it was read: it may hold a time or a system. */
      readonly header: Uint8Array;
    };

/** How an edited text becomes the bytes of a value again. */
export interface EditForm {
  readonly wraps: readonly Wrap[];
  readonly content: EditContent;
}

export type Editable =
  | { readonly isEditable: true; readonly text: string; readonly form: EditForm }
  | { readonly isEditable: false; readonly reason: string };

function sums(kind: Packer, plain: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(kind === 'gzip' ? 8 : kind === 'zlib' ? 4 : 0);
  const view = new DataView(bytes.buffer);
  if (kind === 'gzip') {
    view.setUint32(0, crc32(plain), true);
    view.setUint32(4, plain.byteLength, true);
  } else if (kind === 'zlib') view.setUint32(0, adler32(plain));
  return bytes;
}

function wrapped(plain: Uint8Array, wrap: Wrap): Uint8Array {
  if (wrap.kind !== 'base64')
    return joinBytes([
      wrap.header,
      deflateSync(plain, { level: wrap.level }),
      sums(wrap.kind, plain),
    ]);
  let text = btoa(toBinaryString(plain));
  if (wrap.isUrl) text = text.replaceAll('+', '-').replaceAll('/', '_');
  return toBytes(wrap.isPadded ? text : text.replace(/=+$/, ''));
}

/** What is inside, and how it was wrapped; throws a DecodeFailure where wrapping it gives other bytes. */
function unwrap(bytes: Uint8Array, kind: string): { plain: Uint8Array; wrap: Wrap } {
  if (kind === 'base64') {
    const text = toUtf8(bytes) ?? '';
    const isUrl = /[-_]/.test(text);
    const wrap: Wrap = { kind, isUrl, isPadded: text.endsWith('=') || text.length % 4 === 0 };
    const plain = fromBase64(text);
    if (equalBytes(wrapped(plain, wrap), bytes)) return { plain, wrap };
    throw new DecodeFailure('its base64 has line breaks or is written in another way');
  }
  if (kind !== 'gzip' && kind !== 'zlib' && kind !== 'deflate')
    throw new DecodeFailure(`${kind} is only read here`);
  const decoded = packers[kind].decode(bytes, EDIT_LIMITS);
  if (decoded.kind !== 'bytes') throw new DecodeFailure(`${kind} is only read here`);
  const header = bytes.slice(0, kind === 'gzip' ? 10 : kind === 'zlib' ? 2 : 0);
  for (const level of LEVELS) {
    const wrap: Wrap = { kind, level, header };
    if (equalBytes(wrapped(decoded.bytes, wrap), bytes)) return { plain: decoded.bytes, wrap };
  }
  throw new DecodeFailure(
    `its ${kind} was packed by another compressor, and packing it here gives other bytes`,
  );
}

/** The bytes of an edited text; a string says what is wrong with it. */
export function encodeEdited(text: string, { wraps, content }: EditForm): Uint8Array | string {
  try {
    let bytes = encodeContent(text, content);
    for (const wrap of wraps.toReversed()) bytes = wrapped(bytes, wrap);
    return bytes.byteLength > LIMITS.editBytes ? 'Longer than may be written at once' : bytes;
  } catch (thrown) {
    if (thrown instanceof DecodeFailure) return thrown.message;
    throw thrown;
  }
}

/**
 * The text in which a decoded value is edited: only where encoding it, unchanged, gives back the very bytes that were
 * read. `chain` is what decoding went through.
 */
export function editableOf(value: Uint8Array, chain: readonly string[]): Editable {
  const format = formatOf(chain);
  const wraps: Wrap[] = [];
  try {
    if (value.byteLength > LIMITS.valueChunkBytes)
      throw new DecodeFailure('it is too long to edit here');
    let bytes = value;
    for (const name of format === 'text' ? chain : chain.slice(0, -1)) {
      const { plain, wrap } = unwrap(bytes, name);
      wraps.push(wrap);
      bytes = plain;
    }
    const { text, content } = contentText(bytes, format);
    const form: EditForm = { wraps, content };
    const again = encodeEdited(text, form);
    if (typeof again === 'string' || !equalBytes(again, value))
      throw new DecodeFailure('encoding it again gives other bytes');
    return { isEditable: true, text, form };
  } catch (thrown) {
    if (!(thrown instanceof DecodeFailure)) throw thrown;
    return { isEditable: false, reason: thrown.message };
  }
}
