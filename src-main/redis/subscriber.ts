import type { Redis } from 'ioredis';
import { toBinaryString } from '../../src-shared/redis-value.ts';
import type { Endpoint } from './connect.ts';
import { ManagedClient } from './managed-client.ts';

export type SubscriptionKind = 'channel' | 'pattern';

/** Who receives. Called synchronously from the socket: it must not throw, block or wait. */
export interface Listener {
  readonly message: (channel: Buffer, payload: Buffer) => void;
  /** Nothing was received between the two times, whatever was published. */
  readonly gap: (fromMs: number, untilMs: number, reason: string) => void;
}

interface Subscription {
  readonly kind: SubscriptionKind;
  readonly name: Buffer;
  readonly listeners: Set<Listener>;
}

/**
 * The subscriber connection of a session: opened with the first subscription, closed with the last, shared by all.
 * ioredis resubscribes without a word after a loss; here every loss is told to the listeners as a gap.
 */
export class Subscriber {
  #endpoint: Endpoint;
  #managed: ManagedClient | null = null;
  #subscriptions = new Map<string, Subscription>();
  #lostAtMs: number | null = null;
  #reason = '';

  constructor(endpoint: Endpoint) {
    this.#endpoint = endpoint;
  }

  /** Resolves when the server has confirmed; the function it gives ends the subscription. */
  async subscribe(kind: SubscriptionKind, name: Uint8Array, listener: Listener): Promise<() => void> {
    const id = `${kind}:${toBinaryString(name)}`;
    let subscription = this.#subscriptions.get(id);
    const fresh = subscription === undefined;
    subscription ??= { kind, name: Buffer.from(name), listeners: new Set() };
    subscription.listeners.add(listener);
    this.#subscriptions.set(id, subscription);
    try {
      if (this.#managed === null) await this.#open();
      else if (fresh) await subscribeOn(this.#managed.client, subscription);
    } catch (error) {
      this.#remove(id, listener);
      throw error;
    }
    return () => this.#remove(id, listener);
  }

  retryNow(): void {
    this.#managed?.retryNow();
  }

  close(): void {
    this.#managed?.close();
    this.#managed = null;
    this.#subscriptions.clear();
  }

  async #open(): Promise<void> {
    const managed = new ManagedClient({
      endpoint: this.#endpoint,
      purpose: 'subscriber',
      onState: (state) => {
        if (state.status === 'reconnecting') {
          this.#lostAtMs ??= state.lostAtMs;
          this.#reason = state.error.message;
        } else if (state.status === 'ready') this.#tellGap();
      },
      prepare: (client) => this.#attach(client),
    });
    this.#managed = managed;
    try {
      await managed.open();
    } catch (error) {
      managed.close();
      if (this.#managed === managed) this.#managed = null;
      throw error;
    }
  }

  #tellGap(): void {
    if (this.#lostAtMs === null) return;
    const now = Date.now();
    for (const { listeners } of this.#subscriptions.values())
      for (const listener of listeners) listener.gap(this.#lostAtMs, now, this.#reason);
    this.#lostAtMs = null;
  }

  async #attach(client: Redis): Promise<void> {
    client.on('messageBuffer', (channel: Buffer, payload: Buffer) => {
      this.#deliver('channel', channel, channel, payload);
    });
    // ioredis gives the pattern as text, one code unit a byte only if it is ASCII: names are compared as UTF-8 bytes.
    client.on('pmessageBuffer', (pattern: string | Buffer, channel: Buffer, payload: Buffer) => {
      this.#deliver('pattern', Buffer.from(pattern), channel, payload);
    });
    await Promise.all([...this.#subscriptions.values()].map((one) => subscribeOn(client, one)));
  }

  #deliver(kind: SubscriptionKind, name: Buffer, channel: Buffer, payload: Buffer): void {
    const subscription = this.#subscriptions.get(`${kind}:${toBinaryString(name)}`);
    if (subscription === undefined) return;
    for (const listener of subscription.listeners) listener.message(channel, payload);
  }

  #remove(id: string, listener: Listener): void {
    const subscription = this.#subscriptions.get(id);
    if (subscription === undefined) return;
    subscription.listeners.delete(listener);
    if (subscription.listeners.size > 0) return;
    this.#subscriptions.delete(id);
    if (this.#subscriptions.size === 0) {
      this.#managed?.close();
      this.#managed = null;
    } else this.#unsubscribe(subscription);
  }

  #unsubscribe({ kind, name }: Subscription): void {
    const client = this.#managed?.client;
    if (client === undefined) return;
    const done = client.call(kind === 'channel' ? 'unsubscribe' : 'punsubscribe', name);
    // When the connection goes first, the subscription has gone with it.
    done.catch(() => undefined);
  }
}

async function subscribeOn(client: Redis, { kind, name }: Subscription): Promise<void> {
  await client.call(kind === 'channel' ? 'subscribe' : 'psubscribe', name);
}
