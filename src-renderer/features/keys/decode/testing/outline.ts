import { type DecodeOutcome, decodeValue } from '../decode-value.ts';
import type { DecoderName } from '../../../../../src-shared/decoder-names.ts';
import { nodeText } from '../value-rows.ts';

/** Bytes of a hex sample. */
export function fromHex(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
}

/** A decoded value as the text that copying gives, or why there is none. */
export function outlineOf(outcome: DecodeOutcome): string {
  if (outcome.status === 'unknown') return 'unknown';
  if (outcome.status === 'failed') return `failed: ${outcome.reason}`;
  const { content } = outcome;
  if (content.kind === 'tree') return nodeText(content.tree, 0);
  return content.kind === 'text' ? content.text : `${content.bytes.byteLength} bytes`;
}

/** The chain and the outline of a value. */
export function decoded(bytes: Uint8Array, choice: DecoderName | null = null): string {
  const outcome = decodeValue(bytes, { chain: choice === null ? [] : [choice] });
  const chain = outcome.status === 'unknown' ? '' : outcome.chain.join(' > ');
  return `${chain}\n${outlineOf(outcome)}`;
}
