import type { ConnectionId } from '../../../src-shared/contract/define.ts';
import type { MessageBatch } from '../../../src-shared/contract/pubsub.ts';
import type { Client } from '../../client/client.ts';
import { toStreamError } from '../../client/stream-failure.ts';
import type { SubscriptionState, SubscriptionStatus } from './live-state.ts';
import type { Pacing } from './pacing.ts';
import { type SourceInfo, TailReader } from './tail-reader.ts';

export interface SubscriptionEvents {
  readonly batch: (subscription: Subscription, batch: MessageBatch) => Promise<void>;
  readonly changed: () => void;
}

/** One tail being read, and its figures. */
export class Subscription {
  readonly reader: TailReader;
  #status: SubscriptionStatus = { kind: 'connecting' };
  #abort: AbortController | null = null;
  #events: SubscriptionEvents;
  #pacing: Pacing;
  /** Since when nothing is received because it had failed. */
  #missingSinceMs: number | null = null;

  constructor(info: SourceInfo, pacing: Pacing, events: SubscriptionEvents) {
    this.reader = new TailReader(info, pacing.nowMs());
    this.#pacing = pacing;
    this.#events = events;
  }

  get hasFailed(): boolean {
    return this.#status.kind === 'failed';
  }

  async open(client: Client, connection: ConnectionId): Promise<void> {
    const abort = new AbortController();
    this.#abort?.abort();
    this.#abort = abort;
    this.#become({ kind: 'connecting' });
    this.reader.begin();
    const { kind, name } = this.reader.info;
    try {
      const input = { connection, kind, name };
      for await (const batch of client.stream('pubsub.tail', input, { signal: abort.signal })) {
        const sinceMs = batch.lostSinceMs;
        this.#status = sinceMs === null ? { kind: 'live' } : { kind: 'lost', sinceMs };
        await this.#events.batch(this, this.#withMissing(batch));
      }
    } catch (thrown) {
      if (abort.signal.aborted) return;
      this.#missingSinceMs ??= this.#pacing.nowMs();
      this.#become({ kind: 'failed', error: toStreamError(thrown) });
    }
  }

  close(): void {
    this.#abort?.abort();
  }

  state(nowMs: number): SubscriptionState {
    const { reader } = this;
    return {
      info: reader.info,
      status: this.#status,
      isMuted: reader.isMuted,
      received: reader.received,
      rate: reader.seconds.rate(nowMs),
      spark: reader.seconds.spark(nowMs),
      channelCount: reader.channelCount,
      elsewhere: reader.elsewhere,
    };
  }

  #withMissing(batch: MessageBatch): MessageBatch {
    if (this.#missingSinceMs === null) return batch;
    const gap = {
      fromMs: this.#missingSinceMs,
      untilMs: this.#pacing.nowMs(),
      reason: 'not subscribed',
    };
    this.#missingSinceMs = null;
    return { ...batch, gaps: [gap, ...batch.gaps] };
  }

  #become(status: SubscriptionStatus): void {
    this.#status = status;
    this.#events.changed();
  }
}
