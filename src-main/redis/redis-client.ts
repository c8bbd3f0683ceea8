import type { ChainableCommander, Redis } from 'ioredis';
import type { Effect } from '../../src-shared/contract/define.ts';
import { toBinaryString } from '../../src-shared/redis-value.ts';
import { checked } from './checked.ts';
import type {
  BatchReply,
  DestroyCall,
  DestroyClient,
  KeyNode,
  ReadCall,
  ReadClient,
  TransactionOutcome,
  WriteCall,
} from './clients.ts';
import {
  type AnyCommand,
  type Argument,
  DESTROY_COMMANDS,
  type DestroyCommand,
  READ_COMMANDS,
  type ReadCommand,
  WRITE_COMMANDS,
  type WriteCommand,
} from './commands.ts';
import { comparedCall, comparedOutcome, lookCall, statesIn } from './compared-script.ts';
import { log } from '../log.ts';
import { AppFailure } from '../rpc/app-failure.ts';
import { keysOf } from './key-positions.ts';
import { commandFailure } from './redis-error.ts';
import { type Reply, toReply } from './reply.ts';
import { forgetWay, transactionWay, type TransactionWay } from './transaction-way.ts';

const reads: ReadonlySet<string> = new Set(READ_COMMANDS);
const writes: ReadonlySet<string> = new Set(WRITE_COMMANDS);
const destroys: ReadonlySet<string> = new Set(DESTROY_COMMANDS);

/** ioredis takes Buffers only; this shares the memory. */
function toArgument(value: Argument): string | Buffer | number {
  return value instanceof Uint8Array && !Buffer.isBuffer(value)
    ? Buffer.from(value.buffer, value.byteOffset, value.byteLength)
    : value;
}

/** Lower case matters: ioredis shapes replies by the lower-case name only. */
function toWords(
  command: AnyCommand,
  args: readonly Argument[],
): [string, (string | Buffer | number)[]] {
  const [name = '', ...subcommand] = command.split('|');
  return [name, [...subcommand, ...args.map(toArgument)]];
}

const asError = (thrown: unknown): Error =>
  thrown instanceof Error ? thrown : new Error(String(thrown));

type Decide = (redis: ReadClient) => Promise<readonly DestroyCall[] | null>;

interface Transaction {
  readonly effect: Effect;
  readonly keys: readonly Uint8Array[];
  readonly decide: Decide;
  readonly asking: boolean;
}

function answerOf(reply: BatchReply | undefined): Reply {
  if (reply?.ok === true) return reply.reply;
  throw reply?.failure ?? new Error('a reply is missing');
}

/** What a pipeline or transaction of this effect may hold. */
function mayHold(effect: Effect, command: string): boolean {
  if (effect === 'read') return reads.has(command);
  return effect === 'destroy' || !destroys.has(command);
}

/**
 * The one choke point below every feature: checks effect and lock when sending, turns errors into AppFailure. Speaks to
 * one server; `asking` is what a cluster wants to hear before a command for a key whose slot is on its way there.
 */
export class RedisClient implements DestroyClient {
  #client: () => Redis;
  #assertWritable: () => void;
  /** Says more of a failure where there is more to say. */
  #explain: (failure: AppFailure) => AppFailure;
  /** WATCH belongs to the whole connection: transactions go one after another. */
  #transactions: Promise<unknown> = Promise.resolve();

  constructor(
    client: () => Redis,
    assertWritable: () => void,
    explain = (failure: AppFailure): AppFailure => failure,
  ) {
    this.#client = client;
    this.#assertWritable = assertWritable;
    this.#explain = explain;
  }

  read(command: ReadCommand, ...args: Argument[]): Promise<Reply> {
    return this.#send(command, args, reads);
  }

  write(command: WriteCommand, ...args: Argument[]): Promise<Reply> {
    return this.#send(command, args, writes);
  }

  destroy(command: DestroyCommand, ...args: Argument[]): Promise<Reply> {
    return this.#send(command, args, destroys);
  }

