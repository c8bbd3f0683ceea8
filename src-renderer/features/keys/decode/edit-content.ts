import { equalBytes, toBytes, toUtf8 } from '../../../../src-shared/redis-value.ts';
import { isPlain } from '../document/value/hidden-characters.ts';
import { bson } from './bson.ts';
import { cbor, isSelfDescribed } from './cbor.ts';
import { DECODE_LIMITS, DecodeFailure, type Decoder } from './decoder.ts';
import { jsonFormOf, type JsonWays, parsedJsonForm, PLAIN_WAYS } from './json-form.ts';
import { messagePack } from './messagepack.ts';
import { isSession, php } from './php.ts';
import type { TreeNode } from './tree-node.ts';
import { bsonBytes } from './write-bson.ts';
import { cborBytes, type CborStyle } from './write-cbor.ts';
import { messagePackBytes } from './write-messagepack.ts';
import { PHP_WAYS, phpBytes } from './write-php.ts';

/** What the innermost bytes hold, with all that is needed to write others in the same form. */
export type EditContent =
  | { readonly format: 'text' | 'JSON' | 'MessagePack' | 'BSON' }
  | ({ readonly format: 'CBOR' } & CborStyle)
  | { readonly format: 'PHP'; readonly isSession: boolean };

type Structured = Exclude<EditContent['format'], 'text' | 'JSON'>;

interface Format {
  readonly decoder: Decoder;
  readonly ways: JsonWays;
  /** The forms such bytes may have been written in, the likeliest first. */
  readonly forms: (bytes: Uint8Array) => readonly EditContent[];
}

const structured: Readonly<Record<Structured, Format>> = {
  MessagePack: {
    decoder: messagePack,
    ways: PLAIN_WAYS,
    forms: () => [{ format: 'MessagePack' }],
  },
  CBOR: {
    decoder: cbor,
    ways: PLAIN_WAYS,
    forms: (bytes) =>
      (['double', 'shortest'] as const).map((floats) => ({
        format: 'CBOR',
        floats,
        isSelfDescribed: isSelfDescribed(bytes),
      })),
  },
  PHP: {
    decoder: php,
    ways: PHP_WAYS,
    forms: (bytes) => [{ format: 'PHP', isSession: isSession(bytes) }],
  },
  BSON: { decoder: bson, ways: PLAIN_WAYS, forms: () => [{ format: 'BSON' }] },
};

const FORMATS = ['JSON', 'MessagePack', 'CBOR', 'PHP', 'BSON'] as const;

/** The last of a chain, where its text is edited; else what is left inside is taken as text. */
export const formatOf = (chain: readonly string[]): EditContent['format'] =>
  FORMATS.find((name) => name === chain.at(-1)) ?? 'text';

/** Text that a field gives back as it is. */
function plainText(bytes: Uint8Array): string {
  const text = toUtf8(bytes);
  if (text === null) throw new DecodeFailure('what is inside is not text');
  if (!isPlain(text)) throw new DecodeFailure('what is inside has characters that are not seen');
  return text;
}

function sayable(root: TreeNode, format: Structured): string {
  try {
    return jsonFormOf(root, structured[format].ways);
  } catch (thrown) {
    if (!(thrown instanceof DecodeFailure)) throw thrown;
    throw new DecodeFailure(`its ${format} holds what JSON text cannot say (${thrown.message})`);
  }
}

/** Whether writing the text in a form gives these very bytes; not where the text is none it could be read from. */
function gives(text: string, content: EditContent, bytes: Uint8Array): boolean {
  try {
    return equalBytes(encodeContent(text, content), bytes);
  } catch (thrown) {
    if (thrown instanceof DecodeFailure) return false;
    throw thrown;
  }
}

/** The text in which bytes are edited and the form to write it in; throws a DecodeFailure where there is none. */
export function contentText(
  bytes: Uint8Array,
  format: EditContent['format'],
): { readonly text: string; readonly content: EditContent } {
  if (format === 'text' || format === 'JSON')
    return { text: plainText(bytes), content: { format } };
  const { decoder, forms } = structured[format];
  const decoded = decoder.decode(bytes, DECODE_LIMITS);
  if (decoded.kind !== 'tree') throw new DecodeFailure(`${format} is only read here`);
  const text = sayable(decoded.root, format);
  const content = forms(bytes).find((form) => gives(text, form, bytes));
  if (content === undefined)
    throw new DecodeFailure(`its ${format} was written in another form than it would be here`);
  return { text: plainText(toBytes(text)), content };
}

/** An edited text as bytes; throws a DecodeFailure that says what is wrong with it. */
export function encodeContent(text: string, content: EditContent): Uint8Array {
  switch (content.format) {
    case 'JSON':
      parsedJsonForm(text);
      return toBytes(text);
    case 'MessagePack':
      return messagePackBytes(text);
    case 'CBOR':
      return cborBytes(text, content);
    case 'PHP':
      return phpBytes(text, content);
    case 'BSON':
      return bsonBytes(text);
    default:
      return toBytes(text);
  }
}
