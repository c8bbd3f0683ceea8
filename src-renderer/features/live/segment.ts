import type { MessageBatch } from '../../../src-shared/contract/pubsub.ts';

export type PackedMessages = Pick<MessageBatch, 'atMs' | 'records' | 'ends' | 'nameLengths'>;

/** Messages as they came from main, packed, with what was worked out when they came. */
export interface Segment extends PackedMessages {
  /** The subscription they came by. */
  readonly source: number;
  /** The channel of all of them; null when each record begins with its own. */
  readonly channel: Uint8Array | null;
  /** Of each message: the value that its product had before; NaN where there is none. null: for none of them. */
  readonly previous: Float64Array | null;
}

export interface MessageRow {
  readonly kind: 'message';
  /** Unlike any other's, in the order of arrival. */
  readonly id: string;
  readonly atMs: number;
  readonly segment: Segment;
  readonly index: number;
}

/** A time without a connection: whatever was published in between is lost. */
export interface GapRow {
  readonly kind: 'gap';
  readonly id: string;
  readonly atMs: number;
  readonly untilMs: number;
  readonly reason: string;
}

export type LiveRow = MessageRow | GapRow;

export const recordStart = (messages: PackedMessages, index: number): number =>
  index === 0 ? 0 : (messages.ends[index - 1] ?? 0);
export const recordEnd = (messages: PackedMessages, index: number): number =>
  messages.ends[index] ?? 0;
export const payloadStart = (messages: PackedMessages, index: number): number =>
  recordStart(messages, index) + (messages.nameLengths[index] ?? 0);

/** The name of a message's channel. */
export function channelOf(segment: Segment, index: number): Uint8Array {
  const { channel, records } = segment;
  return channel ?? records.subarray(recordStart(segment, index), payloadStart(segment, index));
}

export function payloadOf(segment: Segment, index: number): Uint8Array {
  return segment.records.subarray(payloadStart(segment, index), recordEnd(segment, index));
}

export function rowBytes(row: LiveRow): number {
  if (row.kind === 'gap') return 0;
  return recordEnd(row.segment, row.index) - recordStart(row.segment, row.index);
}

/** These messages of a segment alone, so that a few kept ones do not keep all. */
export function pickMessages(segment: Segment, indexes: readonly number[]): Segment {
  let length = 0;
  for (const index of indexes) length += recordEnd(segment, index) - recordStart(segment, index);
  const picked = {
    source: segment.source,
    channel: segment.channel,
    atMs: new Float64Array(indexes.length),
    records: new Uint8Array(length),
    ends: new Uint32Array(indexes.length),
    nameLengths: new Uint32Array(indexes.length),
    previous: segment.previous === null ? null : new Float64Array(indexes.length),
  };
  let end = 0;
  for (const [at, index] of indexes.entries()) {
    picked.records.set(
      segment.records.subarray(recordStart(segment, index), recordEnd(segment, index)),
      end,
    );
    end += recordEnd(segment, index) - recordStart(segment, index);
    picked.atMs[at] = segment.atMs[index] ?? 0;
    picked.ends[at] = end;
    picked.nameLengths[at] = segment.nameLengths[index] ?? 0;
    if (picked.previous !== null) picked.previous[at] = segment.previous?.[index] ?? NaN;
  }
  return picked;
}
