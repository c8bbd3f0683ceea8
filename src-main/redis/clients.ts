import type { Argument, DestroyCommand, ReadCommand, WriteCommand } from './commands.ts';
import type { Reply } from './reply.ts';
import type { TransactionWay } from './transaction-way.ts';

export type ReadCall = readonly [command: ReadCommand, ...args: Argument[]];
export type WriteCall = readonly [command: ReadCommand | WriteCommand, ...args: Argument[]];

/** One reply of a batch: an error reply concerns its own command only. */
export type BatchReply =
  { readonly ok: true; readonly reply: Reply } | { readonly ok: false; readonly failure: Error };

/** A server that holds keys: the only one, or a primary of a cluster. */
export interface KeyNode {
  /** Another one when it holds other slots than before: a cursor of SCAN is good for one of these only. */
  readonly name: string;
  /** Sends to this server, whatever the keys. */
  readonly redis: ReadClient;
  /** Another one once the connection was made anew: another server may have answered. null: there is none now. */
  readonly connection: object | null;
}

/** Where a cluster keeps a key; `node` is the address the cluster gives it, null while no node has the slot. */
export interface KeyPlace {
  readonly slot: number;
  readonly node: string | null;
}

/**
 * What a capability with effect `read` gets. Command names carry their subcommand after `|` (`object|encoding`).
 * All methods throw AppFailure: `redis.offline` without connection, `redis.reply` for an error reply.
 */
export interface ReadClient {
  read(command: ReadCommand, ...args: Argument[]): Promise<Reply>;
  /** One pipeline; keep it small (LIMITS.describeKeys). */
  readAll(calls: readonly ReadCall[]): Promise<BatchReply[]>;
  /** These keys in groups that one command or transaction may name together: in a cluster those of one slot. */
  together(keys: readonly Uint8Array[]): readonly (readonly Uint8Array[])[];
  /** The servers that hold the keys: the one, or all primaries of a cluster, which is asked for them. */
  nodes(): Promise<readonly KeyNode[]>;
  /** null where one server has all keys. */
  placeOf(key: Uint8Array): KeyPlace | null;
}

/** What happened in a WATCH transaction. */
export type TransactionOutcome =
  { readonly done: true; readonly replies: BatchReply[] } | { readonly done: false };

export interface WriteClient extends ReadClient {
  write(command: WriteCommand, ...args: Argument[]): Promise<Reply>;
  /** One pipeline of writes; keep it small. Each reply tells of its own command, also when the connection went. */
  writeAll(calls: readonly WriteCall[]): Promise<BatchReply[]>;
  /**
   * WATCHes the key or keys, lets `decide` read, then runs what it returns in MULTI/EXEC; null: nothing is done.
   * `done: false` when `decide` returned null or one of the keys changed in between. `redis.unknownOutcome` when the
   * connection went after EXEC was sent. Transactions of one connection go one after another, so `decide` must not
   * start one.
   */
  transact(
    keys: Uint8Array | readonly Uint8Array[],
    decide: (redis: ReadClient) => Promise<readonly WriteCall[] | null>,
  ): Promise<TransactionOutcome>;
  /**
   * How `transact` works for this user: `script` where WATCH, MULTI and EXEC are refused; it looks at each key before
   * `decide` and again with the change, and throws `limit` for large ones. Throws `unsupported` where neither may be used.
   */
  transactsBy(key: Uint8Array): Promise<TransactionWay>;
}

export type DestroyCall = readonly [
  command: ReadCommand | WriteCommand | DestroyCommand,
  ...args: Argument[],
];

export interface DestroyClient extends WriteClient {
  destroy(command: DestroyCommand, ...args: Argument[]): Promise<Reply>;
  /** One pipeline of removals; keep it small. */
  destroyAll(calls: readonly DestroyCall[]): Promise<BatchReply[]>;
  /** As `transact`, for removals. */
  transactDestroy(
    keys: Uint8Array | readonly Uint8Array[],
    decide: (redis: ReadClient) => Promise<readonly DestroyCall[] | null>,
  ): Promise<TransactionOutcome>;
  /**
   * Lets `decide` read, then sends what it returns: calls that see for themselves whether anything has changed since, as
   * nothing is watched. Any number at once. Throws as `transact` does.
   */
  destroyChecked(
    decide: (redis: ReadClient) => Promise<readonly DestroyCall[] | null>,
  ): Promise<TransactionOutcome>;
}
