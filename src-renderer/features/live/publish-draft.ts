import { parseEscaped, toBytes } from '../../../src-shared/redis-value.ts';
import { parseJsonText } from '../../../src-shared/json-text.ts';

/** What the line below the payload says of it. */
export interface PayloadNote {
  readonly tone: 'ok' | 'plain' | 'warn';
  readonly text: string;
  readonly sizeBytes: number;
}

/** A payload that begins like JSON is checked as JSON; any other is text, and either may be sent. */
export function describePayload(payload: string): PayloadNote {
  const sizeBytes = toBytes(payload).byteLength;
  if (payload === '') return { tone: 'plain', text: 'Empty payload', sizeBytes };
  if (!/^\s*[{[]/.test(payload)) return { tone: 'plain', text: 'Text', sizeBytes };
  const parsed = parseJsonText(payload);
  if (parsed.ok) return { tone: 'ok', text: 'Valid JSON', sizeBytes };
  return { tone: 'warn', text: `Not JSON: ${parsed.error.message}`, sizeBytes };
}

/** The channel's bytes; null while it cannot be sent to. */
export function channelBytes(channel: string): Uint8Array | null {
  return channel === '' ? null : parseEscaped(channel);
}
