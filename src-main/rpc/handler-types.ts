import type {
  Capability,
  Contract,
  Item,
  Output,
  Parsed,
  RequestName,
  StreamName,
} from '../../src-shared/contract/index.ts';
import type { DestroyClient, ReadClient, WriteClient } from '../redis/clients.ts';
import type { Session } from '../redis/session.ts';

export interface ClientByEffect {
  readonly read: ReadClient;
  readonly write: WriteClient;
  readonly destroy: DestroyClient;
}

export interface AppContext {
  /** Aborted when the caller cancels, its window goes, or the connection is closed. */
  readonly signal: AbortSignal;
}

export interface ConnectionContext<E extends keyof ClientByEffect> extends AppContext {
  readonly session: Session;
  /** Can do what the capability's effect allows and no more. */
  readonly redis: ClientByEffect[E];
}

export type Context<K extends Capability> = Contract[K]['scope'] extends 'connection'
  ? ConnectionContext<Contract[K]['effect']>
  : AppContext;

/** Throws an AppFailure for what is expected to fail; anything else thrown counts as a bug. */
export type RequestHandler<K extends RequestName> = (
  input: Parsed<K>,
  context: Context<K>,
) => Promise<Output<K>>;

/** Pulled only while the reader has credit; ended by `return()` when it goes away. */
export type StreamHandler<K extends StreamName> = (
  input: Parsed<K>,
  context: Context<K>,
) => AsyncIterable<Item<K>>;

export type Handlers = {
  readonly [K in RequestName]: RequestHandler<K>;
} & {
  readonly [K in StreamName]: StreamHandler<K>;
};
