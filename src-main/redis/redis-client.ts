import type { ChainableCommander, Redis } from 'ioredis';
import type {
  BatchReply,
  DestroyCall,
  DestroyClient,
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
import { log } from '../log.ts';
import { commandFailure } from './redis-error.ts';
import { type Reply, toReply } from './reply.ts';

const reads: ReadonlySet<string> = new Set(READ_COMMANDS);
const writes: ReadonlySet<string> = new Set(WRITE_COMMANDS);
const destroys: ReadonlySet<string> = new Set(DESTROY_COMMANDS);

/** ioredis takes Buffers only; this shares the memory. */
function toArgument(value: Argument): string | Buffer | number {
  return value instanceof Uint8Array
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

/** The one choke point below every feature: checks effect and lock when sending, turns errors into AppFailure. */
export class RedisClient implements DestroyClient {
  #client: () => Redis;
  #assertWritable: () => void;
  /** WATCH belongs to the whole connection: transactions go one after another. */
  #transactions: Promise<unknown> = Promise.resolve();

  constructor(client: () => Redis, assertWritable: () => void) {
    this.#client = client;
    this.#assertWritable = assertWritable;
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
    return this.#sendAll(calls, (command) => reads.has(command), false);
  }

  together(keys: readonly Uint8Array[]): readonly (readonly Uint8Array[])[] {
    return keys.length === 0 ? [] : [keys];
  }

  writeAll(calls: readonly WriteCall[]): Promise<BatchReply[]> {
    return this.#sendAll(calls, (command) => !destroys.has(command), true);
  }

  destroyAll(calls: readonly DestroyCall[]): Promise<BatchReply[]> {
    return this.#sendAll(calls, () => true, true);
  }

  transact(
    keys: Uint8Array | readonly Uint8Array[],
    decide: (redis: ReadClient) => Promise<readonly WriteCall[] | null>,
  ): Promise<TransactionOutcome> {
    return this.#transact(toKeys(keys), decide, (command) => !destroys.has(command));
  }

  transactDestroy(
    keys: Uint8Array | readonly Uint8Array[],
    decide: (redis: ReadClient) => Promise<readonly DestroyCall[] | null>,
  ): Promise<TransactionOutcome> {
    return this.#transact(toKeys(keys), decide, () => true);
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
      throw commandFailure(asError(thrown), command, changes);
    }
  }

  async #sendAll(
    calls: readonly DestroyCall[],
    allowed: (command: string) => boolean,
    changes: boolean,
  ): Promise<BatchReply[]> {
    if (calls.length === 0) return [];
    if (changes) this.#assertWritable();
    const pipeline = this.#client().pipeline();
    return (await run(pipeline, calls, allowed, changes)) ?? [];
  }

  #transact(
    keys: readonly Uint8Array[],
    decide: (redis: ReadClient) => Promise<readonly DestroyCall[] | null>,
    allowed: (command: string) => boolean,
  ): Promise<TransactionOutcome> {
    const turn = this.#transactions.then(async (): Promise<TransactionOutcome> => {
      this.#assertWritable();
      const client = this.#client();
      try {
        await client.call('watch', ...keys.map(toArgument));
        const calls = await decide(this);
        this.#assertWritable();
        if (calls === null || client !== this.#client()) {
          await client.unwatch();
          return { done: false };
        }
        const replies = await run(client.multi(), calls, allowed, true);
        return replies === null ? { done: false } : { done: true, replies };
      } catch (thrown) {
        await forgetWatched(client);
        throw commandFailure(asError(thrown), 'multi', false);
      }
    });
    this.#transactions = turn.catch(() => undefined);
    return turn;
  }
}

const toKeys = (keys: Uint8Array | readonly Uint8Array[]): readonly Uint8Array[] =>
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

/** EXECABORT only says that one command was refused when it was queued; ioredis keeps the refusal itself beside it. */
function trueCause(thrown: unknown): Error {
  const error = asError(thrown);
  const earlier: unknown = 'previousErrors' in error ? error.previousErrors : null;
  const first: unknown = Array.isArray(earlier) ? earlier[0] : null;
  return first instanceof Error ? first : error;
}

/** null when EXEC was refused because a watched key had changed. */
async function run(
  pipeline: ChainableCommander,
  calls: readonly DestroyCall[],
  allowed: (command: string) => boolean,
  changes: boolean,
): Promise<BatchReply[] | null> {
  for (const [command, ...args] of calls) {
    if (!allowed(command)) throw new Error(`${command} is not allowed here`);
    const [name, words] = toWords(command, args);
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
  return results.map(([error, reply], i) =>
    error === null
      ? { ok: true, reply: toReply(reply) }
      : { ok: false, failure: commandFailure(error, calls[i]?.[0] ?? first, changes) },
  );
}
