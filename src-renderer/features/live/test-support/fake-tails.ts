import type { MessageBatch } from '../../../../src-shared/contract/pubsub.ts';
import type { Input } from '../../../../src-shared/contract/index.ts';
import { escapeBytes } from '../../../../src-shared/redis-value.ts';
import type { AppError } from '../../../../src-shared/result.ts';
import { StreamFailure } from '../../../client/stream-failure.ts';
import { segmentOf, type TestMessage } from './segment-of.ts';

/** What main would send to one subscription, batch by batch. */
class FakeTail {
  #queue: (MessageBatch | AppError)[] = [];
  #wake = (): void => undefined;
  #received = 0;
  #isPattern: boolean;

  constructor(isPattern: boolean) {
    this.#isPattern = isPattern;
  }

  /** Sends these messages; `extra` overrides what the batch says of itself. */
  send(messages: readonly TestMessage[], extra: Partial<MessageBatch> = {}): void {
    this.#received += messages.length;
    const { atMs, records, ends, nameLengths } = segmentOf(
      this.#isPattern ? messages : messages.map((one) => ({ ...one, channel: '' })),
    );
    this.#push({
      atMs,
      records,
      ends,
      nameLengths,
      received: this.#received,
      dropped: 0,
      seconds: { at: new Float64Array(0), counts: new Float64Array(0) },
      channels: {
        added: [],
        changed: new Uint32Array(0),
        totals: new Float64Array(0),
        elsewhere: 0,
      },
      gaps: [],
      lostSinceMs: null,
      ...extra,
    });
  }

  fail(error: AppError): void {
    this.#push(error);
  }

  async *read(): AsyncGenerator<MessageBatch> {
    for (;;) {
      const next = this.#queue.shift();
      if (next === undefined)
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      else if ('code' in next) throw new StreamFailure(next);
      else yield next;
    }
  }

  #push(next: MessageBatch | AppError): void {
    this.#queue.push(next);
    this.#wake();
  }
}

/** The tails that were opened, by what they were opened for. */
export class FakeTails {
  #tails = new Map<string, FakeTail[]>();

  /** The answer for `pubsub.tail`. */
  readonly open = ({ kind, name }: Input<'pubsub.tail'>): AsyncIterable<MessageBatch> => {
    const tail = new FakeTail(kind === 'pattern');
    const label = escapeBytes(name);
    this.#tails.set(label, [...(this.#tails.get(label) ?? []), tail]);
    // The first batch says that the server has confirmed.
    tail.send([]);
    return tail.read();
  };

  get names(): string[] {
    return [...this.#tails.keys()];
  }

  /** The one opened last for this name. */
  of(name: string): FakeTail {
    const tail = this.#tails.get(name)?.at(-1);
    if (tail === undefined) throw new Error(`nobody subscribed to ${name}`);
    return tail;
  }
}

/** Lets what was sent be read, however many promises it takes. */
export const settle = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve);
  });
