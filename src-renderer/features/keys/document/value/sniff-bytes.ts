import { jsonKind, type JsonText, parseJsonText } from '../../../../../src-shared/json-text.ts';
import { type Missing, partText } from './part-text.ts';

export type BytesView = 'text' | 'json' | 'hex' | 'decoded';

/** What bytes can be shown as. */
export interface Sniffed {
  /** null: not valid UTF-8. */
  readonly text: string | null;
  /** null: not a JSON object or array, or too long to be read at once. */
  readonly json: JsonText | null;
}

/** Read whole in one go up to here: some ten milliseconds. */
const JSON_CHARACTERS = 2_000_000;

/** Text when it is valid UTF-8, JSON when it parses to an object or array. A part of a value is never JSON. */
export function sniffBytes(bytes: Uint8Array, missing: Missing): Sniffed {
  const isPart = missing.before || missing.after;
  const text = partText(bytes, missing)?.text ?? null;
  if (text === null || isPart || text.length > JSON_CHARACTERS) return { text, json: null };
  if (!/^\s*[{[]/.test(text)) return { text, json: null };
  const parsed = parseJsonText(text);
  if (!parsed.ok) return { text, json: null };
  const kind = jsonKind(parsed.json, 0);
  return { text, json: kind === 'object' || kind === 'array' ? parsed.json : null };
}

/** What is shown first. */
export function bestView({ text, json }: Sniffed): BytesView {
  if (json !== null) return 'json';
  return text === null ? 'hex' : 'text';
}
