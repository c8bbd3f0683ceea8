import { escapeBytes, toBinaryString, toUtf8 } from '../../../../../src-shared/redis-value.ts';

/** Bytes as base64. */
export function toBase64(bytes: Uint8Array): string {
  return btoa(toBinaryString(bytes));
}

/** What copying gives: the text where it is UTF-8, else the escaped form that is shown. */
export function copyableText(bytes: Uint8Array): string {
  return toUtf8(bytes) ?? escapeBytes(bytes);
}
