import type { MessageBatch, SubscriptionKind } from '../../../src-shared/contract/pubsub.ts';
import { LIMITS } from '../../../src-shared/limits.ts';
import type { AppError } from '../../../src-shared/result.ts';
import type { PushedMessage } from '../../redis/push-parser.ts';
import type { Listener } from '../../redis/subscriptions.ts';
import { AppFailure } from '../../rpc/app-failure.ts';
import { ChannelCounts } from './channel-counts.ts';
import { SecondCounts } from './second-counts.ts';
import { TailRing } from './tail-ring.ts';

/** A reader that is away for so many outages gets the last ones. */
const MOST_GAPS = 100;
const asleep = (): void => undefined;

/**
 * Takes every message as it comes, which must cost next to nothing, and gives batches when asked: the counts are exact
 * whatever the reader misses.
 */
export class Tail implements Listener {
  #ring: TailRing;
  #seconds = new SecondCounts();
  #channels = new ChannelCounts(LIMITS.tailChannels);
  #gaps: MessageBatch['gaps'] = [];
  #lostSinceMs: number | null = null;
  #failure: AppError | null = null;
  #isPattern: boolean;
  /** When what has not been told yet began to wait; null: there is nothing to tell. */
  #waitingSince: number | null = null;
  #wake = asleep;

  constructor(kind: SubscriptionKind) {
    this.#isPattern = kind === 'pattern';
    this.#ring = new TailRing({
      messages: LIMITS.tailRing,
      bytes: LIMITS.tailRingBytes,
      hasNames: this.#isPattern,
    });
  }

  readonly message = (atMs: number, message: PushedMessage): void => {
    this.#seconds.add(atMs);
    if (this.#isPattern) this.#channels.add(message);
    this.#ring.push(atMs, message);
    if (this.#waitingSince === null) {
      this.#waitingSince = performance.now();
      this.#wake();
    } else if (this.#isFull()) this.#wake();
  };

  readonly lost = (sinceMs: number): void => {
    this.#lostSinceMs = sinceMs;
    this.#tellNow();
  };

  readonly gap = (fromMs: number, untilMs: number, reason: string): void => {
    this.#lostSinceMs = null;
    this.#gaps.push({ fromMs, untilMs, reason });
    if (this.#gaps.length > MOST_GAPS) this.#gaps.shift();
    this.#tellNow();
  };

  readonly failed = (error: AppError): void => {
    this.#failure = error;
    this.#tellNow();
  };

  /** Resolves when a batch is due; null when aborted. Throws what has ended the subscription once all was taken. */
  async next(signal: AbortSignal): Promise<MessageBatch | null> {
    const onAbort = (): void => this.#wake();
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      while (!signal.aborted) {
        const left = this.#msLeft();
        if (left <= 0) return this.take();
        await this.#sleep(left);
      }
      return null;
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  take(): MessageBatch {
    if (this.#failure !== null && this.#ring.size === 0) throw new AppFailure(this.#failure);
    const messages = this.#ring.take(LIMITS.tailBatch, LIMITS.tailBatchBytes);
    const gaps = this.#gaps;
    this.#gaps = [];
    // What is left in the ring has waited as long as what was taken.
    if (this.#ring.size === 0 && this.#failure === null) this.#waitingSince = null;
    return {
      ...messages,
      received: this.#ring.received,
      dropped: this.#ring.dropped,
      seconds: this.#seconds.take(),
      channels: this.#channels.take(),
      gaps,
      lostSinceMs: this.#lostSinceMs,
    };
  }

  #isFull(): boolean {
    return this.#ring.size >= LIMITS.tailBatch || this.#ring.byteSize >= LIMITS.tailBatchBytes;
  }

  #msLeft(): number {
    if (this.#waitingSince === null) return Infinity;
    if (this.#isFull()) return 0;
    return this.#waitingSince + LIMITS.tailBatchMs - performance.now();
  }

  async #sleep(ms: number): Promise<void> {
    let timer: NodeJS.Timeout | null = null;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      if (ms !== Infinity) timer = setTimeout(resolve, ms);
    });
    this.#wake = asleep;
    if (timer !== null) clearTimeout(timer);
  }

  #tellNow(): void {
    this.#waitingSince = -Infinity;
    this.#wake();
  }
}