  readAll(calls: readonly ReadCall[]): Promise<BatchReply[]> {
    return this.batch('read', calls);
  }

  together(keys: readonly Uint8Array[]): readonly (readonly Uint8Array[])[] {
    return keys.length === 0 ? [] : [keys];
  }

  async nodes(): Promise<readonly KeyNode[]> {
    return [{ name: 'server', redis: this, connection: this.#client() }];
  }

  placeOf(): null {
    return null;
  }

  writeAll(calls: readonly WriteCall[]): Promise<BatchReply[]> {
    return this.batch('write', calls);
  }

  destroyAll(calls: readonly DestroyCall[]): Promise<BatchReply[]> {
    return this.batch('destroy', calls);
  }

  transact(
    keys: Uint8Array | readonly Uint8Array[],
    decide: (redis: ReadClient) => Promise<readonly WriteCall[] | null>,
  ): Promise<TransactionOutcome> {
    return this.watched('write', toKeys(keys), decide);
  }

  transactDestroy(
    keys: Uint8Array | readonly Uint8Array[],
    decide: (redis: ReadClient) => Promise<readonly DestroyCall[] | null>,
  ): Promise<TransactionOutcome> {
    return this.watched('destroy', toKeys(keys), decide);
  }

  destroyChecked(decide: Decide): Promise<TransactionOutcome> {
    return checked(this, decide);
  }

  async transactsBy(key: Uint8Array): Promise<TransactionWay> {
    try {
      return await transactionWay(this.#client(), key);
    } catch (thrown) {
      throw this.#explain(commandFailure(asError(thrown), 'multi', false));
    }
  }

  async #send(
    command: AnyCommand,
    args: readonly Argument[],
    allowed: ReadonlySet<string>,
  ): Promise<Reply> {
    if (!allowed.has(command)) throw new Error(`${command} is not allowed here`);
    const changes = allowed !== reads;
    if (changes) this.#assertWritable();
    const client = this.#client();
    const [name, words] = toWords(command, args);
    try {
      return toReply(await client.callBuffer(name, ...words));
    } catch (thrown) {
      throw this.#explain(commandFailure(asError(thrown), command, changes));
    }
  }

  /** `readAll`, `writeAll` or `destroyAll`. */
  async batch(
    effect: Effect,
    calls: readonly DestroyCall[],
    asking = false,
  ): Promise<BatchReply[]> {
    if (calls.length === 0) return [];
    if (effect !== 'read') this.#assertWritable();
    const pipeline = this.#client().pipeline();
    try {
      const replies = (await run(pipeline, calls, effect, asking)) ?? [];
      return replies.map((one) => (one.ok ? one : { ok: false, failure: this.#explained(one) }));
    } catch (thrown) {
      throw thrown instanceof AppFailure ? this.#explain(thrown) : thrown;
    }
  }

  /** `transact` or `transactDestroy`. */
  watched(
    effect: Effect,
    keys: readonly Uint8Array[],
    decide: Decide,
    asking = false,
  ): Promise<TransactionOutcome> {
    const turn = this.#transactions.then(async (): Promise<TransactionOutcome> => {
      this.#assertWritable();
      const client = this.#client();
      const [first] = keys;
      if (first !== undefined && (await this.transactsBy(first)) === 'script')
        return await this.#compared(client, { effect, keys, decide, asking });
      try {
        const asked = asking ? client.asking() : null;
        await Promise.all([asked, client.call('watch', ...keys.map(toArgument))]);
        const calls = await decide(this);
        this.#assertWritable();
        if (calls === null || client !== this.#client()) {
          await client.unwatch();
          return { done: false };
        }
        // It holds until EXEC.
        const again = asking ? client.asking() : null;
        const [replies] = await Promise.all([run(client.multi(), calls, effect), again]);
        return replies === null ? { done: false } : { done: true, replies };
      } catch (thrown) {
        await forgetWatched(client);
        if (ranAlone(thrown)) forgetWay(client);
        throw this.#explain(commandFailure(asError(thrown), 'multi', false));
      }
    });
    this.#transactions = turn.catch(() => undefined);
    return turn;
  }

  /** `watched` for a user who may use a script only: the keys are looked at before they are read, and again with the change. */
  async #compared(
    client: Redis,
    { effect, keys, decide, asking }: Transaction,
  ): Promise<TransactionOutcome> {
    const [states] = await this.batch('read', [lookCall(keys)], asking);
    const seen = statesIn(keys, answerOf(states));
    const calls = await decide(this);
    if (calls === null || client !== this.#client()) return { done: false };
    const watched = new Set(keys.map(toBinaryString));
    const others = new Map<string, Uint8Array>();
    for (const [command, ...args] of calls) {
      if (!mayHold(effect, command)) throw new Error(`${command} is not allowed here`);
      for (const key of keysOf(command, args)) others.set(toBinaryString(key), key);
    }
    for (const key of watched) others.delete(key);
    const call = comparedCall('value', seen, calls, [...others.values()]);
    const [reply] = await this.batch('destroy', [call], asking);
    const outcome = comparedOutcome(answerOf(reply), calls);
    if (outcome.kind === 'refused') throw this.#explained(outcome);
    return outcome.kind === 'done'
      ? { done: true, replies: [...outcome.replies] }
      : { done: false };
  }

  #explained({ failure }: { readonly failure: Error }): Error {
    return failure instanceof AppFailure ? this.#explain(failure) : failure;
  }
}

/** The keys of a transaction, however many were given. */
export const toKeys = (keys: Uint8Array | readonly Uint8Array[]): readonly Uint8Array[] =>
  keys instanceof Uint8Array ? [keys] : keys;

/** The failure that led here is the one to tell; and what is watched ends with a connection that is gone. */
async function forgetWatched(client: Redis): Promise<void> {
  try {
    await client.unwatch();
  } catch (thrown) {
    const refused = thrown instanceof Error && thrown.name === 'ReplyError';
    if (refused) log.warn('UNWATCH was refused after a failed transaction', thrown);
  }
}

/** MULTI was refused, which it was not when the connection was new, and the commands behind it ran by themselves. */
const ranAlone = (thrown: unknown): boolean =>
  thrown instanceof AppFailure && thrown.error.code === 'redis.unknownOutcome';

/** EXECABORT only says that one command was refused when it was queued; ioredis keeps the refusal itself beside it. */
function trueCause(thrown: unknown): Error {
  const error = asError(thrown);
  const earlier: unknown = 'previousErrors' in error ? error.previousErrors : null;
  const first: unknown = Array.isArray(earlier) ? earlier[0] : null;
  const cause = first instanceof Error ? first : error;
  return /the 'multi' command|EXEC without MULTI/.test(cause.message)
    ? new AppFailure({
        code: 'redis.unknownOutcome',
        command: 'MULTI',
        message: `MULTI was refused, and what was to be one change ran as single commands: ${cause.message}. Reload to see.`,
      })
    : cause;
}

/** null when EXEC was refused because a watched key had changed. */
async function run(
  pipeline: ChainableCommander,
  calls: readonly DestroyCall[],
  effect: Effect,
  asking = false,
): Promise<BatchReply[] | null> {
  const changes = effect !== 'read';
  for (const [command, ...args] of calls) {
    if (!mayHold(effect, command)) throw new Error(`${command} is not allowed here`);
    const [name, words] = toWords(command, args);
    if (asking) pipeline.asking();
    pipeline.callBuffer(name, ...words);
  }
  const first = calls[0]?.[0] ?? 'exec';
  let results: Awaited<ReturnType<ChainableCommander['exec']>>;
  try {
    results = await pipeline.exec();
  } catch (thrown) {
    throw commandFailure(trueCause(thrown), first, changes);
  }
  if (results === null) return null;
  const own = asking ? results.filter((_result, i) => i % 2 === 1) : results;
  return own.map(([error, reply], i) =>
    error === null
      ? { ok: true, reply: toReply(reply) }
      : { ok: false, failure: commandFailure(error, calls[i]?.[0] ?? first, changes) },
  );
}
