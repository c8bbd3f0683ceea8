import type { SubscriptionKind } from '../../src-shared/contract/pubsub.ts';
import type { AppError } from '../../src-shared/result.ts';
import { log } from '../log.ts';
import { AppFailure } from '../rpc/app-failure.ts';
import type { Endpoint } from './connect.ts';
import { ManagedClient } from './managed-client.ts';
import { PushConnection } from './push-connection.ts';
import type { PushedMessage } from './push-parser.ts';
import { commandFailure } from './redis-error.ts';
import { type Listener, type Subscription, Subscriptions } from './subscriptions.ts';
import { wallClockMs } from './wall-clock.ts';

/** How a connection that is dead without having been closed is found out. */
export interface Liveness {
  /** How often the server is asked for a sign of life. */
  readonly pingMs: number;
  /** Nothing heard for so long, not even the answer to a PING: the connection is dead. */
  readonly silentMs: number;
}

/** A PING is next to nothing to a server; 15 s is what a data connection is given to answer. */
const LIVENESS: Liveness = { pingMs: 5_000, silentMs: 15_000 };

const words = {
  channel: { begin: 'SUBSCRIBE', end: 'UNSUBSCRIBE' },
  pattern: { begin: 'PSUBSCRIBE', end: 'PUNSUBSCRIBE' },
} as const;

const reasonOf = (error: AppError): string => ('cause' in error ? error.cause : error.message);

const notConnected = (): AppFailure =>
  new AppFailure({
    code: 'redis.offline',
    cause: 'not connected',
    hint: 'Wait for the connection to come back, or try it now',
    message: 'Not connected',
  });

/**
 * The subscriber connection of a session: opened with the first subscription, closed with the last, shared by all. After a
 * loss it subscribes again, and tells every listener from when to when nothing was received.
 */
export class Subscriber {
  #endpoint: () => Endpoint;
  #liveness: Liveness;
  #managed: ManagedClient | null = null;
  #opening: Promise<void> = Promise.resolve();
  #connection: PushConnection | null = null;
  #subscriptions = new Subscriptions();
  #outage: { readonly fromMs: number; readonly reason: string } | null = null;
  #heard = { atMs: 0, monotonicMs: 0 };
  #isSilent = false;
  #timer: NodeJS.Timeout | null = null;
  /** Time of the read from the socket that is being gone through; null between reads. */
  #readMs: number | null = null;

  constructor(endpoint: () => Endpoint, liveness: Liveness = LIVENESS) {
    this.#endpoint = endpoint;
    this.#liveness = liveness;
  }

