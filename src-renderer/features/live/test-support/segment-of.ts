import { toBytes } from '../../../../src-shared/redis-value.ts';
import type { MessageRow, Segment } from '../segment.ts';

export interface TestMessage {
  readonly channel: string;
  readonly payload: string | Uint8Array;
  readonly atMs?: number;
}

/** Messages packed as a pattern's batch has them. */
export function segmentOf(messages: readonly TestMessage[], source = 1): Segment {
  const parts = messages.map(({ channel, payload }) => ({
    name: toBytes(channel),
    payload: typeof payload === 'string' ? toBytes(payload) : payload,
  }));
  const records: number[] = [];
  const ends = parts.map(({ name, payload }) => {
    for (const bytes of [name, payload]) for (const byte of bytes) records.push(byte);
    return records.length;
  });
  return {
    source,
    channel: null,
    atMs: Float64Array.from(messages, ({ atMs = 0 }) => atMs),
    records: Uint8Array.from(records),
    ends: Uint32Array.from(ends),
    nameLengths: Uint32Array.from(parts, ({ name }) => name.byteLength),
    previous: null,
  };
}

export function rowsOf(segment: Segment): MessageRow[] {
  return Array.from(segment.atMs, (atMs, index) => ({
    kind: 'message',
    id: `${segment.source}-${atMs}-${index}`,
    atMs,
    segment,
    index,
  }));
}
