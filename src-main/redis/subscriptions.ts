import type { SubscriptionKind } from '../../src-shared/contract/pubsub.ts';
import { toBinaryString } from '../../src-shared/redis-value.ts';
import type { AppError } from '../../src-shared/result.ts';
import type { PushedMessage } from './push-parser.ts';

/** Who receives. Called synchronously from the socket: it must not block or wait. */
export interface Listener {
  /** The message is valid during the call only: copy what is kept. */
  readonly message: (atMs: number, message: PushedMessage) => void;
  /** The connection has gone; nothing is received until `gap` says that it is back. */
  readonly lost: (sinceMs: number) => void;
  /** Nothing was received between the two times, whatever was published. */
  readonly gap: (fromMs: number, untilMs: number, reason: string) => void;
  /** The subscription has ended for good. */
  readonly failed: (error: AppError) => void;
}

export interface Subscription {
  readonly kind: SubscriptionKind;
  readonly name: Uint8Array;
  readonly listeners: Set<Listener>;
  /** Settles with the server's answer on the present connection. */
  confirmed: Promise<void>;
  confirmedMs: number;
}

function isAt(name: Uint8Array, bytes: Buffer, start: number, end: number): boolean {
  if (end - start !== name.byteLength) return false;
  for (let i = 0; i < name.byteLength; i++) if (name[i] !== bytes[start + i]) return false;
  return true;
}

/** Subscriptions by kind and name, found quickly for the message that is being handed over. */
export class Subscriptions {
  #channels = new Map<string, Subscription>();
  #patterns = new Map<string, Subscription>();
  #last: Subscription | null = null;

  get isEmpty(): boolean {
    return this.#channels.size + this.#patterns.size === 0;
  }

  all(): Subscription[] {
    return [...this.#channels.values(), ...this.#patterns.values()];
  }

  get(kind: SubscriptionKind, name: Uint8Array): Subscription | undefined {
    return this.#table(kind).get(toBinaryString(name));
  }

  add(subscription: Subscription): void {
    this.#table(subscription.kind).set(toBinaryString(subscription.name), subscription);
  }

  /** Whether it was there: one of the same name may have taken its place. */
  remove(subscription: Subscription): boolean {
    if (this.get(subscription.kind, subscription.name) !== subscription) return false;
    this.#last = null;
    return this.#table(subscription.kind).delete(toBinaryString(subscription.name));
  }

  find(message: PushedMessage): Subscription | null {
    const { bytes, isPattern } = message;
    const start = isPattern ? message.patternStart : message.channelStart;
    const end = isPattern ? message.patternEnd : message.channelEnd;
    const last = this.#last;
    // Messages mostly come many of a name together: comparing is cheaper than making a string of each name.
    if (
      last !== null &&
      (last.kind === 'pattern') === isPattern &&
      isAt(last.name, bytes, start, end)
    )
      return last;
    const table = isPattern ? this.#patterns : this.#channels;
    this.#last = table.get(bytes.toString('latin1', start, end)) ?? null;
    return this.#last;
  }

  #table(kind: SubscriptionKind): Map<string, Subscription> {
    return kind === 'channel' ? this.#channels : this.#patterns;
  }
}
