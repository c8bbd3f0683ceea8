import { deflateSync } from 'fflate';
import { parseJsonText } from '../../../../src-shared/json-text.ts';
import { LIMITS } from '../../../../src-shared/limits.ts';
import { equalBytes, toBinaryString, toBytes, toUtf8 } from '../../../../src-shared/redis-value.ts';
import { lineAndColumn } from '../document/json/json-layout.ts';
import { withoutHidden } from '../document/value/hidden-characters.ts';
import { fromBase64 } from './base64.ts';
import { adler32, crc32 } from './checksums.ts';
import { DECODE_LIMITS, DecodeFailure } from './decoder.ts';
import { deflate, gzip, zlib } from './flate.ts';
import { messagePack } from './messagepack.ts';
import { messagePackBytes, messagePackText } from './messagepack-text.ts';

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
  readonly content: 'text' | 'JSON' | 'MessagePack';
}

export type Editable =
  | { readonly isEditable: true; readonly text: string; readonly form: EditForm }
  | { readonly isEditable: false; readonly reason: string };

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((size, part) => size + part.byteLength, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.byteLength;
  }
  return bytes;
}

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
    return joined(wrap.header, deflateSync(plain, { level: wrap.level }), sums(wrap.kind, plain));
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

/** Text that a field gives back as it is. */
function plainText(bytes: Uint8Array): string {
  const text = toUtf8(bytes);
  if (text === null) throw new DecodeFailure('what is inside is not text');
  if (text.split('\n').some((line) => withoutHidden(line) !== line))
    throw new DecodeFailure('what is inside has characters that are not seen');
  return text;
}

function contentText(bytes: Uint8Array, content: EditForm['content']): string {
  if (content !== 'MessagePack') return plainText(bytes);
  const decoded = messagePack.decode(bytes, DECODE_LIMITS);
  if (decoded.kind !== 'tree') throw new DecodeFailure('MessagePack is only read here');
  let text: string;
  try {
    text = messagePackText(decoded.root);
  } catch (thrown) {
    if (!(thrown instanceof DecodeFailure)) throw thrown;
    throw new DecodeFailure(`its MessagePack holds what JSON text cannot say (${thrown.message})`);
  }
  if (!equalBytes(messagePackBytes(text), bytes))
    throw new DecodeFailure('its MessagePack was written in another form than it would be here');
  return plainText(toBytes(text));
}

/** The bytes of an edited text; a string says what is wrong with it. */
export function encodeEdited(text: string, { wraps, content }: EditForm): Uint8Array | string {
  try {
    if (content === 'JSON') {
      const parsed = parseJsonText(text);
      if (!parsed.ok) {
        const { line, column } = lineAndColumn(text, parsed.error.offset);
        return `${parsed.error.message}, at line ${line}, column ${column}`;
      }
    }
    let bytes = content === 'MessagePack' ? messagePackBytes(text) : toBytes(text);
    for (const wrap of wraps.toReversed()) bytes = wrapped(bytes, wrap);
    return bytes.byteLength > LIMITS.editBytes ? 'Longer than may be written at once' : bytes;
  } catch (thrown) {
    if (thrown instanceof DecodeFailure) return thrown.message;
    throw thrown;
  }
}

const CONTENTS = ['JSON', 'MessagePack'] as const;

/**
 * The text in which a decoded value is edited: only where encoding it, unchanged, gives back the very bytes that were
 * read. `chain` is what decoding went through.
 */
export function editableOf(value: Uint8Array, chain: readonly string[]): Editable {
  const content = CONTENTS.find((name) => name === chain.at(-1)) ?? 'text';
  const wraps: Wrap[] = [];
  try {
    if (value.byteLength > LIMITS.valueChunkBytes)
      throw new DecodeFailure('it is too long to edit here');
    let bytes = value;
    for (const name of content === 'text' ? chain : chain.slice(0, -1)) {
      const { plain, wrap } = unwrap(bytes, name);
      wraps.push(wrap);
      bytes = plain;
    }
    const text = contentText(bytes, content);
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
