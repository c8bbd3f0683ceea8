import { escapeBytes, toUtf8 } from '../../../src-shared/redis-value.ts';
import { type JsonPreview, previewJson } from '../../lib/json-preview.ts';

export type PayloadView =
  | { readonly kind: 'json'; readonly preview: JsonPreview }
  /** Lines of text, hidden characters escaped. */
  | { readonly kind: 'text'; readonly text: string; readonly isCut: boolean }
  | { readonly kind: 'binary'; readonly text: string; readonly isCut: boolean };

/** More is not put into the page: a payload may be megabytes. */
const MOST_BYTES = 65_536;
const MOST_JSON_BYTES = 1_048_576;

const escapeLines = (text: string): string =>
  text
    .split('\n')
    .map((line) => escapeBytes(new TextEncoder().encode(line)))
    .join('\n');

/** A payload as it is best read. */
export function viewPayload(payload: Uint8Array): PayloadView {
  const text = payload.byteLength <= MOST_JSON_BYTES ? toUtf8(payload) : null;
  const preview = text === null || !/^\s*[{[]/.test(text) ? null : previewJson(text);
  if (preview !== null) return { kind: 'json', preview };
  const isCut = payload.byteLength > MOST_BYTES;
  if (text !== null) return { kind: 'text', text: escapeLines(text.slice(0, MOST_BYTES)), isCut };
  return { kind: 'binary', text: escapeBytes(payload.subarray(0, MOST_BYTES)), isCut };
}
