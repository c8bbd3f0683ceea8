import type { PushedMessage } from '../redis/push-parser.ts';

/** A message as the parser hands it over, in the middle of other bytes. */
export function pushedMessage(
  channel: string | Uint8Array,
  payload: string | Uint8Array,
): PushedMessage {
  const before = Buffer.from('before');
  const name = Buffer.from(channel);
  const content = Buffer.from(payload);
  const channelStart = before.byteLength;
  const payloadStart = channelStart + name.byteLength;
  return {
    bytes: Buffer.concat([before, name, content, Buffer.from('after')]),
    isPattern: false,
    patternStart: 0,
    patternEnd: 0,
    channelStart,
    channelEnd: payloadStart,
    payloadStart,
    payloadEnd: payloadStart + content.byteLength,
  };
}