  /**
   * Resolves when the server has confirmed; the function it gives ends the subscription. Throws AppFailure when refused,
   * and `redis.offline` while the connection is being made again.
   */
  async subscribe(
    kind: SubscriptionKind,
    name: Uint8Array,
    listener: Listener,
  ): Promise<() => void> {
    this.#managed ??= this.#open();
    let known = this.#subscriptions.get(kind, name);
    if (known === undefined) {
      known = { kind, name, listeners: new Set(), confirmed: this.#opening, confirmedMs: 0 };
      this.#subscriptions.add(known);
      if (this.#connection !== null) this.#confirm(this.#connection, known);
    }
    const subscription = known;
    subscription.listeners.add(listener);
    const end = (): void => this.#remove(subscription, listener);
    try {
      await this.#opening;
      if (this.#connection === null) throw notConnected();
      await subscription.confirmed;
    } catch (error) {
      end();
      throw error;
    }
    return end;
  }

  /** Tries now instead of at the end of the countdown. */
  retryNow(): void {
    this.#managed?.retryNow();
  }

  close(): void {
    this.#detach();
    this.#managed?.close();
    this.#managed = null;
    this.#outage = null;
  }

  #open(): ManagedClient {
    const managed = new ManagedClient({
      endpoint: () => ({ ...this.#endpoint(), protocol: 2 }),
      purpose: 'subscriber',
      onState: (state) => {
        if (this.#managed !== managed) return;
        if (state.status === 'ready') this.#tellGap();
        else if (state.status === 'reconnecting') this.#lose(state.lostAtMs, state.error);
        else if (state.status === 'failed') this.#fail(state.error);
      },
      prepare: async (client) => {
        // The last one may have left while this was connecting.
        if (this.#managed !== managed) return;
        await this.#attach(new PushConnection(client, (message) => this.#deliver(message)));
      },
    });
    this.#opening = managed.open();
    return managed;
  }

  async #attach(connection: PushConnection): Promise<void> {
    this.#detach();
    this.#connection = connection;
    this.#hear();
    const subscriptions = this.#subscriptions.all();
    for (const one of subscriptions) this.#confirm(connection, one);
    await Promise.allSettled(subscriptions.map((one) => one.confirmed));
    if (this.#connection !== connection) return;
    this.#timer = setInterval(() => this.#listen(connection), this.#liveness.pingMs);
  }

  #detach(): void {
    this.#connection = null;
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  #confirm(connection: PushConnection, subscription: Subscription): void {
    const command = words[subscription.kind].begin;
    subscription.confirmed = connection.send(command, subscription.name).then(
      () => {
        subscription.confirmedMs = wallClockMs();
      },
      (thrown: unknown) => {
        const error = thrown instanceof Error ? thrown : new Error(String(thrown));
        const failure = commandFailure(error, command, false);
        // A connection that went is made again, and the subscription with it; a refusal is for good.
        if (failure.error.code === 'redis.reply') this.#end(subscription, failure.error);
        throw failure;
      },
    );
    // Whoever subscribes gets it; after a reconnection nobody waits.
    subscription.confirmed.catch(() => undefined);
  }

  #deliver(message: PushedMessage): void {
    const atMs = this.#readMs ?? this.#beginRead();
    const subscription = this.#subscriptions.find(message);
    if (subscription === null) return;
    for (const listener of subscription.listeners)
      try {
        listener.message(atMs, message);
      } catch (error) {
        // Thrown on, it would cost the connection.
        log.error('subscriber', error);
      }
  }

  /** All messages of one read were received at one time, and asking for it costs as much as storing a message. */
  #beginRead(): number {
    const atMs = this.#hear();
    this.#readMs = atMs;
    queueMicrotask(() => {
      this.#readMs = null;
    });
    return atMs;
  }

  #hear(): number {
    const atMs = wallClockMs();
    this.#heard = { atMs, monotonicMs: performance.now() };
    return atMs;
  }

  /** A subscriber hears nothing from a dead peer and has nothing to send that would fail: it has to ask. */
  #listen(connection: PushConnection): void {
    if (performance.now() - this.#heard.monotonicMs > this.#liveness.silentMs) {
      this.#isSilent = true;
      connection.drop();
      return;
    }
    connection.send('PING').then(
      () => {
        this.#hear();
      },
      () => undefined,
    );
  }

  #lose(lostAtMs: number, error: AppError): void {
    this.#detach();
    if (this.#outage !== null) return;
    this.#outage = this.#isSilent
      ? { fromMs: this.#heard.atMs, reason: 'no sign of life' }
      : { fromMs: lostAtMs, reason: reasonOf(error) };
    this.#isSilent = false;
    for (const { listeners } of this.#subscriptions.all())
      for (const listener of listeners) listener.lost(this.#outage.fromMs);
  }

  #tellGap(): void {
    if (this.#outage === null) return;
    const { fromMs, reason } = this.#outage;
    this.#outage = null;
    for (const { listeners, confirmedMs } of this.#subscriptions.all())
      for (const listener of listeners) listener.gap(fromMs, confirmedMs, reason);
  }

  #fail(error: AppError): void {
    for (const one of this.#subscriptions.all()) this.#end(one, error);
    this.close();
  }

  #end(subscription: Subscription, error: AppError): void {
    this.#subscriptions.remove(subscription);
    for (const listener of subscription.listeners) listener.failed(error);
  }

  #remove(subscription: Subscription, listener: Listener): void {
    subscription.listeners.delete(listener);
    if (subscription.listeners.size > 0 || !this.#subscriptions.remove(subscription)) return;
    if (this.#subscriptions.isEmpty) this.close();
    // When the connection goes first, the subscription goes with it.
    else
      this.#connection
        ?.send(words[subscription.kind].end, subscription.name)
        .catch(() => undefined);
  }
}
