import { escapeBytes, toUtf8 } from '../../../src-shared/redis-value.ts';
import type { Client } from '../../client/client.ts';
import { toasts } from '../../ui/toast-store.ts';
import { channelOf, type MessageRow, payloadOf } from './segment.ts';

async function copy(client: Client, text: string, what: string): Promise<void> {
  const result = await client.call('app.copyText', { text });
  toasts.show(
    result.ok
      ? { tone: 'ok', message: `Copied the ${what}` }
      : { tone: 'error', message: `The ${what} was not copied`, detail: result.error.message },
  );
}

/** As it is where it is text; otherwise escaped, since the clipboard takes text only. */
export function copyPayload(client: Client, { segment, index }: MessageRow): Promise<void> {
  const payload = payloadOf(segment, index);
  const text = toUtf8(payload);
  return copy(client, text ?? escapeBytes(payload), text === null ? 'payload, escaped' : 'payload');
}

export function copyChannel(client: Client, { segment, index }: MessageRow): Promise<void> {
  return copy(client, escapeBytes(channelOf(segment, index)), 'channel');
}
